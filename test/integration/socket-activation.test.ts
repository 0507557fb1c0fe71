import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../support/real-node.js';

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
