import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { cookbookPath, recipesOf, runRecipes, type Recipe } from '../../scripts/cookbook.js';
import { runCommandLine } from '../../src/cli/program.js';
import { projectRoot } from '../../scripts/project-root.js';
import { pageOf } from '../support/source/markdown.js';

const cookbook = readFileSync(cookbookPath, 'utf8');
const readme = readFileSync(`${projectRoot}/README.md`, 'utf8');
const quickStart = readme.split('## Quick start\n')[1]?.split('\n## ')[0] ?? '';
const URL_LINE = /export MASQ_GATEWAY_URL=(\S+)/;

/** Keeps what is written to it; `find` waits for a text. */
class Transcript extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.emit('written');
    done();
  }
  async find(form: RegExp): Promise<string> {
    for (;;) {
      const found = form.exec(this.text)?.[1];
      if (found !== undefined) return found;
      await new Promise((resolve) => this.once('written', resolve));
    }
  }
}

/** Calls `use` with the URL of a fresh demo. */
async function withDemo(use: (url: string) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const out = new Transcript();
  const terminal = { environment: {}, out, err: new Transcript(), stop: stop.signal };
  const demo = runCommandLine(['demo', '--port', '0', '--log-level', 'silent'], terminal);
  try {
    await use(await out.find(URL_LINE));
  } finally {
    stop.abort();
    assert.equal(await demo, 0);
  }
}

async function assertRecipes(recipes: readonly Recipe[], url: string): Promise<void> {
  const { results, filesLeft } = await runRecipes(recipes, url);
  for (const { command, expected, printed, fits } of results) {
    assert.ok(fits, `$ ${command}\n--- expected\n${expected}\n--- printed\n${printed}`);
  }
  assert.deepEqual(filesLeft, []);
}

describe('against a fresh demo', () => {
  test('every command of docs/cookbook.md prints what the page shows, in order, and no file is left', async () => {
    const recipes = recipesOf(cookbook);
    const commands = pageOf('docs/cookbook.md', cookbook).blocks.filter(
      ({ language }) => language !== 'text',
    );
    assert.equal(recipes.length, commands.length, 'a block is not a recipe');
    assert.ok(recipes.length > 40, `only ${recipes.length} recipes were found`);
    await withDemo((url) => assertRecipes(recipes, url));
  });

  test('the quick start of the README prints what the README shows', async () => {
    const recipes = recipesOf(quickStart);
    assert.ok(recipes.length >= 3, `only ${recipes.length} recipes were found`);
    await withDemo((url) => assertRecipes(recipes, url));
  });
});
