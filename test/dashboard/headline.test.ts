import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Headline, HopView, Status, View } from '../../src/dashboard/types.js';
import { dashboardModule } from '../support/browser/dashboard-page.js';

const { headlineOf } = await dashboardModule<{ readonly headlineOf: (view: View) => Headline }>(
  'headline.js',
);
const { chainOf } = await dashboardModule<{
  readonly chainOf: (view: View) => readonly HopView[];
}>('hops.js');

const at = '2026-11-23T00:00:00.000Z';
const none = { state: 'none', atMs: 0, data: null, problem: null } as const;
const status: Status = {
  overall: 'ok',
  overallCode: 0,
  gatewayVersion: '1.2.3',
  gatewaySince: at,
  daemonState: 'up',
  daemonSince: at,
  daemonForSeconds: 0,
  daemonLink: 'open',
  nodeState: 'running',
  nodeRunning: true,
  nodeSince: at,
  nodeForSeconds: 0,
  nodeLink: 'open',
  nodePort: 32768,
  nodeProcessId: 4711,
  connectionStage: 'RouteFound',
  connectionStageAt: at,
  routeFound: true,
  nodeLastExitAt: null,
  nodeLastExitKind: null,
  nodeLastExitReason: null,
  eventSubscribers: 1,
  lastEventId: null,
};

function view(changes: Partial<Status>, more: Partial<View> = {}): View {
  return {
    link: { state: 'live', sinceMs: 0 },
    status: { ...status, ...changes },
    heardAtMs: 0,
    setup: none,
    financials: none,
    graph: none,
    ...more,
  };
}

const zeroHop: Partial<View> = {
  setup: {
    ...none,
    data: {
      running: true,
      values: [{ name: 'neighborhood-mode', value: 'zero-hop', status: 'Set' }],
      errors: [],
    },
  },
};

describe('the face', () => {
  test('says something else in every state of Daemon and Node, and never offers what must fail', () => {
    const daemonStates = ['up', 'down', 'unresponsive', 'absent'] as const;
    const nodeStates = [
      'unknown',
      'stopped',
      'starting',
      'running',
      'stopping',
      'unresponsive',
      'orphan',
    ] as const;
    for (const daemonState of daemonStates) {
      for (const nodeState of nodeStates) {
        const { title, text, actions } = headlineOf(view({ daemonState, nodeState }));
        assert.ok(title.length > 5 && text.length > 5, `${daemonState} ${nodeState}`);
        if (daemonState !== 'up')
          assert.ok(!actions.includes('start') && !actions.includes('restart'));
        if (nodeState === 'orphan') assert.deepEqual(actions, ['shutdown']);
        if (['unresponsive', 'starting', 'stopping'].includes(nodeState))
          assert.deepEqual(actions, []);
      }
    }
  });
  test('calls only a panic a crash, and only a signal a kill', () => {
    const stopped = { nodeState: 'stopped', nodeLastExitAt: at } as const;
    const title = (changes: Partial<Status>): string =>
      headlineOf(view({ ...stopped, ...changes })).title;
    assert.match(title({ nodeLastExitKind: 'ended', nodeLastExitReason: 'panic' }), /crashed/);
    assert.match(title({ nodeLastExitKind: 'killed' }), /killed/);
    assert.doesNotMatch(title({ nodeLastExitKind: 'ended' }), /crashed|killed/);
    assert.doesNotMatch(title({ nodeLastExitKind: 'requested' }), /crashed|killed/);
  });
  test('does not complain of a missing route in zero-hop', () => {
    const alone = view({ connectionStage: 'NotConnected' }, zeroHop);
    assert.equal(headlineOf(alone).tone, 'good');
    assert.equal(chainOf(alone)[3]?.state, 'not needed');
  });
  test('takes what it remembers for no present state when the gateway is lost', () => {
    const lost = view({}, { link: { state: 'lost', sinceMs: 0 } });
    assert.match(headlineOf(lost).title, /lost/);
    assert.deepEqual(headlineOf(lost).actions, []);
    assert.deepEqual(
      chainOf(lost).map(({ state }) => state),
      ['lost', 'was up', 'was running', 'was found'],
    );
  });
});

test('the chain says of each hop what it is and since when', () => {
  assert.deepEqual(
    chainOf(view({})).map(({ name, state, since }) => [name, state, since]),
    [
      ['Gateway', 'up', at],
      ['Daemon', 'up', at],
      ['Node', 'running', at],
      ['Route', 'found', at],
    ],
  );
});
