import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createSimulator } from '../../src/simulator/simulator.js';
import { Shell } from '../support/command-line.js';
import { hopScenes, inScene, passingScenes } from '../support/hop-scenes.js';
import type { HopScene } from '../support/hop-scenes.js';
import { until } from '../support/peer-under-test.js';
import { UiClient } from '../support/ui-client.js';

const plainCode = { ok: 0, degraded: 1, down: 2 } as const;

/** What each requirement comes to; the simulated Node always finds a route. */
function requiredCodes({ daemon, node }: HopScene): Readonly<Record<string, number>> {
  const nodeCode = node === 'running' ? 0 : 2;
  return { daemon: daemon === 'up' ? 0 : 2, node: nodeCode, route: nodeCode };
}

/** States in which something has to be done; the others pass, or are as somebody wants them. */
function isWrong({ daemon, node }: HopScene): boolean {
  return (
    daemon === 'down' || daemon === 'unresponsive' || node === 'orphan' || node === 'unresponsive'
  );
}

/** What a gateway reads by itself, whoever asks for what. */
const ownReadings = ['descriptor', 'connectionStatus', 'configuration', 'checkPassword'];

describe('the commands in every state of the hops', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  for (const scene of [...hopScenes, ...passingScenes]) {
    test(`${scene.name}: status, check, doctor and events tell the truth and ask the peers nothing`, async () => {
      await inScene(scene, async (gateway, simulator) => {
        shell.environment['MASQ_GATEWAY_URL'] = gateway.url;
        shell.environment['MASQ_GATEWAY_DAEMON_PORT'] = String(simulator.daemonPort);
        const settledRoute = scene.node === 'running';
        if (settledRoute) {
          await gateway.until('GET /v1/status', ({ body }) => body['routeFound'] === true);
        }

        const before = simulator.received.length;
        const status = await shell.run('status');
        assert.equal(status.exitCode, 0);
        assert.match(status.out, new RegExp(`^overall +${scene.overall}$`, 'm'));
        assert.match(status.out, new RegExp(`^Daemon +${scene.daemon}`, 'm'));
        assert.match(status.out, new RegExp(`^Node +${scene.node}`, 'm'));
        const json = await shell.run('status', '--json');
        assert.equal((JSON.parse(json.out) as { nodeState: string }).nodeState, scene.node);

        const plain = await shell.run('check');
        assert.equal(plain.exitCode, plainCode[scene.overall], plain.out);
        assert.match(plain.out, /^MASQ [A-Z]+ - [^\n|]+ \| [^\n|]+\n$/);
        assert.doesNotMatch(plain.out, /crash/i);
        for (const [required, code] of Object.entries(requiredCodes(scene))) {
          const checked = await shell.run('check', '--require', required);
          assert.equal(checked.exitCode, code, `--require ${required}: ${checked.out}`);
        }

        const doctor = await shell.run('doctor');
        assert.equal(doctor.exitCode, isWrong(scene) ? 1 : 0, doctor.out);
        assert.equal(/^WRONG/m.test(doctor.out), isWrong(scene));
        assert.match(doctor.out, new RegExp(` daemon: ${scene.daemon}`));
        assert.match(doctor.out, new RegExp(` node: ${scene.node}`));
        for (const fault of doctor.out.matchAll(/^WRONG[^\n]*\n(.*)$/gm)) {
          assert.match(fault[1] ?? '', /^ +→ \S/, 'every fault comes with what to do');
        }

        const events = shell.begin('events');
        await events.out.find(new RegExp(`gateway\\.state ${scene.overall}: `));
        events.stop();
        assert.equal(await events.exitCode, 0);
        const asked = new Set(simulator.received.slice(before).map(({ opcode }) => opcode ?? ''));
        assert.deepEqual(
          [...asked].filter((opcode) => !ownReadings.includes(opcode)),
          [],
        );
      });
    });
  }
});

describe('the commands before no gateway', () => {
  const nowhere = ['--url', 'http://127.0.0.1:9'];
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  for (const command of ['status', 'events']) {
    test(`${command} ends with 69 and says where it looked`, async () => {
      const { exitCode, err } = await shell.run(command, ...nowhere);
      assert.equal(exitCode, 69);
      assert.match(err, /no gateway listens at http:\/\/127\.0\.0\.1:9 \(from --url\)/);
    });
  }

  test('check is CRITICAL: it is what a monitor is to find', async () => {
    const { exitCode, out } = await shell.run('check', ...nowhere);
    assert.equal(exitCode, 2);
    assert.match(out, /^MASQ CRITICAL - no gateway listens/);
  });
});

describe('doctor where no gateway vouches for the Daemon’s port', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  const visit = async (port: number): Promise<string> => {
    const args = ['--url', 'http://127.0.0.1:9', '--daemon-port', String(port)];
    const { exitCode, out } = await shell.run('doctor', ...args);
    assert.equal(exitCode, 1, 'no gateway is a fault by itself');
    return out;
  };

  test('visits it by a handshake, which a Daemon does not even count as a message', async () => {
    const simulator = createSimulator();
    const { daemonPort } = await simulator.start();
    assert.match(await visit(daemonPort), /^ok +port \d+: .*MASQNode-UIv2/m);
    assert.equal(simulator.received.length, 0);
    await simulator.close();
  });

  test('a Node there tells its other UIs of the visit in two log lines, and of nothing else', async () => {
    const simulator = createSimulator();
    const { daemonPort } = await simulator.start();
    await simulator.killDaemon();
    await simulator.startNodeByHand(daemonPort);
    const ui = await UiClient.open(daemonPort);
    await visit(daemonPort);
    await until(() => ui.broadcasts('logBroadcast').length === 2);
    assert.doesNotMatch(ui.broadcasts('logBroadcast').join(), /"Warn"|"Error"/);
    ui.terminate();
    await simulator.close();
  });

  test('tells a free port and another program’s from a Daemon’s', async () => {
    const server = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    assert.match(await visit(port), /^WRONG +port \d+: something answers that does not speak/m);
    await new Promise((resolve) => server.close(resolve));
    assert.match(await visit(port), /^WRONG +port \d+: nobody listens there/m);
  });

  test('tells a program that is no gateway, and one that answers to any name', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"alive":true}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const args = ['--url', `http://127.0.0.1:${port}`, '--daemon-port', '9'];
    const { out, exitCode } = await shell.run('doctor', ...args);
    assert.equal(exitCode, 1);
    assert.match(out, /^WRONG +host rules: /m);
    assert.match(out, /^WRONG +status: /m);
    const status = await shell.run('status', ...args.slice(0, 2));
    assert.equal(status.exitCode, 65);
    assert.equal((await shell.run('check', ...args.slice(0, 2))).exitCode, 3);
    await new Promise((resolve) => server.close(resolve));
  });
});
