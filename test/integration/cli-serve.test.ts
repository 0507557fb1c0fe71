import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { Shell, type Running } from '../support/programs/command-line.js';

const LISTENS = /listens on (http:\S+)/;

describe('masq-gateway serve', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  async function serve(...args: readonly string[]): Promise<Running & { readonly url: string }> {
    const running = shell.begin('serve', '--port', '0', '--listen', '127.0.0.1', ...args);
    const [, url = ''] = await running.out.find(LISTENS);
    return { ...running, url };
  }

  async function end(running: Running): Promise<void> {
    running.stop();
    assert.equal(await running.exitCode, 0);
  }

  test('starts without a Daemon, says so, and gives three curl lines', async () => {
    const running = await serve('--daemon-port', '9');
    await running.out.find(/docs\n/);
    assert.match(running.out.text, /Daemon on port 9: down, looked for until it comes/);
    assert.match(running.out.text, /Node: unknown/);
    assert.equal(running.out.text.match(/^ {2}curl .*http:/gm)?.length, 3);
    await end(running);
  });

  test('tells the states that it finds', async () => {
    const simulator = createSimulator({ setup: demoSetup() });
    const { daemonPort } = await simulator.start();
    const running = await serve('--daemon-port', String(daemonPort));
    await running.out.find(/docs\n/);
    assert.match(running.out.text, /Daemon on port \d+: up\n {2}Node: stopped\n/);
    await end(running);
    await simulator.close();
  });

  test('leaves its URL for clients of the same user while it listens', async () => {
    const running = await serve('--daemon-port', '9');
    const file = join(shell.folder, 'masq-gateway', 'url');
    assert.equal(readFileSync(file, 'utf8'), `${running.url}\n`);
    const status = await shell.run('status');
    assert.equal(status.exitCode, 0);
    assert.ok(status.out.includes(running.url));
    await end(running);
    assert.ok(!existsSync(file));
  });

  test('reads its tokens again at SIGHUP; a bad file leaves them as they were', async () => {
    const [file, next] = [join(shell.folder, 'token'), join(shell.folder, 'next')];
    await shell.run('token', 'create', '--out', file);
    const running = await serve('--daemon-port', '9', '--admin-token-file', file);
    const statusWith = async (token: string): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${running.url}/v1/status`, { headers })).status;
    };
    const old = readFileSync(file, 'utf8').trim();
    assert.equal(await statusWith(old), 200);
    rmSync(file);
    assert.ok(running.hangUp());
    await running.err.find(/not read again/);
    assert.equal(await statusWith(old), 200);
    await shell.run('token', 'create', '--out', file);
    await shell.run('token', 'create', '--out', next);
    running.hangUp();
    await running.err.find(/were read again/);
    assert.equal(await statusWith(old), 401);
    assert.equal(await statusWith(readFileSync(file, 'utf8').trim()), 200);
    assert.doesNotMatch(running.err.text, new RegExp(old));
    await end(running);
    assert.equal(running.hangUp(), false, 'nobody listens for it any more');
  });

  test('a port that is taken ends it with 69 and says what to change', async () => {
    const running = await serve('--daemon-port', '9');
    const { port } = new URL(running.url);
    const second = await shell.run('--port', port, '--listen', '127.0.0.1');
    assert.equal(second.exitCode, 69);
    assert.match(second.err, /is taken.*port/);
    await end(running);
  });

  test('logs JSON lines where standard error is no terminal, misspelt variables among them', async () => {
    shell.environment['MASQ_GATEWAY_MAX_STREAM'] = '5';
    const running = await serve('--daemon-port', '9');
    delete shell.environment['MASQ_GATEWAY_MAX_STREAM'];
    await fetch(`${running.url}/v1/node/start`, { method: 'POST' });
    await running.err.find(/"audit":true/);
    const lines = running.err.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.match(String(lines[0]?.['msg']), /Did you mean MASQ_GATEWAY_MAX_STREAMS/);
    const change = lines.find(({ audit }) => audit === true);
    assert.equal(change?.['operationId'], 'startNode');
    assert.equal(change['outcome'], 'not-sent');
    await end(running);
  });
});
