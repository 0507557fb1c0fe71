/** The moves that events lead to: where to look for the Node, when to probe, what becomes of its process. */
import type { PeerStateAction, PeerState, NodeProcess } from './peer-state.js';
import type { NodeExit } from '../peers.js';
import type { PeerTimings } from '../timings.js';

/** A reduction under way: a state of its own to write into, and the actions so far. */
export interface Draft {
  readonly next: PeerState;
  readonly actions: PeerStateAction[];
  readonly nowMs: number;
  readonly times: PeerTimings;
}

/** A process of which nothing but its port is known, and its id where our own start launched it. */
export function newProcess(port: number, processId: number | null): NodeProcess {
  return {
    port,
    processId,
    opened: false,
    lostAtMs: null,
    tried: false,
    crash: null,
    shutdownWritten: false,
    orderSeen: false,
    panicSeen: false,
    passwordChanged: false,
  };
}

/** Wants the Node link at `port`. */
export function connectTo(draft: Draft, port: number): void {
  const { next, actions } = draft;
  if (next.process !== null && next.process.port !== port) actions.push({ kind: 'forget-process' });
  next.targetPort = port;
  actions.push({ kind: 'connect-to', port });
}

/** Wants no Node link. */
export function drop(draft: Draft): void {
  draft.next.targetPort = null;
  draft.actions.push({ kind: 'drop' });
}

/** Probes now, unless that is under way. */
export function probe(draft: Draft): void {
  const { next, actions } = draft;
  next.probeDueMs = null;
  if (next.probing !== 'no') return;
  next.probing = 'under-way';
  actions.push({ kind: 'probe', evenIfLinked: next.openPort !== null });
}

/** Probes at `dueMs` at the latest. */
export function probeAt(draft: Draft, dueMs: number): void {
  draft.next.probeDueMs = Math.min(draft.next.probeDueMs ?? dueMs, dueMs);
}

/** While no Node link is open the Daemon is asked again and again, sooner where something changed lately. */
export function scheduleProbe(draft: Draft): void {
  const { next, nowMs, times } = draft;
  const wanted = next.daemonLink === 'open' && next.openPort === null && next.probing === 'no';
  if (!wanted) return;
  const calmForMs = nowMs - Math.max(next.daemonSinceMs, next.nodeSinceMs);
  const soon = calmForMs < times.probeSoonForMs;
  probeAt(draft, nowMs + (soon ? times.probeSoonMs : times.probeLaterMs));
}

/** The Daemon denies the Node whose link is open; once it has done so for long enough, the Node is an orphan. */
export function markOrphan(draft: Draft): void {
  const { next, nowMs, times } = draft;
  if (next.suspectedAtMs === null) {
    next.suspectedAtMs = nowMs;
    probeAt(draft, nowMs + times.orphanConfirmMs);
  } else if (nowMs - next.suspectedAtMs >= times.orphanConfirmMs) next.orphan = true;
}

/** Nobody denies the Node, or there is none to deny. */
export function clearOrphan(draft: Draft): void {
  draft.next.suspectedAtMs = null;
  draft.next.orphan = false;
}

/**
 * Looks for the Node where the Daemon does not help: at the configured port with the link's own backoff, at the last port
 * once. `configuredFailed`: an attempt at the configured port has just failed.
 */
export function findNode(draft: Draft, configuredFailed = false): void {
  const { next, actions } = draft;
  // A Node that does not answer stays aimed at: only its port can tell that it is gone.
  const waiting = (next.nodeUnresponsive || next.nodeRenewing) && next.targetPort !== null;
  if (next.openPort !== null || waiting) return;
  const configured = next.configuredPort;
  const last = next.process;
  // At the Daemon's port the Daemon link itself looks.
  const tryLast =
    last !== null && !last.tried && last.port !== next.daemonPort && last.port !== configured;
  if (configured !== null && !(configuredFailed && tryLast)) {
    if (next.targetPort !== configured) connectTo(draft, configured);
    return;
  }
  if (next.targetPort !== null) drop(draft);
  if (!tryLast) return;
  last.tried = true;
  actions.push({ kind: 'try-once', port: last.port });
}

/** The process is known to be dead: its exit is told, the next one starts with fresh credits. */
export function recordExit(draft: Draft): void {
  const { next, nowMs } = draft;
  const process = next.process;
  if (process === null) return;
  // Of a port that only a redirect named, nobody knows that a Node ever ran there.
  if (process.opened || process.processId !== null) {
    const kind = exitKindOf(process);
    next.lastExit = {
      kind,
      reason: process.panicSeen && kind !== 'requested' ? 'panic' : null,
      atMs: process.lostAtMs ?? nowMs,
    };
    next.exitedProcessId = process.processId;
  }
  forgetProcess(draft);
}

// Without a `crashed` nothing is known of a signal: the Daemon swallows some (daemon/mod.rs:273-303), and there may be none.
function exitKindOf(process: NodeProcess): NodeExit['kind'] {
  if (process.shutdownWritten || process.orderSeen) return 'requested';
  if (process.crash?.killed === true) return 'killed';
  return process.crash !== null || process.panicSeen ? 'ended' : 'unknown';
}

/** What was known of the process holds no longer. */
export function forgetProcess(draft: Draft): void {
  const { next, actions } = draft;
  next.process = null;
  next.zeroHop = null;
  next.nodeUnresponsive = false;
  next.nodeRenewing = false;
  next.vouchedPort = null;
  actions.push({ kind: 'forget-process' });
}
