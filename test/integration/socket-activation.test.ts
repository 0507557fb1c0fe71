import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../support/peers/real-node.js';

const root = join(import.meta.dirname, '..', '..');
const activate = 'systemd-socket-activate';
const missing = spawnSync(activate, ['--version']).error !== undefined;
const skip = missing ? `${activate} is not installed: socket activation was NOT tried` : false;

test(
  'a socket of the service manager is taken over, and its first request is answered',
  { skip },
  async () => {
    const port = await freePort();
    const gateway = [process.execPath, '--import', 'tsx', join(root, 'src', 'main.ts')];
    const settings = ['--daemon-port', String(await freePort()), '--log-level', 'silent'];
    const child = spawn(activate, ['-l', `127.0.0.1:${port}`, '--', ...gateway, ...settings], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      child.stderr.setEncoding('utf8');
      await once(child.stderr, 'data'); // it says that it listens
      const answer = await fetch(`http://127.0.0.1:${port}/livez`);
      assert.deepEqual(await answer.json(), { alive: true });
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  },
);

test('a Unix socket that is taken over is found by its path', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'masq-gateway-activation-'));
  const path = join(folder, 'gateway.sock');
  const gateway = [process.execPath, '--import', 'tsx', join(root, 'src', 'main.ts')];
  const settings = ['--daemon-port', String(await freePort()), '--log-level', 'silent'];
  const child = spawn(
    activate,
    ['-E', `RUNTIME_DIRECTORY=${folder}`, '-l', path, '--', ...gateway, ...settings],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  try {
    child.stderr.setEncoding('utf8');
    await once(child.stderr, 'data'); // it says that it listens
    const wake = connect(path);
    let greeting = '';
    for await (const text of child.stdout.setEncoding('utf8')) {
      greeting += String(text);
      if (greeting.includes('curl')) break;
    }
    wake.destroy();
    assert.match(greeting, new RegExp(`curl --unix-socket ${path} http://localhost/v1/status`));
    assert.equal(await readFile(join(folder, 'url'), 'utf8'), `unix:${path}\n`);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true });
  }
});

test('a socket that others can reach is refused', { skip }, async () => {
  const port = await freePort();
  const gateway = [process.execPath, '--import', 'tsx', join(root, 'src', 'main.ts')];
  const child = spawn(
    activate,
    ['-l', `0.0.0.0:${port}`, '--', ...gateway, '--log-level', 'silent'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  await once(child.stderr, 'data');
  const exit = once(child, 'exit');
  await assert.rejects(fetch(`http://127.0.0.1:${port}/livez`));
  const [code] = (await exit) as [number];
  assert.equal(code, 69);
  assert.match(words, /not a loopback address/);
});
