/** What the Node's side tells about both peers: its link, its log, its end. */
import {
  clearOrphan,
  recordExit,
  drop,
  newProcess,
  probe,
  probeAt,
  findNode,
  markOrphan,
  type Draft,
} from './transitions.js';
import type { NodeEvent } from './peer-state.js';

/** Applies an event of the Node's side, or of time. */
export function applyNodeEvent(draft: Draft, event: NodeEvent): void {
  const { next } = draft;
  switch (event.kind) {
    case 'node-link':
      next.nodeLink = event.link;
      return;
    case 'node-open':
      return opened(draft, event.port);
    case 'node-lost':
      if (event.port === next.openPort) lost(draft, event.gaveUp);
      return;
    case 'handshake-failed':
      return handshakeFailed(draft, event.port, event.failure === 'refused');
    case 'node-unresponsive':
      next.nodeUnresponsive = event.unresponsive;
      return;
    case 'crashed':
      return crashed(draft, event.processId, event.killed);
    case 'stage':
      if (next.openPort !== null && next.stage?.stage !== event.stage) {
        next.stage = { stage: event.stage, atMs: draft.nowMs };
      }
      return;
    case 'zero-hop':
      next.zeroHop = event.zeroHop;
      return;
    case 'tick':
      return tick(draft);
    default:
      return markProcess(draft, event);
  }
}

type ProcessEvent = Extract<
  NodeEvent,
  { kind: 'shutdown' | 'shutdown-order-line' | 'panic-line' | 'password-changed' }
>;

function markProcess({ next }: Draft, event: ProcessEvent): void {
  const process = next.process;
  if (event.kind === 'shutdown') next.shutdown = event.phase;
  if (process === null) return;
  switch (event.kind) {
    case 'shutdown':
      if (event.phase === 'written') process.shutdownWritten = true;
      return;
    case 'shutdown-order-line':
      process.orderSeen = true;
      return;
    case 'panic-line':
      process.panicSeen = true;
      return;
    case 'password-changed':
      process.passwordChanged = true;
      return;
  }
}

function opened(draft: Draft, port: number): void {
  const { next, nowMs, times } = draft;
  next.openPort = port;
  next.nodeRenewing = false;
  next.nodeLink = 'open';
  next.targetPort = port;
  if (next.process?.port !== port) next.process = newProcess(port, null);
  Object.assign(next.process, { opened: true, lostAtMs: null, crash: null, tried: false });
  next.shutdown = 'none';
  next.stage = null;
  next.stageDueMs = nowMs + times.stageReadingMs;
  next.probeDueMs = null;
  draft.actions.push({ kind: 'read-stage' });
  if (next.daemonLink === 'open' && next.word === 'denied') markOrphan(draft);
}

function lost(draft: Draft, gaveUp: boolean): void {
  const { next, nowMs, times } = draft;
  next.openPort = null;
  next.stage = null;
  next.stageDueMs = null;
  next.shutdown = 'none';
  clearOrphan(draft);
  if (next.process !== null) next.process.lostAtMs = nowMs;
  next.nodeRenewing = gaveUp;
  if (gaveUp) return givenUp(draft);
  const crash = next.process?.crash ?? null;
  next.quietUntilMs = crash === null ? nowMs + times.quietTimeMs : null;
  next.vouchedPort = null;
  next.word = 'none';
  if (crash?.named === true) recordExitByCrashed(draft);
  if (next.probing === 'under-way') next.probing = 'outdated';
  drop(draft);
  if (next.absent) leaveDaemonPort(draft);
  if (next.daemonLink === 'open') probeAt(draft, nowMs);
  else findNode(draft);
}

/** Closed by us because nobody answers: the Node link goes on trying, on the Daemon's port the Daemon link does. */
function givenUp(draft: Draft): void {
  if (!draft.next.absent) return;
  draft.next.targetPort = null;
  leaveDaemonPort(draft);
}

function leaveDaemonPort({ next, actions }: Draft): void {
  next.absent = false;
  actions.push({ kind: 'resume-daemon' });
}

function handshakeFailed(draft: Draft, port: number, refused: boolean): void {
  const { next, nowMs } = draft;
  if (next.openPort !== null) return;
  if (refused && next.process?.port === port) {
    recordExit(draft);
    if (next.word === 'named') return probeAt(draft, nowMs);
    if (next.targetPort === port && port !== next.configuredPort) drop(draft);
  }
  if (next.word !== 'named') findNode(draft, port === next.configuredPort);
}

function crashed(draft: Draft, processId: number, killed: boolean): void {
  const { next, nowMs, times } = draft;
  const process = next.process;
  if (next.lastExit?.kind === 'unknown' && next.exitedProcessId === processId) {
    next.lastExit = { ...next.lastExit, kind: killed ? 'killed' : 'ended' };
  }
  const named = process?.processId === processId;
  if (process !== null && (named || process.processId === null)) {
    process.crash = { killed, named };
    if (next.openPort === null) next.quietUntilMs = null;
  }
  if (next.openPort !== null) return probeAt(draft, nowMs + times.crashedProbeMs);
  if (named) {
    recordExitByCrashed(draft);
    drop(draft);
  }
  probeAt(draft, nowMs);
}

function recordExitByCrashed(draft: Draft): void {
  recordExit(draft);
  draft.next.word = 'denied';
}

function tick(draft: Draft): void {
  const { next, nowMs, times, actions } = draft;
  if (next.quietUntilMs !== null && nowMs >= next.quietUntilMs) next.quietUntilMs = null;
  if (next.stageDueMs !== null && nowMs >= next.stageDueMs) {
    next.stageDueMs = nowMs + times.stageReadingMs;
    actions.push({ kind: 'read-stage' });
  }
  const due = next.probeDueMs !== null && nowMs >= next.probeDueMs;
  if (due && next.daemonLink === 'open' && next.quietUntilMs === null) probe(draft);
}
