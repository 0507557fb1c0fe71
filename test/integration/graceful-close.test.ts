/** The end of a gateway that has everything open at once. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test, type TestContext } from 'node:test';
import { peerTimings } from '../../src/peer/timings.js';
import { eventually, openChaos, type ChaosScene } from '../support/chaos/chaos-scene.js';
import { dial, readAll } from '../support/http/raw-http.js';
import { assertTruth } from '../support/chaos/truth.js';

/** Whatever is open, a gateway is closed within this time. */
const CLOSE_LIMIT_MS = 5_000;
const FRESH = { headers: { 'cache-control': 'no-cache' } };
/** The limits as they are shipped, but for conversations: none of them ends by itself before the gateway closes, on a busy machine either. */
const shipped = {
  conversationLimitFactor: 4,
  shutdownWaitMs: peerTimings.shutdownWaitMs,
  shutdownLimitMs: peerTimings.shutdownLimitMs,
  closeLimitMs: peerTimings.closeLimitMs,
  fenceLimitMs: peerTimings.fenceLimitMs,
};

async function scene(t: TestContext): Promise<ChaosScene> {
  const chaos = await openChaos({ timings: shipped });
  t.after(() => chaos.close());
  await chaos.recovered();
  return chaos;
}

async function closingTime({ gateway }: ChaosScene): Promise<number> {
  const begunMs = performance.now();
  await gateway.close();
  return performance.now() - begunMs;
}

function asked({ simulator }: ChaosScene, opcode: string): number {
  return simulator.received.filter((message) => message.opcode === opcode).length;
}

describe('closing', () => {
  test('ends streams first, then every open call with the truth, within five seconds', async (t) => {
    const chaos = await scene(t);
    const { gateway, proxy } = chaos;
    proxy.node.hold('answers');
    proxy.daemon.hold('answers');
    const order: string[] = [];
    const stream = await fetch(`${gateway.url}/v1/events`);
    const streamed = stream.text().then(() => order.push('stream'));
    const note = <T>(work: Promise<T>): Promise<T> => work.finally(() => order.push('call'));
    const route = 'PUT /v1/node/configuration/start-block';
    const writes = ['80001', '80002'].map((value) => note(gateway.ask(route, { body: { value } })));
    const reads = ['GET /v1/node/descriptor', 'GET /v1/node/financials', 'GET /v1/setup'].map(
      (read) => note(gateway.ask(read, FRESH)),
    );
    const poll = gateway.ask('GET /readyz?require=route&wait=60');
    const [idle, half, stalled] = [dial(gateway.url), dial(gateway.url), dial(gateway.url)];
    idle.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    half.write('PUT /v1/setup HTTP/1.1\r\nHost: localhost\r\n');
    stalled.pause();
    stalled.write('GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await chaos.arrived('"80001"');
    await eventually(() => asked(chaos, 'financials') + asked(chaos, 'descriptor') > 2, 'no read');
    const ends = [idle, half].map((socket) => readAll(socket));
    await gateway.ask('GET /livez'); // on a connection behind all others: theirs have been accepted
    assert.ok((await closingTime(chaos)) < CLOSE_LIMIT_MS);
    await streamed;
    const [, cut = ''] = await Promise.all(ends);
    assert.match(cut, /"code":"request-timeout"/);
    stalled.destroy();
    assert.equal(order[0], 'stream');
    for (const [at, answer] of (await Promise.all(writes)).entries()) {
      const received = chaos.received(`"8000${at + 1}"`);
      assertTruth(answer, { what: route, changes: true, received });
    }
    for (const answer of await Promise.all(reads)) {
      assertTruth(answer, { what: 'a read', changes: false, received: 0 });
    }
    await poll;
    assert.deepEqual(chaos.simulator.deaths, []);
  });

  test('does not wait for a reader that does not read', async (t) => {
    const chaos = await scene(t);
    const stalled = dial(chaos.gateway.url);
    stalled.pause();
    stalled.write('GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await chaos.gateway.until('GET /v1/status', ({ body }) => body['eventSubscribers'] === 2);
    const line = 'x'.repeat(10_000);
    for (let n = 0; n < 60; n++) chaos.simulator.broadcastLog('Info', line);
    await eventually(() => chaos.events.of('logBroadcast').length >= 60, 'no lines');
    assert.ok((await closingTime(chaos)) < CLOSE_LIMIT_MS);
    stalled.destroy();
  });

  test('during a restart whose Node is down already still writes the start', async (t) => {
    const chaos = await scene(t);
    const restarting = chaos.gateway.ask('POST /v1/node/restart').catch(() => undefined);
    await eventually(() => asked(chaos, 'shutdown') === 1, 'no shutdown');
    assert.ok((await closingTime(chaos)) < CLOSE_LIMIT_MS);
    await restarting;
    await eventually(() => chaos.simulator.nodePort !== undefined, 'the Node stayed down');
    assert.equal(asked(chaos, 'start'), 2);
  });

  test('during a restart whose Node does not end gives up, and says that this is not known', async (t) => {
    const chaos = await scene(t);
    deafenAfterFence(chaos);
    const restarting = chaos.gateway.ask('POST /v1/node/restart');
    await chaos.gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopping');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok((await closingTime(chaos)) < CLOSE_LIMIT_MS);
    const { body } = await restarting;
    assert.equal(body['outcome'], 'unknown', JSON.stringify(body));
    assert.equal(asked(chaos, 'start'), 1);
  });

  test('during a restart that has written nothing yet leaves the Node as it is', async (t) => {
    const chaos = await scene(t);
    chaos.proxy.node.hold('answers');
    const restarting = chaos.gateway.ask('POST /v1/node/restart');
    await chaos.gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopping');
    assert.ok((await closingTime(chaos)) < CLOSE_LIMIT_MS);
    const { body } = await restarting;
    assert.equal(body['outcome'], 'not-sent', JSON.stringify(body));
    assert.equal(asked(chaos, 'shutdown'), 0);
    assert.notEqual(chaos.simulator.nodePort, undefined);
  });

  test('during a shutdown whose Node does not end does not call it done', async (t) => {
    const chaos = await scene(t);
    deafenAfterFence(chaos);
    const stopping = chaos.gateway.ask('POST /v1/node/shutdown');
    await chaos.gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopping');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok((await closingTime(chaos)) < CLOSE_LIMIT_MS);
    const { body } = await stopping;
    assert.equal(body['outcome'], 'unknown', JSON.stringify(body));
  });
});

/** From the fence's answer on the Node hears nothing any more: the shutdown that follows never reaches it. */
function deafenAfterFence({ proxy }: ChaosScene): void {
  proxy.node.alter = (text) => {
    if (text.includes('checkPassword')) proxy.node.hold('requests');
    return [text];
  };
}
