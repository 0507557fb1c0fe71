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
export interface Liveness {
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

/** What to do now. `fence`: ask something that the peer must answer. `renew`: close the link and open another. @internal */
export type LivenessAction = 'none' | 'fence' | 'renew';

/** A verdict; `nextLookMs` is when to look again at the latest. */
interface LivenessLook {
  readonly liveness: Liveness;
  readonly action: LivenessAction;
  readonly nextLookMs: number | undefined;
}

/** A question unanswered for this many of its own limits makes the peer unresponsive; one limit raises a doubt. */
const LIMITS_UNTIL_UNRESPONSIVE = 2;

/** A process of which nothing is known, without a link. */
export const unknownLiveness: Liveness = {
  link: 'none',
  debts: [],
  unresponsiveAtMs: undefined,
  unresponsive: false,
  orderedAtMs: Infinity,
};

/** A new link is open. A doubt stays until the first question on it is answered. */
export function linkOpened(liveness: Liveness): Liveness {
  return { ...liveness, link: 'unproved', debts: [] };
}

/** The link is gone. `renewing`: closed by ourselves in doubt, which then stays; a loss that came from outside ends a mere doubt. */
export function linkLost(liveness: Liveness, renewing: boolean): Liveness {
  const kept = renewing || liveness.unresponsive ? liveness.unresponsiveAtMs : undefined;
  return { ...liveness, link: 'none', debts: [], unresponsiveAtMs: kept };
}

/** A question was written. */
export function owe(liveness: Liveness, debt: Debt): Liveness {
  const orderedAtMs = debt.ordered ? debt.sinceMs : liveness.orderedAtMs;
  return { ...liveness, debts: [...liveness.debts, debt], orderedAtMs };
}

/**
 * Question `id` was answered. `proves`: by the Configurator, so that it has handled all ordered ones up to there. An answer also
 * acquits the peer of unordered questions that were written earlier and are overdue: it does answer, that answer is lost.
 */
export function answered(liveness: Liveness, id: number, proves: boolean, nowMs: number): Liveness {
  const debts = liveness.debts
    .filter((debt) => {
      if (debt.id === id) return false;
      if (debt.ordered) return !proves || debt.id > id;
      return debt.id > id || !isOverdue(debt, nowMs);
    })
    // The turn of the next one has come only now: what was before it has used up its time.
    .map((debt) => (proves && debt.ordered ? { ...debt, sinceMs: nowMs } : debt));
  const next: Liveness = { ...liveness, debts, link: liveness.link === 'none' ? 'none' : 'proved' };
  const isDoubted = judged(debts).some((debt) => isOverdue(debt, nowMs));
  return isDoubted ? next : { ...next, unresponsiveAtMs: undefined, unresponsive: false };
}

/** The peer is unresponsive for a reason of its own: a shutdown that was written has not ended it. */
export function condemned(liveness: Liveness, nowMs: number): Liveness {
  return { ...liveness, unresponsive: true, unresponsiveAtMs: nowMs };
}

/** For `forMs` we could not read, as on a suspended machine: that time counts for nobody. */
export function excused(liveness: Liveness, forMs: number): Liveness {
  const { debts, unresponsiveAtMs, orderedAtMs } = liveness;
  return {
    ...liveness,
    debts: debts.map((debt) => ({ ...debt, sinceMs: debt.sinceMs + forMs })),
    unresponsiveAtMs: unresponsiveAtMs === undefined ? undefined : unresponsiveAtMs + forMs,
    orderedAtMs: orderedAtMs + forMs,
  };
}

/** Judges at `nowMs`. */
export function look(liveness: Liveness, nowMs: number, times: LivenessTimes): LivenessLook {
  const debts = judged(liveness.debts);
  const overdue = debts.filter((debt) => isOverdue(debt, nowMs));
  const atMs = Math.min(liveness.unresponsiveAtMs ?? Infinity, ...overdue.map(lastMs));
  const next: Liveness = {
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
  const nextLookMs = Math.min(...dues, ...again);
  return {
    liveness: next,
    action,
    nextLookMs: Number.isFinite(nextLookMs) ? nextLookMs : undefined,
  };
}

function actionOf(
  liveness: Liveness,
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

function idleAtMs({ link, orderedAtMs }: Liveness, times: LivenessTimes): number {
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
