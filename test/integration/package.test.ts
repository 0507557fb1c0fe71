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
  /** The package unpacked where no other package is to be found. */
  let alone: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'masq-gateway-package-'));
    alone = await mkdtemp(join(tmpdir(), 'masq-gateway-alone-'));
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
    await run('tar', ['-xzf', join(folder, name), '-C', alone]);
  });
  after(async () => {
    for (const each of [folder, alone]) await rm(each, { recursive: true, force: true });
  });

  test('runs the demo: status, docs, the dashboard, a drawn graph, metrics', async () => {
    const bin = join(folder, 'node_modules', '.bin', 'masq-gateway');
    const demo = spawn(bin, ['demo', '--port', '0', '--log-level', 'silent'], { cwd: folder });
    try {
      const url = await firstFound(demo.stdout, /export MASQ_GATEWAY_URL=(\S+)/);
      const start = await fetch(`${url}/v1/node/start`, { method: 'POST' });
      assert.equal(start.status, 200, await start.text());
      for (const path of [
        '/v1/status',
        '/docs/',
        '/docs/swagger-ui.css',
        '/',
        '/dashboard/main.js',
        '/v1/node/neighborhood/graph.svg',
        '/openapi.yaml',
        '/openapi.json',
        '/metrics',
      ]) {
        const answer = await fetch(`${url}${path}`, { headers: { accept: 'text/html, */*' } });
        assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
      }
    } finally {
      demo.kill('SIGTERM');
      const [code] = (await once(demo, 'exit')) as [number | null];
      assert.equal(code, 0);
    }
  });

  test('serves without any package beside it: what is loaded at start is in the bundle', async () => {
    const main = join(alone, 'package', 'dist', 'main.js');
    const flags = ['--port', '0', '--listen', '127.0.0.1', '--daemon-port', '9'];
    const serving = spawn(process.execPath, [main, 'serve', ...flags, '--log-level', 'silent'], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await firstFound(serving.stdout, /listens on (http:\S+)/);
      assert.equal((await fetch(`${url}/v1/status`)).status, 200);
    } finally {
      serving.kill('SIGTERM');
      if (serving.exitCode === null) await once(serving, 'exit');
    }
  });

  test('carries the licenses of the code in its bundle', async () => {
    const text = await readFile(join(alone, 'package/dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['express', 'ws', 'pino', 'zod', 'commander', 'lossless-json', 'qs']) {
      assert.match(text, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, 'm'));
    }
    assert.ok(text.includes('TJ Holowaychuk'), 'words of the licenses themselves');
    assert.doesNotMatch(text, /^(prom-client|swagger-ui-express) /m);
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

/** What the expression's group holds in the first line that fits it. */
async function firstFound(out: NodeJS.ReadableStream, form: RegExp): Promise<string> {
  for await (const line of createInterface({ input: out })) {
    const found = form.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`it ended and never said ${form}`);
}
