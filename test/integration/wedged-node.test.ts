/** A Node whose UI thread hangs: sockets open, no answers. Another UI that stops reading does that to a real one. */
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { eventually, openChaos, type ChaosScene } from '../support/chaos/chaos-scene.js';

const FRESH = { headers: { 'cache-control': 'no-cache' } };
const STATUS = 'GET /v1/status';

async function scene(t: TestContext): Promise<ChaosScene> {
  const chaos = await openChaos();
  t.after(() => chaos.close());
  return chaos;
}

/** Wedges the Node and asks it something, so that its silence is noticed. */
async function wedged(t: TestContext): Promise<ChaosScene> {
  const chaos = await scene(t);
  await chaos.recovered();
  // The two readings that the gateway begins on a new link are over when a second read is answered: the queue keeps its order.
  assert.equal((await chaos.gateway.ask('GET /v1/node/descriptor', FRESH)).status, 200);
  chaos.simulator.wedgeNode();
  const unanswered = await chaos.gateway.ask('GET /v1/node/descriptor', FRESH);
  assert.deepEqual([unanswered.status, unanswered.body['code']], [504, 'no-reply']);
  await chaos.gateway.until(STATUS, ({ body }) => body['nodeState'] === 'unresponsive');
  return chaos;
}

function startBlock(value: string): { readonly body: { readonly value: string } } {
  return { body: { value } };
}

describe('a wedged Node', () => {
  test('is unresponsive after two limits, and that is told everywhere', async (t) => {
    const { gateway, events, received } = await wedged(t);
    const { body } = await gateway.ask(STATUS);
    assert.deepEqual(
      [body['overall'], body['nodeRunning'], body['daemonState'], body['nodeLastExitAt']],
      ['down', true, 'up', null],
    );
    const ready = await gateway.ask('GET /readyz?require=node');
    assert.deepEqual([ready.status, ready.body['nodeState']], [503, 'unresponsive']);
    assert.equal((await gateway.ask('GET /readyz?require=daemon')).status, 200);
    await eventually(
      () =>
        events.of('gateway.state').some(({ payload }) => payload['nodeState'] === 'unresponsive'),
      'no event told it',
    );
    const metrics = await gateway.ask('GET /metrics');
    assert.match(metrics.text, /state="unresponsive"[^\n]* 1\n/);
    for (const [route, options] of [
      ['GET /v1/node/financials', FRESH],
      ['PUT /v1/node/configuration/start-block', startBlock('70001')],
      ['POST /v1/node/scans', { body: { scanType: 'Receivables' } }],
      ['POST /v1/node/shutdown', {}],
      ['POST /v1/node/restart', {}],
    ] as const) {
      const { status, body: problem } = await gateway.ask(route, options);
      const told = [status, problem['code'], problem['hop'], problem['outcome']];
      assert.deepEqual(told, [503, 'node-unresponsive', 'node', 'not-sent'], route);
    }
    assert.equal(received('70001'), 0);
    assert.equal((await gateway.ask('GET /v1/setup')).status, 200);
  });

  test('is back as soon as it speaks, with what it did meanwhile done once', async (t) => {
    const chaos = await scene(t);
    await chaos.recovered();
    chaos.simulator.wedgeNode();
    const route = 'PUT /v1/node/configuration/start-block';
    const writing = await chaos.gateway.ask(route, startBlock('70002'));
    assert.equal(writing.body['outcome'], 'unknown', writing.text);
    await chaos.gateway.until(STATUS, ({ body }) => body['nodeState'] === 'unresponsive');
    chaos.simulator.unwedgeNode();
    await chaos.recovered();
    assert.equal(chaos.received('70002'), 1);
    assert.equal((await chaos.gateway.ask(route, startBlock('70003'))).status, 200);
  });

  test('that is back for a moment and hangs again is told each time', async (t) => {
    const { gateway, simulator, events, recovered } = await wedged(t);
    for (let round = 0; round < 3; round++) {
      simulator.unwedgeNode();
      await recovered();
      simulator.wedgeNode();
      await gateway.ask('GET /v1/node/descriptor', FRESH);
      await gateway.until(STATUS, ({ body }) => body['nodeState'] === 'unresponsive');
    }
    simulator.unwedgeNode();
    await recovered();
    const states = events.of('gateway.state').map(({ payload }) => String(payload['nodeState']));
    const times = states.filter(
      (state, at) => state === 'unresponsive' && states[at - 1] !== state,
    );
    assert.equal(times.length, 4);
    assert.deepEqual(simulator.deaths, []);
  });

  test('whose connections are reset again and again is not given up', async (t) => {
    const { simulator, proxy, recovered } = await wedged(t);
    for (let round = 0; round < 5; round++) {
      proxy.node.reset();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    simulator.unwedgeNode();
    await recovered();
  });

  test('whose Daemon is restarted meanwhile is an orphan when it is back', async (t) => {
    const { simulator, gateway } = await wedged(t);
    await simulator.restartDaemon();
    await gateway.until(STATUS, ({ body }) => body['daemonState'] === 'up');
    simulator.unwedgeNode();
    await gateway.until(STATUS, ({ body }) => body['nodeState'] === 'orphan');
    assert.equal((await gateway.ask('GET /v1/node/descriptor', FRESH)).status, 200);
  });

  test('that is killed is stopped, and can be started again', async (t) => {
    const { simulator, gateway, recovered } = await wedged(t);
    await simulator.killNode();
    const { body } = await gateway.until(
      STATUS,
      (answer) => answer.body['nodeState'] === 'stopped',
    );
    assert.equal(body['nodeLastExitKind'], 'killed');
    assert.equal((await gateway.ask('POST /v1/node/start')).status, 200);
    await recovered();
  });

  test('takes nobody along: a gateway that closes meanwhile is closed at once', async (t) => {
    const { gateway } = await wedged(t);
    const stream = await fetch(`${gateway.url}/v1/events`);
    const waiting = gateway.ask('GET /readyz?require=node&wait=60');
    await gateway.ask('GET /livez');
    const begunMs = performance.now();
    await gateway.close();
    assert.ok(performance.now() - begunMs < 5_000);
    await stream.text();
    assert.equal((await waiting).status, 503);
  });
});

describe('a Daemon that hangs', () => {
  test('is unresponsive after two limits and back as soon as it speaks; its Node is served meanwhile', async (t) => {
    const { simulator, gateway, recovered } = await scene(t);
    await recovered();
    simulator.freezeDaemon();
    const unanswered = await gateway.ask('GET /v1/setup', FRESH);
    assert.deepEqual([unanswered.status, unanswered.body['code']], [504, 'no-reply']);
    const { body } = await gateway.until(STATUS, (answer) => {
      return answer.body['daemonState'] === 'unresponsive';
    });
    assert.equal(body['overall'], 'degraded');
    const refused = await gateway.ask('PUT /v1/setup/gas-price', { body: { value: '70004' } });
    assert.deepEqual([refused.status, refused.body['code']], [503, 'daemon-unresponsive']);
    assert.equal((await gateway.ask('GET /v1/node/descriptor', FRESH)).status, 200);
    simulator.thawDaemon();
    await recovered();
  });
});
