import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { recipesOf, runRecipes } from '../../scripts/cookbook.js';
import { runCommandLine } from '../../src/cli/program.js';

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
const URL_LINE = /export GATEWAY=(\S+)/;

/** A stream that remembers, and tells when a text has been written to it. */
class Transcript extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.emit('told');
    done();
  }
  async find(form: RegExp): Promise<string> {
    for (;;) {
      const found = form.exec(this.text)?.[1];
      if (found !== undefined) return found;
      await new Promise((resolve) => this.once('told', resolve));
    }
  }
}

describe('the cookbook of the README', () => {
  const stop = new AbortController();
  const out = new Transcript();
  let demo: Promise<number>;
  let url: string;

  before(async () => {
    const terminal = { environment: {}, out, err: new Transcript(), stop: stop.signal };
    demo = runCommandLine(['demo', '--port', '0', '--log-level', 'silent'], terminal);
    url = await out.find(URL_LINE);
  });
  after(async () => {
    stop.abort();
    assert.equal(await demo, 0);
  });

  test('every command prints what it says, in the demo, in its order', async () => {
    const recipes = recipesOf(readme);
    assert.ok(recipes.length > 40, `only ${recipes.length} recipes were found`);
    for (const { command, expected, printed, fits } of await runRecipes(recipes, url)) {
      assert.ok(fits, `$ ${command}\n--- expected\n${expected}\n--- printed\n${printed}`);
    }
  });
});
