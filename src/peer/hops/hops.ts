/** The reducer of the hops: a fact goes in, the new state and what is to be done come out. No clocks, no sockets. */
import { applyDaemonFact } from './hops-daemon.js';
import { applyNodeFact } from './hops-node.js';
import { scheduleProbe, type Draft } from './hop-moves.js';
import type { DaemonFact, HopsAction, HopsFact, HopsState } from './hop-state.js';
import type { PeerTimings } from '../timings.js';
import { daemonStateOf, nodeStateOf } from './hops-snapshot.js';

/** What a fact led to. */
interface HopsStep {
  readonly state: HopsState;
  /** To be carried out in this order. */
  readonly actions: readonly HopsAction[];
}

/** Applies one fact at `nowMs` (Unix); `before` stays as it is. */
export function stepHops(
  before: HopsState,
  fact: HopsFact,
  nowMs: number,
  times: PeerTimings,
): HopsStep {
  const process = before.process === null ? null : { ...before.process };
  const draft: Draft = { next: { ...before, process }, actions: [], nowMs, times };
  if (isDaemonFact(fact)) applyDaemonFact(draft, fact);
  else applyNodeFact(draft, fact);
  const { next } = draft;
  if (daemonStateOf(before) !== daemonStateOf(next)) next.daemonSinceMs = nowMs;
  if (nodeStateOf(before) !== nodeStateOf(next)) next.nodeSinceMs = nowMs;
  scheduleProbe(draft);
  return { state: next, actions: draft.actions };
}

const daemonFacts: ReadonlySet<string> = new Set<DaemonFact['kind']>([
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

function isDaemonFact(fact: HopsFact): fact is DaemonFact {
  return daemonFacts.has(fact.kind);
}

/** When a `tick` is due next (Unix ms); null where only a fact can move things. */
export function nextDueMs(state: HopsState): number | null {
  const probing = state.daemonLink === 'open' && state.quietUntilMs === null;
  const dues = [state.quietUntilMs, probing ? state.probeDueMs : null, state.stageDueMs].filter(
    (due) => due !== null,
  );
  return dues.length === 0 ? null : Math.min(...dues);
}
