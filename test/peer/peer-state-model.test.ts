import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  initialPeerState,
  type PeerStateEvent,
  type PeerState,
} from '../../src/peer/peer-state/peer-state.js';
import { nextDueMs, stepPeerState } from '../../src/peer/peer-state/step-peer-state.js';
import { daemonStateOf, nodeStateOf } from '../../src/peer/peer-state/snapshot.js';
import { peerTimings } from '../../src/peer/timings.js';

const RUNS = 2_000;
const DAEMON_PORT = 5333;

const port = fc.constantFrom(32768, 32769, DAEMON_PORT, 40000);
const processId = fc.constantFrom(1, 2, 3);
const flag = fc.boolean();
const plain = (kind: 'daemon-open' | 'daemon-lost' | 'start-written' | 'start-failed') =>
  fc.constant<PeerStateEvent>({ kind });

/** Any event, in any order: links and peers may tell whatever they like. */
const event: fc.Arbitrary<PeerStateEvent> = fc.oneof(
  plain('daemon-open'),
  plain('daemon-lost'),
  plain('start-written'),
  plain('start-failed'),
  fc.constantFrom<PeerStateEvent>(
    { kind: 'probe-wanted' },
    { kind: 'shutdown-order-line' },
    { kind: 'panic-line' },
    { kind: 'password-changed' },
    { kind: 'tick' },
    { kind: 'probe-answer', answer: { kind: 'denied' } },
    { kind: 'probe-answer', answer: { kind: 'failed' } },
    { kind: 'probe-answer', answer: { kind: 'misdirected', port: DAEMON_PORT } },
    { kind: 'probe-answer', answer: { kind: 'node-here', port: DAEMON_PORT } },
    { kind: 'shutdown', phase: 'begun' },
    { kind: 'shutdown', phase: 'written' },
    { kind: 'shutdown', phase: 'none' },
  ),
  port.map((at): PeerStateEvent => ({ kind: 'probe-answer', answer: { kind: 'named', port: at } })),
  flag.map((refused): PeerStateEvent => ({ kind: 'daemon-failed', refused })),
  flag.map((unresponsive): PeerStateEvent => ({ kind: 'daemon-unresponsive', unresponsive })),
  flag.map((unresponsive): PeerStateEvent => ({ kind: 'node-unresponsive', unresponsive })),
  flag.map((running): PeerStateEvent => ({ kind: 'setup-reply', running })),
  port.map((at): PeerStateEvent => ({ kind: 'node-open', port: at })),
  fc
    .tuple(port, flag)
    .map(([at, gaveUp]): PeerStateEvent => ({ kind: 'node-lost', port: at, gaveUp })),
  fc
    .tuple(port, fc.constantFrom('refused' as const, 'timed-out' as const))
    .map(([at, failure]): PeerStateEvent => ({ kind: 'handshake-failed', port: at, failure })),
  fc
    .tuple(processId, flag)
    .map(([id, killed]): PeerStateEvent => ({ kind: 'crashed', processId: id, killed })),
  fc
    .tuple(port, processId)
    .map(([at, id]): PeerStateEvent => ({ kind: 'start-reply', port: at, processId: id })),
);

function check(state: PeerState): void {
  const linked = state.openPort !== null;
  if (linked) assert.equal(state.process?.port, state.openPort, 'a link belongs to a process');
  if (state.orphan) assert.ok(state.suspectedAtMs !== null, 'an orphan was suspected before');
  if (state.suspectedAtMs !== null) assert.ok(linked, 'only a linked Node can be denied');
  if (!linked) assert.equal(state.stage, null, 'a stage needs a link');
  const node = nodeStateOf(state);
  if (linked) assert.ok(!['unknown', 'stopped', 'starting'].includes(node), node);
  else if (!state.nodeRenewing) assert.ok(!['running', 'orphan'].includes(node), node);
  if (node === 'stopped') assert.equal(daemonStateOf(state), 'up', 'only a Daemon can tell');
}

test('whatever the links tell, the states stay true to each other and nothing is done in a frenzy', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(event, fc.nat(3_000)), { maxLength: 40 }), (story) => {
      let nowMs = 1_000;
      let state = initialPeerState({ daemonPort: DAEMON_PORT, nodePort: undefined }, nowMs);
      for (const [next, pauseMs] of story) {
        nowMs += pauseMs;
        state = stepPeerState(state, next, nowMs, peerTimings).state;
        check(state);
      }
      let ticks = 0;
      for (const endMs = nowMs + 60_000; ; ticks += 1) {
        const due = nextDueMs(state);
        if (due === null || due > endMs) break;
        nowMs = Math.max(nowMs, due);
        const step = stepPeerState(state, { kind: 'tick' }, nowMs, peerTimings);
        state = step.state;
        check(state);
        const asked = step.actions.some(({ kind }) => kind === 'probe');
        const failed: PeerStateEvent = { kind: 'probe-answer', answer: { kind: 'failed' } };
        if (asked) state = stepPeerState(state, failed, nowMs, peerTimings).state;
        assert.ok(ticks < 50, 'too many ticks in a minute');
      }
    }),
    { numRuns: RUNS },
  );
});
