import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildStatus, overallOf } from '../../src/http/status.js';
import type { DaemonState, HopsSnapshot, NodeState } from '../../src/peer/peers.js';

const daemons: readonly DaemonState[] = ['up', 'down', 'unresponsive', 'absent'];
const table: Readonly<Record<NodeState, string>> = {
  running: 'ok degraded degraded ok',
  stopped: 'degraded down down down',
  starting: 'degraded down down down',
  stopping: 'degraded down down down',
  orphan: 'degraded down down down',
  unresponsive: 'down down down down',
  unknown: 'down down down down',
};

for (const [node, verdicts] of Object.entries(table)) {
  test(`a Node that is ${node}, under each Daemon state: ${verdicts}`, () => {
    const found = daemons.map((daemon) => overallOf(daemon, node as NodeState));
    assert.equal(found.join(' '), verdicts);
  });
}

const startedAtMs = Date.UTC(2026, 10, 23, 1, 0, 0);
const unknown: HopsSnapshot = {
  daemon: { state: 'down', sinceMs: startedAtMs, link: 'connecting' },
  node: {
    state: 'unknown',
    sinceMs: startedAtMs,
    link: 'idle',
    port: null,
    processId: null,
    stage: null,
    zeroHop: null,
    lastExit: null,
  },
};
const extras = { version: '1.2.3', startedAtMs, eventSubscribers: 2, lastEventId: null };

test('every key is there, null where nothing is known', () => {
  assert.deepEqual(buildStatus(unknown, extras, startedAtMs + 61_999), {
    overall: 'down',
    overallCode: 2,
    gatewayVersion: '1.2.3',
    gatewaySince: '2026-11-23T01:00:00.000Z',
    daemonState: 'down',
    daemonSince: '2026-11-23T01:00:00.000Z',
    daemonForSeconds: 61,
    daemonLink: 'connecting',
    nodeState: 'unknown',
    nodeRunning: null,
    nodeSince: '2026-11-23T01:00:00.000Z',
    nodeForSeconds: 61,
    nodeLink: 'idle',
    nodePort: null,
    nodeProcessId: null,
    connectionStage: null,
    connectionStageAt: null,
    routeFound: null,
    nodeLastExitAt: null,
    nodeLastExitKind: null,
    nodeLastExitReason: null,
    eventSubscribers: 2,
    lastEventId: null,
  });
});

test('what is known of a running Node is told', () => {
  const running: HopsSnapshot = {
    daemon: { ...unknown.daemon, state: 'up', link: 'open' },
    node: {
      state: 'running',
      sinceMs: startedAtMs + 1000,
      link: 'open',
      port: 32768,
      processId: 4711,
      stage: { stage: 'RouteFound', atMs: startedAtMs + 2000 },
      zeroHop: false,
      lastExit: { kind: 'ended', reason: 'panic', atMs: startedAtMs },
    },
  };
  const status = buildStatus(running, { ...extras, lastEventId: 'a-1' }, startedAtMs);
  assert.equal(status.overall, 'ok');
  assert.equal(status.nodeRunning, true);
  assert.equal(status.routeFound, true);
  assert.equal(status.nodeForSeconds, 0, 'a clock that was set back gives no negative time');
  assert.deepEqual(
    [status.nodeLastExitKind, status.nodeLastExitReason, status.lastEventId],
    ['ended', 'panic', 'a-1'],
  );
});
