/** Whether a peer answers. It is judged by its answers alone, whatever else it sends. Values only: no clock, no timers. */
import type { PeerTimings } from '../timings.js';

/** A question that was written and is unanswered. Scans, shutdowns and fire-and-forget messages owe no answer. @internal */
export interface Debt {
  /** Rises with every question. */
  readonly id: number;
  /** When it was written, or when the answer before it in the same order came. */
  readonly sinceMs: number;
  readonly limitMs: number;
  /** True if the Node's Configurator answers it, one question after the other: only the oldest of these is judged. */
  readonly ordered: boolean;
}

/** What is known of one peer's answers, over all links to one process. */
export interface LivenessState {
  /** `unproved`: open, and its first question is unanswered, or not written yet. */
  readonly link: 'none' | 'unproved' | 'proved';
  readonly debts: readonly Debt[];
  /** In doubt: when the peer will count as unresponsive. Undefined: no doubt. */
  readonly unresponsiveAtMs: number | undefined;
  readonly unresponsive: boolean;
  /** When an ordered question was last written; Infinity before the first. */
  readonly orderedAtMs: number;
}

/** The times by which a peer is judged. */
export type LivenessTimes = Pick<PeerTimings, 'idleFenceMs' | 'unresponsiveRetryMs'>;

/** What happens to the link and to the questions written on it. */
export type LivenessEvent =
  /** A doubt stays until the first question on the new link is answered. */
  | { readonly kind: 'link-opened' }
  /** `renewing`: closed by ourselves in doubt, which then stays; a loss that came from outside ends a mere doubt. */
  | { readonly kind: 'link-lost'; readonly renewing: boolean }
  | { readonly kind: 'asked'; readonly debt: Debt }
  /** `proves`: by the Configurator, so that it has handled all ordered questions up to there. */
  | { readonly kind: 'answered'; readonly id: number; readonly proves: boolean }
  /** The peer is unresponsive for a reason of its own: a shutdown that was written has not ended it. */
  | { readonly kind: 'condemned' }
  /** For `forMs` we could not read, as on a suspended machine: that time counts for nobody. */
  | { readonly kind: 'stopped'; readonly forMs: number }
  /** The process is dead, or another one is meant: nothing is known. */
  | { readonly kind: 'process-forgotten' }
  | { readonly kind: 'time' };

/** What to do now. `fence`: ask something that the peer must answer. `renew`: close the link and open another. @internal */
export type LivenessAction = 'none' | 'fence' | 'renew';

/** The outcome of an event; `wakeAtMs` is when a `time` event is due at the latest. @internal */
export interface LivenessStep {
  readonly state: LivenessState;
  readonly action: LivenessAction;
  readonly wakeAtMs: number | undefined;
}

/** A question unanswered for this many of its own limits makes the peer unresponsive; one limit raises a doubt. */
const LIMITS_UNTIL_UNRESPONSIVE = 2;

/** A process of which nothing is known, without a link. */
export const unknownLiveness: LivenessState = {
  link: 'none',
  debts: [],
  unresponsiveAtMs: undefined,
  unresponsive: false,
  orderedAtMs: Infinity,
};

/** Applies one event. Only `time` leads to an action. */
export function stepLiveness(
  state: LivenessState,
  event: LivenessEvent,
  nowMs: number,
  times: LivenessTimes,
): LivenessStep {
  const quiet = (next: LivenessState, wakeAtMs?: number): LivenessStep => ({
    state: next,
    action: 'none',
    wakeAtMs,
  });
  switch (event.kind) {
    case 'link-opened':
      return quiet({ ...state, link: 'unproved', debts: [] }, nowMs);
    case 'link-lost': {
      const isKept = event.renewing || state.unresponsive;
      const unresponsiveAtMs = isKept ? state.unresponsiveAtMs : undefined;
      return quiet({ ...state, link: 'none', debts: [], unresponsiveAtMs });
    }
    case 'asked': {
      const { debt } = event;
      const orderedAtMs = debt.ordered ? debt.sinceMs : state.orderedAtMs;
      return quiet({ ...state, debts: [...state.debts, debt], orderedAtMs }, dueMs(debt));
    }
    case 'answered':
      return quiet(answered(state, event.id, event.proves, nowMs), nowMs + times.idleFenceMs);
    case 'condemned':
      return quiet({ ...state, unresponsive: true, unresponsiveAtMs: nowMs }, nowMs);
    case 'stopped':
      return quiet(excused(state, event.forMs));
    case 'process-forgotten': {
      const { link, debts, orderedAtMs } = state;
      return quiet({ ...unknownLiveness, link, debts, orderedAtMs });
    }
    case 'time':
      return look(state, nowMs, times);
  }
}

