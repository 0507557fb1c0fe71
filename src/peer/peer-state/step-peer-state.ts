/** The reducer of the peer state: an event goes in, the new state and what is to be done come out. No clocks, no sockets. */
import { applyDaemonEvent } from './daemon-events.js';
import { applyNodeEvent } from './node-events.js';
import { scheduleProbe, type Draft } from './transitions.js';
import type { DaemonEvent, PeerStateAction, PeerStateEvent, PeerState } from './peer-state.js';
import type { PeerTimings } from '../timings.js';
import { daemonStateOf, nodeStateOf } from './snapshot.js';

/** What an event led to. */
interface PeerStateStep {
  readonly state: PeerState;
  /** To be carried out in this order. */
  readonly actions: readonly PeerStateAction[];
}

/** Applies one event at `nowMs` (Unix); `before` stays as it is. */
export function stepPeerState(
  before: PeerState,
  event: PeerStateEvent,
  nowMs: number,
  times: PeerTimings,
): PeerStateStep {
  const process = before.process === null ? null : { ...before.process };
  const draft: Draft = { next: { ...before, process }, actions: [], nowMs, times };
  if (isDaemonEvent(event)) applyDaemonEvent(draft, event);
  else applyNodeEvent(draft, event);
  const { next } = draft;
  if (daemonStateOf(before) !== daemonStateOf(next)) next.daemonSinceMs = nowMs;
  if (nodeStateOf(before) !== nodeStateOf(next)) next.nodeSinceMs = nowMs;
  scheduleProbe(draft);
  return { state: next, actions: draft.actions };
}

const daemonEvents: ReadonlySet<string> = new Set<DaemonEvent['kind']>([
  'daemon-link',
  'daemon-open',
  'daemon-lost',
  'daemon-failed',
  'daemon-unresponsive',
  'probe-wanted',
  'probe-answer',
  'setup-reply',
  'start-written',
  'start-reply',
  'start-failed',
]);

function isDaemonEvent(event: PeerStateEvent): event is DaemonEvent {
  return daemonEvents.has(event.kind);
}

/** When a `tick` is due next (Unix ms); null where only an event can move things. */
export function nextDueMs(state: PeerState): number | null {
  const probing = state.daemonLink === 'open' && state.quietUntilMs === null;
  const dues = [state.quietUntilMs, probing ? state.probeDueMs : null, state.stageDueMs].filter(
    (due) => due !== null,
  );
  return dues.length === 0 ? null : Math.min(...dues);
}
