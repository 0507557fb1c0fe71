/** What the Daemon's side tells about both peers. */
import {
  clearOrphan,
  connectTo,
  recordExit,
  forgetProcess,
  newProcess,
  probe,
  probeAt,
  findNode,
  markOrphan,
  type Draft,
} from './transitions.js';
import type { DaemonEvent, ProbeAnswer } from './peer-state.js';

/** Applies an event of the Daemon's side. */
export function applyDaemonEvent(draft: Draft, event: DaemonEvent): void {
  const { next } = draft;
  switch (event.kind) {
    case 'daemon-link':
      next.daemonLink = event.link;
      return;
    case 'daemon-open':
      return open(draft);
    case 'daemon-lost':
      return lost(draft);
    case 'daemon-failed':
      return failed(draft, event.refused);
    case 'daemon-unresponsive':
      next.daemonUnresponsive = event.unresponsive;
      return;
    case 'probe-wanted':
      return probe(draft);
    case 'probe-answer':
      return answered(draft, event.answer);
    case 'setup-reply':
      return setupReplied(draft, event.running);
    case 'start-written':
      next.startWritten = true;
      return;
    case 'start-reply':
      return started(draft, event.port, event.processId);
    case 'start-failed':
      next.startWritten = false;
      return probeAt(draft, draft.nowMs);
  }
}

function failed(draft: Draft, refused: boolean): void {
  const { next } = draft;
  if (refused) {
    next.daemonUnresponsive = false;
    if (next.process?.port === next.daemonPort && next.openPort === null) recordExit(draft);
  }
  findNode(draft);
}

function open(draft: Draft): void {
  const { next } = draft;
  next.daemonLink = 'open';
  next.word = 'none';
  next.absent = false;
  next.probing = 'no';
  if (next.process !== null) next.process.tried = false;
  probe(draft);
}

function lost(draft: Draft): void {
  const { next } = draft;
  next.word = 'none';
  next.startWritten = false;
  next.probeDueMs = null;
  if (next.probing === 'under-way') next.probing = 'outdated';
  if (next.openPort !== null && next.process !== null) next.process.crash = null;
  clearOrphan(draft);
  findNode(draft);
}

function answered(draft: Draft, answer: ProbeAnswer): void {
  const { next } = draft;
  const outdated = next.probing === 'outdated';
  next.probing = 'no';
  if (outdated && answer.kind !== 'node-here') return probeAt(draft, draft.nowMs);
  // The doubt that a `crashed` had raised is settled.
  if (next.openPort !== null && next.process !== null) next.process.crash = null;
  switch (answer.kind) {
    case 'denied':
      return denied(draft);
    case 'named':
      return named(draft, answer.port);
    case 'node-here':
      if (next.openPort !== null && next.openPort !== answer.port) leave(draft);
      clearOrphan(draft);
      found(draft, answer.port);
      next.absent = true;
      next.word = 'none';
      next.targetPort = answer.port;
      draft.actions.push({ kind: 'adopt' });
      return;
    case 'misdirected':
      next.word = 'none';
      return;
    case 'failed':
      return;
  }
}

function setupReplied(draft: Draft, running: boolean): void {
  const { next } = draft;
  if (!running) return denied(draft);
  if (next.openPort !== null) {
    next.word = 'named';
    clearOrphan(draft);
  } else if (next.word !== 'named') probeAt(draft, draft.nowMs);
}

function denied(draft: Draft): void {
  const { next } = draft;
  next.word = 'denied';
  if (next.openPort !== null) return markOrphan(draft);
  next.vouchedPort = null;
  // What listens on the Daemon's port is a Daemon now.
  if (next.process?.port === next.daemonPort) recordExit(draft);
  findNode(draft);
}

function named(draft: Draft, port: number): void {
  const { next } = draft;
  next.word = 'named';
  clearOrphan(draft);
  if (next.openPort !== null && next.openPort !== port) leave(draft);
  found(draft, port);
  if (next.targetPort !== port) connectTo(draft, port);
}

/** The Daemon's port told where the Node is: one at another port is dead. */
function found(draft: Draft, port: number): void {
  const { next } = draft;
  if (next.process !== null && next.process.port !== port) recordExit(draft);
  next.process ??= newProcess(port, null);
  next.vouchedPort = port;
}

function started(draft: Draft, port: number, processId: number): void {
  const { next, actions } = draft;
  next.startWritten = false;
  next.word = 'named';
  clearOrphan(draft);
  if (next.openPort === port && next.process !== null) {
    // Its link was found before the reply came.
    next.process = { ...next.process, processId };
    next.vouchedPort = port;
    return;
  }
  // A start makes a new process, whatever port it got.
  if (next.openPort !== null) leave(draft);
  else if (next.process === null) actions.push({ kind: 'forget-process' });
  else recordExit(draft);
  next.process = newProcess(port, processId);
  next.vouchedPort = port;
  connectTo(draft, port);
}

/** A Node whose link is open lives: it is left for the one that the Daemon knows, and no exit is made up. */
function leave(draft: Draft): void {
  const { next } = draft;
  next.openPort = null;
  next.shutdown = 'none';
  next.stage = null;
  next.stageDueMs = null;
  forgetProcess(draft);
}
