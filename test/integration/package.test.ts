import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const INSTALL_LIMIT_MS = 180_000;

describe('the package, installed into an empty folder', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'masq-gateway-package-'));
    if (!existsSync(join(root, 'dist', 'main.js')))
      await run('npm', ['run', 'build'], { cwd: root });
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const { stdout } = await run('npm', pack, { cwd: root, maxBuffer: 2 ** 24 });
    const name = /"filename": "([^"]+)"/.exec(stdout)?.[1] ?? '';
    await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    const install = [
      'install',
      '--omit=dev',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      `./${name}`,
    ];
    await run('npm', install, { cwd: folder, timeout: INSTALL_LIMIT_MS });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('runs the demo: status, docs, a drawn graph', async () => {
    const bin = join(folder, 'node_modules', '.bin', 'masq-gateway');
    const demo = spawn(bin, ['demo', '--port', '0', '--log-level', 'silent'], { cwd: folder });
    try {
      const url = await greetedUrl(demo.stdout);
      const start = await fetch(`${url}/v1/node/start`, { method: 'POST' });
      assert.equal(start.status, 200, await start.text());
      for (const path of [
        '/v1/status',
        '/docs/',
        '/v1/node/neighborhood/graph.svg',
        '/openapi.yaml',
      ]) {
        const answer = await fetch(`${url}${path}`);
        assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
      }
    } finally {
      demo.kill('SIGTERM');
      const [code] = (await once(demo, 'exit')) as [number | null];
      assert.equal(code, 0);
    }
  });

  test('gives gateway, client, settings and simulator to who imports them', async () => {
    const names = [
      'masq-gateway',
      'masq-gateway/client',
      'masq-gateway/config',
      'masq-gateway/simulator',
    ];
    const program = `for (const name of ${JSON.stringify(names)}) {
      const found = Object.keys(await import(name));
      if (found.length === 0) throw new Error(name + ' exports nothing');
    }`;
    await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder });
  });

  test('brings its types along, and nothing that only development needs', async () => {
    const home = join(folder, 'node_modules', 'masq-gateway');
    assert.match(await readFile(join(home, 'dist', 'client', 'client.d.ts'), 'utf8'), /export/);
    for (const absent of ['src', 'test', 'scripts']) {
      assert.equal(existsSync(join(home, absent)), false, absent);
    }
    for (const absent of ['typescript', 'tsx', 'eslint', 'supertest']) {
      assert.equal(existsSync(join(folder, 'node_modules', absent)), false, absent);
    }
  });
});

async function greetedUrl(out: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: out })) {
    const url = /export GATEWAY=(\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the demo ended without a greeting');
}