// An answer also settles unordered questions that were written earlier and are overdue: the peer does answer, that answer is lost.
function answered(
  liveness: LivenessState,
  id: number,
  proves: boolean,
  nowMs: number,
): LivenessState {
  const debts = liveness.debts
    .filter((debt) => {
      if (debt.id === id) return false;
      if (debt.ordered) return !proves || debt.id > id;
      return debt.id > id || !isOverdue(debt, nowMs);
    })
    // The turn of the next one has come only now: what was before it has used up its time.
    .map((debt) => (proves && debt.ordered ? { ...debt, sinceMs: nowMs } : debt));
  const next: LivenessState = {
    ...liveness,
    debts,
    link: liveness.link === 'none' ? 'none' : 'proved',
  };
  const isDoubted = judged(debts).some((debt) => isOverdue(debt, nowMs));
  return isDoubted ? next : { ...next, unresponsiveAtMs: undefined, unresponsive: false };
}

function excused(liveness: LivenessState, forMs: number): LivenessState {
  const { debts, unresponsiveAtMs, orderedAtMs } = liveness;
  return {
    ...liveness,
    debts: debts.map((debt) => ({ ...debt, sinceMs: debt.sinceMs + forMs })),
    unresponsiveAtMs: unresponsiveAtMs === undefined ? undefined : unresponsiveAtMs + forMs,
    orderedAtMs: orderedAtMs + forMs,
  };
}

function look(liveness: LivenessState, nowMs: number, times: LivenessTimes): LivenessStep {
  const debts = judged(liveness.debts);
  const overdue = debts.filter((debt) => isOverdue(debt, nowMs));
  const atMs = Math.min(liveness.unresponsiveAtMs ?? Infinity, ...overdue.map(lastMs));
  const next: LivenessState = {
    ...liveness,
    unresponsiveAtMs: Number.isFinite(atMs) ? atMs : undefined,
    unresponsive: liveness.unresponsive || atMs <= nowMs,
  };
  const action = actionOf(next, overdue, nowMs, times);
  const dues = [
    ...debts.flatMap((debt) => [dueMs(debt), lastMs(debt)]),
    ...(next.unresponsive ? [] : [atMs]),
    ...(action === 'none' ? [idleAtMs(next, times)] : []),
  ].filter((due) => due > nowMs && Number.isFinite(due));
  const again = action === 'none' ? [] : [nowMs + times.unresponsiveRetryMs];
  const wakeAtMs = Math.min(...dues, ...again);
  return { state: next, action, wakeAtMs: Number.isFinite(wakeAtMs) ? wakeAtMs : undefined };
}

function actionOf(
  liveness: LivenessState,
  overdue: readonly Debt[],
  nowMs: number,
  times: LivenessTimes,
): LivenessAction {
  if (liveness.link === 'none') return 'none';
  // The first question of a link costs the peer a message: it is waited for twice as long.
  if (liveness.link === 'unproved') {
    return overdue.some((debt) => lastMs(debt) <= nowMs) ? 'renew' : 'none';
  }
  if (liveness.unresponsive || overdue.some(({ ordered }) => ordered)) return 'renew';
  if (liveness.debts.some(({ ordered }) => ordered)) return 'none';
  return overdue.length > 0 || idleAtMs(liveness, times) <= nowMs ? 'fence' : 'none';
}

function idleAtMs({ link, orderedAtMs }: LivenessState, times: LivenessTimes): number {
  return link === 'proved' ? orderedAtMs + times.idleFenceMs : Infinity;
}

// Behind the oldest question to the Configurator the others can only wait.
function judged(debts: readonly Debt[]): readonly Debt[] {
  const oldest = debts.find(({ ordered }) => ordered);
  return debts.filter((debt) => !debt.ordered || debt === oldest);
}

function dueMs({ sinceMs, limitMs }: Debt): number {
  return sinceMs + limitMs;
}

function lastMs({ sinceMs, limitMs }: Debt): number {
  return sinceMs + LIMITS_UNTIL_UNRESPONSIVE * limitMs;
}

function isOverdue(debt: Debt, nowMs: number): boolean {
  return dueMs(debt) <= nowMs;
}
