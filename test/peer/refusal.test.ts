import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { initialPeerState, type PeerState } from '../../src/peer/peer-state/peer-state.js';
import { refusalOf, type SendRequest } from '../../src/peer/peer-state/refusal.js';

const PORT = 32768;
const before = initialPeerState({ daemonPort: 5333, nodePort: undefined }, 0);
const up: PeerState = { ...before, daemonLink: 'open' };
const running: PeerState = { ...up, nodeLink: 'open', openPort: PORT, vouchedPort: PORT };

const requests: Readonly<Record<string, SendRequest>> = {
  message: { kind: 'node', secret: false },
  secret: { kind: 'node', secret: true },
  search: { kind: 'find-node' },
  turn: { kind: 'daemon' },
  'first probe': { kind: 'probe', isFirst: true },
  probe: { kind: 'probe', isFirst: false },
  start: { kind: 'start', ensure: false },
  'ensured start': { kind: 'start', ensure: true },
  'setup change': { kind: 'change-setup' },
  shutdown: { kind: 'shutdown' },
};

/** The codes of everything that is refused in a state. */
function refused(state: PeerState): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(requests).flatMap(([name, request]) => {
      const refusal = refusalOf(state, request);
      return refusal === undefined ? [] : [[name, refusal.code]];
    }),
  );
}

const unlinked = { message: 'node-unreachable', secret: 'node-unreachable' };
const runs = { start: 'already-running', 'setup change': 'orphan-node' };

describe('what is refused', () => {
  for (const [title, state, codes] of [
    [
      'without a Daemon and a Node',
      before,
      {
        ...unlinked,
        search: 'daemon-unreachable',
        turn: 'daemon-unreachable',
        'first probe': 'daemon-unreachable',
        probe: 'daemon-unreachable',
      },
    ],
    ['without a Node', up, unlinked],
    ['while the Node runs', running, runs],
    [
      'while nobody confirms the Node',
      { ...running, vouchedPort: null },
      { ...runs, secret: 'node-unverified' },
    ],
    [
      'while the Node is shut down',
      { ...running, shutdown: 'begun' },
      {
        message: 'node-stopping',
        secret: 'node-stopping',
        start: 'already-running',
        'ensured start': 'node-stopping',
        'setup change': 'setup-frozen',
      },
    ],
    [
      'while the Node does not answer',
      { ...running, nodeUnresponsive: true },
      {
        ...runs,
        message: 'node-unresponsive',
        secret: 'node-unresponsive',
        search: 'node-unresponsive',
        shutdown: 'node-unresponsive',
      },
    ],
    [
      'while the Daemon does not answer',
      { ...running, daemonUnresponsive: true },
      {
        ...runs,
        search: 'daemon-unresponsive',
        turn: 'daemon-unresponsive',
        probe: 'daemon-unresponsive',
      },
    ],
    [
      'while the Daemon denies the Node',
      { ...running, orphan: true },
      {
        turn: 'orphan-node',
        start: 'orphan-node',
        'ensured start': 'orphan-node',
        'setup change': 'orphan-node',
      },
    ],
    [
      'while the Node is in the place of the Daemon',
      { ...running, daemonLink: 'idle', absent: true },
      {
        turn: 'no-daemon',
        'first probe': 'daemon-unreachable',
        probe: 'daemon-unreachable',
        start: 'no-daemon',
        'setup change': 'orphan-node',
      },
    ],
  ] as const) {
    test(title, () => assert.deepEqual(refused(state), codes));
  }

  test('as long as the link to the Node is opened again, with a time to try again', () => {
    const state: PeerState = { ...up, nodeLink: 'reconnecting', targetPort: PORT, word: 'named' };
    for (const request of [requests['message'], requests['search']]) {
      assert.ok(request !== undefined);
      assert.equal(refusalOf(state, request)?.retryAfterS, 2);
    }
  });
});
