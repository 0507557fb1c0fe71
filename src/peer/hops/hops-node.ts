/** What the Node's side tells about both hops: its link, its log, its end. */
import {
  acquit,
  bury,
  drop,
  newProcess,
  probe,
  probeAt,
  seek,
  suspect,
  type Draft,
} from './hop-moves.js';
import type { NodeFact } from './hop-state.js';

/** Applies a fact of the Node's side, or of time. */
export function applyNodeFact(draft: Draft, fact: NodeFact): void {
  const { next } = draft;
  switch (fact.kind) {
    case 'node-link':
      next.nodeLink = fact.link;
      return;
    case 'node-open':
      return opened(draft, fact.port);
    case 'node-lost':
      if (fact.port === next.openPort) lost(draft, fact.gaveUp);
      return;
    case 'handshake-failed':
      return handshakeFailed(draft, fact.port, fact.failure === 'refused');
    case 'node-unresponsive':
      next.nodeUnresponsive = fact.unresponsive;
      return;
    case 'crashed':
      return crashed(draft, fact.processId, fact.killed);
    case 'stage':
      if (next.openPort !== null && next.stage?.stage !== fact.stage) {
        next.stage = { stage: fact.stage, atMs: draft.nowMs };
      }
      return;
    case 'zero-hop':
      next.zeroHop = fact.zeroHop;
      return;
    case 'tick':
      return tick(draft);
    default:
      return markProcess(draft, fact);
  }
}

type ProcessFact = Extract<
  NodeFact,
  { kind: 'shutdown' | 'shutdown-order-line' | 'panic-line' | 'password-changed' }
>;

function markProcess({ next }: Draft, fact: ProcessFact): void {
  const process = next.process;
  if (fact.kind === 'shutdown') next.shutdown = fact.phase;
  if (process === null) return;
  switch (fact.kind) {
    case 'shutdown':
      if (fact.phase === 'written') process.shutdownWritten = true;
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
  next.aimedPort = port;
  if (next.process?.port !== port) next.process = newProcess(port, null);
  Object.assign(next.process, { opened: true, lostAtMs: null, crash: null, tried: false });
  next.shutdown = 'none';
  next.stage = null;
  next.stageDueMs = nowMs + times.stageReadingMs;
  next.probeDueMs = null;
  draft.actions.push({ kind: 'read-stage' });
  if (next.daemonLink === 'open' && next.word === 'denied') suspect(draft);
}

function lost(draft: Draft, gaveUp: boolean): void {
  const { next, nowMs, times } = draft;
  next.openPort = null;
  next.stage = null;
  next.stageDueMs = null;
  next.shutdown = 'none';
  acquit(draft);
  if (next.process !== null) next.process.lostAtMs = nowMs;
  next.nodeRenewing = gaveUp;
  if (gaveUp) return givenUp(draft);
  const crash = next.process?.crash ?? null;
  next.quietUntilMs = crash === null ? nowMs + times.quietTimeMs : null;
  next.vouchedPort = null;
  next.word = 'none';
  if (crash?.named === true) buryByTheDaemonsWord(draft);
  if (next.probing === 'under-way') next.probing = 'outdated';
  drop(draft);
  if (next.absent) leaveDaemonPort(draft);
  if (next.daemonLink === 'open') probeAt(draft, nowMs);
  else seek(draft);
}

/** Closed by us because nobody answers: the Node link goes on trying, on the Daemon's port the Daemon link does. */
function givenUp(draft: Draft): void {
  if (!draft.next.absent) return;
  draft.next.aimedPort = null;
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
    bury(draft);
    if (next.word === 'named') return probeAt(draft, nowMs);
    if (next.aimedPort === port && port !== next.configuredPort) drop(draft);
  }
  if (next.word !== 'named') seek(draft, port === next.configuredPort);
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
    buryByTheDaemonsWord(draft);
    drop(draft);
  }
  probeAt(draft, nowMs);
}

function buryByTheDaemonsWord(draft: Draft): void {
  bury(draft);
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
