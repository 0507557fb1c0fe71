import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { isReady } from '../../src/http/health.js';
import type { HopsSnapshot } from '../../src/peer/peers.js';
import { runningHops } from '../support/peers/fake-peers.js';
import { testApp } from '../support/http/test-app.js';

type Change = { daemon?: Partial<HopsSnapshot['daemon']>; node?: Partial<HopsSnapshot['node']> };
const hops = ({ daemon, node }: Change): HopsSnapshot => {
  const running = runningHops();
  return { daemon: { ...running.daemon, ...daemon }, node: { ...running.node, ...node } };
};

const stopped: Change = { node: { state: 'stopped', link: 'idle', stage: null } };
const alone: Change = { daemon: { state: 'absent', link: 'idle' } };
const nothing: Change = {
  daemon: { state: 'down', link: 'reconnecting' },
  node: { state: 'unknown', link: 'idle', stage: null },
};
const table: readonly (readonly [string, Change, string])[] = [
  ['a running Node with a route', {}, 'any daemon node route'],
  [
    'a running Node without a route',
    { node: { stage: { stage: 'NotConnected', atMs: 0 } } },
    'any daemon node',
  ],
  [
    'zero-hop',
    { node: { stage: { stage: 'NotConnected', atMs: 0 }, zeroHop: true } },
    'any daemon node route',
  ],
  ['a stopped Node', stopped, 'any daemon'],
  ['a Node without a Daemon', alone, 'any node route'],
  ['an orphan', { node: { state: 'orphan' } }, 'any daemon'],
  ['an unresponsive Node', { node: { state: 'unresponsive' } }, 'daemon'],
  ['an unresponsive Daemon', { daemon: { state: 'unresponsive' } }, 'any node route'],
  ['nothing at all', nothing, ''],
];

for (const [title, change, expected] of table) {
  test(`${title} satisfies: ${expected === '' ? 'nothing' : expected}`, () => {
    const met = ([null, 'daemon', 'node', 'route'] as const)
      .filter((requirement) => isReady(hops(change), requirement))
      .map((requirement) => requirement ?? 'any');
    assert.equal(met.join(' '), expected);
  });
}

describe('/readyz', () => {
  test('says what it found, with 200 or 503', async () => {
    const { app, peers } = testApp();
    const ready = await request(app).get('/readyz?require=route');
    assert.equal(ready.status, 200);
    assert.deepEqual(ready.body, {
      ready: true,
      require: 'route',
      daemonState: 'up',
      daemonLink: 'open',
      nodeState: 'running',
      nodeLink: 'open',
      connectionStage: 'RouteFound',
      routeFound: true,
    });
    peers.snapshot = hops(nothing);
    const unready = await request(app).get('/readyz');
    assert.equal(unready.status, 503);
    assert.equal((unready.body as { ready: boolean }).ready, false);
    assert.equal(unready.headers['retry-after'], '2');
  });
  test('refuses what it does not know, even where it ignores unknown parameters', async () => {
    const { app } = testApp();
    assert.equal((await request(app).get('/readyz?require=nod')).status, 400);
    assert.equal((await request(app).get('/readyz?wait=301')).status, 400);
    assert.equal((await request(app).get('/readyz?wait=soon')).status, 400);
  });
  test('waits until the requirement is met', async () => {
    const { app, peers, hopChanges } = testApp();
    peers.snapshot = hops(stopped);
    const subscribed = spyOn(hopChanges);
    const waiting = request(app).get('/readyz?require=node&wait=60').then();
    await subscribed;
    hopChanges.publish();
    peers.snapshot = hops({});
    hopChanges.publish();
    assert.equal((await waiting).status, 200);
  });
  test('stops waiting when the gateway closes', async () => {
    const { app, peers, hopChanges, closing } = testApp();
    peers.snapshot = hops(stopped);
    const subscribed = spyOn(hopChanges);
    const waiting = request(app).get('/readyz?require=node&wait=60').then();
    await subscribed;
    closing.abort();
    assert.equal((await waiting).status, 503);
  });
  test('stops waiting when the time is up', async () => {
    const { app, peers } = testApp();
    peers.snapshot = hops(stopped);
    assert.equal((await request(app).get('/readyz?require=node&wait=1')).status, 503);
  });
});

test('/livez says yes to whatever a monitor accepts', async () => {
  const response = await request(testApp().app).get('/livez').set('Accept', 'text/plain');
  assert.deepEqual([response.status, response.text], [200, '{"alive":true}\n']);
});

test('/v1/status is 200 however bad things are', async () => {
  const { app, peers } = testApp();
  peers.snapshot = hops(nothing);
  const response = await request(app).get('/v1/status');
  assert.equal(response.status, 200);
  const { overall, gatewayVersion } = response.body as Readonly<Record<string, unknown>>;
  assert.deepEqual([overall, gatewayVersion], ['down', '1.2.3']);
});

/** Resolves when somebody subscribes. */
function spyOn(hopChanges: { subscribe(hear: () => void): () => void }): Promise<void> {
  const subscribe = hopChanges.subscribe.bind(hopChanges);
  return new Promise((resolve) => {
    hopChanges.subscribe = (hear) => {
      resolve();
      return subscribe(hear);
    };
  });
}
