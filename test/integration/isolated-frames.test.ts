/** Broadcasts and other isolated messages are known by their opcode: peers may send them with any contextId, or none. */
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { createDaemonLink } from '../../src/peer/daemon/daemon-link.js';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { eventually } from '../support/chaos/chaos-scene.js';
import { openGateway } from '../support/http/gateway-under-test.js';
import { LinkDiary, quickTimings } from '../support/peers/link-diary.js';
import { linked, read } from '../support/peers/node-scene.js';
import { quickTimings as quickPeers } from '../support/peers-on-simulator.js';
import { ScriptedPeer, reply, type Script } from '../support/peers/scripted-peer.js';
import { StreamReader } from '../support/http/stream-reader.js';
import { UiClient } from '../support/peers/ui-client.js';

const NEVER_USED = ['0', '7', '18446744073709551615'];
const nodeBroadcasts = ['logBroadcast', 'connectionChange', 'newPassword', 'configurationChanged'];

const frame = (opcode: string, contextId: string, payload = '{"stage":"RouteFound"}'): string =>
  `{"opcode": "${opcode}", "contextId": ${contextId}, "payload": ${payload}}`;

/** Answers only after it has sent everything with the contextId that is in flight. */
const saysFirst =
  (opcodes: readonly string[]): Script =>
  (request, peer) => {
    for (const opcode of opcodes) peer.broadcast(frame(opcode, String(request.contextId)));
    return reply(request, '{"answer":true}');
  };

async function daemonLinked(t: TestContext, script?: Script) {
  const peer = await ScriptedPeer.listen(script);
  const diary = new LinkDiary();
  const link = createDaemonLink({
    owner: diary,
    port: peer.port,
    timings: { ...quickTimings, conversationLimitFactor: 1 },
  });
  t.after(async () => {
    await link.close();
    await peer.close();
  });
  link.connect();
  await diary.until('open');
  return { peer, link, diary };
}

describe('a Node’s broadcast', () => {
  test('is told whatever contextId it carries', async (t) => {
    const { peer, link, diary } = await linked(t);
    await link.call(read());
    for (const opcode of nodeBroadcasts) {
      for (const contextId of NEVER_USED) peer.broadcast(frame(opcode, contextId));
    }
    for (const opcode of nodeBroadcasts) {
      await diary.until(`broadcast ${opcode}`, NEVER_USED.length);
    }
    assert.deepEqual(link.dropped, { late: 0, unknown: 0, unparsable: 0 });
  });

  test('settles no conversation that has its contextId', async (t) => {
    const { link, diary } = await linked(t, saysFirst([...nodeBroadcasts, 'setup', 'crashed']));
    assert.equal(await link.call(read()), '{"answer":true}');
    for (const opcode of nodeBroadcasts) await diary.until(`broadcast ${opcode}`, 2);
    assert.equal(link.dropped.unknown, 0);
  });
});

describe('a Daemon’s broadcast', () => {
  test('is told whatever contextId it carries, setup too', async (t) => {
    const { peer, diary } = await daemonLinked(t);
    await peer.until(() => peer.open === 1);
    for (const opcode of ['crashed', 'setup']) {
      for (const contextId of NEVER_USED) peer.broadcast(frame(opcode, contextId));
      await diary.until(`broadcast ${opcode}`, NEVER_USED.length);
    }
  });

  test('settles no conversation that has its contextId', async (t) => {
    const { link, diary } = await daemonLinked(t, saysFirst(['crashed', 'setup']));
    const answer = await link.turn((turn) => turn.ask('start', '{}'));
    assert.deepEqual(answer, { kind: 'reply', payload: '{"answer":true}' });
    assert.deepEqual(
      diary.lines.filter((line) => line.startsWith('broadcast')),
      ['broadcast crashed', 'broadcast setup'],
    );
  });

  test('is no reply to a setup request unless it has its contextId', async (t) => {
    const { link, diary } = await daemonLinked(t, (request, peer) => {
      for (const contextId of NEVER_USED) peer.broadcast(frame('setup', contextId));
      return reply(request, '{"answer":true}');
    });
    const answer = await link.turn((turn) => turn.ask('setup', '{"values":[]}'));
    assert.deepEqual(answer, { kind: 'reply', payload: '{"answer":true}' });
    assert.equal(diary.count('broadcast setup'), NEVER_USED.length);
  });
});

/** A request with a contextId that the gateway never uses. */
const request = (opcode: string, payload: string): string =>
  `{"opcode":"${opcode}","contextId":900001,"payload":${payload}}`;

for (const form of [0n, (1n << 64n) - 1n, 'newest'] as const) {
  test(`a gateway finds, follows and loses a Node whose isolated messages have contextId ${String(form)}`, async (t) => {
    const simulator = createSimulator({
      setup: demoSetup(),
      isolatedContextId: form,
      neighborAfterMs: 3_600_000,
      routeAfterMs: 3_600_000,
    });
    const { daemonPort } = await simulator.start();
    const gateway = await openGateway(daemonPort, {}, quickPeers);
    const events = await StreamReader.open(gateway.url);
    t.after(async () => {
      events.close();
      await gateway.close();
      await simulator.close();
    });
    const has = (opcode: string): Promise<void> =>
      eventually(() => events.of(opcode).length > 0, `no ${opcode} came`);
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    const other = await UiClient.open(daemonPort);
    other.write(request('setup', '{"values":[{"name":"gas-price","value":"5"}]}'));
    await has('setup');
    other.write(request('start', '{}'));
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'running');
    simulator.setStage('ConnectedToNeighbor');
    await has('connectionChange');
    simulator.broadcastLog('Info', 'hello');
    await has('logBroadcast');
    const nodeUser = await UiClient.open(simulator.nodePort ?? 0);
    nodeUser.write(request('changePassword', '{"oldPasswordOpt":null,"newPassword":"abc"}'));
    await has('newPassword');
    await simulator.killNode();
    await has('crashed');
    await gateway.until('GET /v1/status', ({ body }) => body['nodeLastExitKind'] === 'killed');
  });
}
