import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { Shell } from '../support/programs/command-line.js';
import { openGateway } from '../support/http/gateway-under-test.js';

describe('a gateway with tokens', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  test('lets clients in by their token file; without it they are refused, and doctor says what to do', async () => {
    const file = join(shell.folder, 'token');
    assert.equal((await shell.run('token', 'create', '--out', file)).exitCode, 0);
    const gateway = await openGateway(9, { adminTokenFile: file });
    shell.environment['MASQ_GATEWAY_URL'] = gateway.url;
    const refused = await shell.run('status');
    assert.equal(refused.exitCode, 65);
    assert.match(refused.err, /401, unauthorized.*--token-file/s);
    assert.equal((await shell.run('check')).exitCode, 3);
    assert.equal((await shell.run('events')).exitCode, 65);
    assert.match((await shell.run('doctor')).out, /^WRONG +status: .*\n +→ .*--token-file/m);
    shell.environment['MASQ_GATEWAY_TOKEN_FILE'] = file;
    assert.equal((await shell.run('status')).exitCode, 0);
    assert.equal((await shell.run('check')).exitCode, 2, 'a verdict: there is no Daemon');
    await chmod(file, 0o644);
    assert.match((await shell.run('doctor')).out, /^WRONG +token file: .*\n +→ chmod 600/m);
    await gateway.close();
  });
});

describe('following', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  test('events come as words or as untouched JSON, filtered by the gateway', async () => {
    const simulator = createSimulator({ setup: demoSetup() });
    const { daemonPort } = await simulator.start();
    const gateway = await openGateway(daemonPort);
    shell.environment['MASQ_GATEWAY_URL'] = gateway.url;
    await gateway.until('GET /v1/status', ({ body }) => body['daemonState'] === 'up');
    const words = shell.begin('events', '--opcode', 'logBroadcast', '--min-log-level', 'Warn');
    const json = shell.begin('events', '--json');
    await Promise.all([words.out.find(/gateway\.state/), json.out.find(/gateway\.state/)]);
    await gateway.ask('POST /v1/node/start');
    simulator.broadcastLog('Info', 'not this');
    simulator.broadcastLog('Warn', 'but \u001b[31mthis');
    await Promise.all([words.out.find(/but \\u001b\[31mthis/), json.out.find(/but .*this/)]);
    assert.doesNotMatch(words.out.text, /not this/);
    for (const line of json.out.lines) {
      assert.deepEqual(Object.keys(JSON.parse(line) as object), [
        'id',
        'at',
        'hop',
        'opcode',
        'payload',
      ]);
    }
    words.stop();
    json.stop();
    assert.deepEqual([await words.exitCode, await json.exitCode], [0, 0]);
    await gateway.close();
    await simulator.close();
  });

  test('events resume behind an id, and a gap is told', async () => {
    const gateway = await openGateway(9);
    shell.environment['MASQ_GATEWAY_URL'] = gateway.url;
    const events = shell.begin('events', '--after', 'long-ago-1');
    await events.out.find(/gateway\.gap something may have been missed/);
    events.stop();
    assert.equal(await events.exitCode, 0);
    await gateway.close();
  });

  test('status --watch prints again at every change and comes back to a gateway that was away', async () => {
    const simulator = createSimulator({ setup: demoSetup() });
    const { daemonPort } = await simulator.start();
    const first = await openGateway(daemonPort);
    await first.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    const watch = shell.begin('status', '--watch', '--url', first.url);
    await watch.out.find(/degraded: Daemon up .*Node stopped/);
    await first.ask('POST /v1/node/start');
    await watch.out.find(/ok: Daemon up .*Node running/);
    await first.close();
    await watch.err.find(/trying again/);
    const second = await openGateway(daemonPort, { port: new URL(first.url).port });
    const known = watch.out.lines.length;
    while (watch.out.lines.length === known)
      await new Promise((done) => watch.out.once('told', done));
    watch.stop();
    assert.equal(await watch.exitCode, 0);
    await second.close();
    await simulator.close();
  });
});
