/** What the Daemon's side tells about both hops. */
import {
  acquit,
  aim,
  bury,
  forgetProcess,
  newProcess,
  probe,
  probeAt,
  seek,
  suspect,
  type Draft,
} from './hop-moves.js';
import type { DaemonFact, ProbeAnswer } from './hop-state.js';

/** Applies a fact of the Daemon's side. */
export function applyDaemonFact(draft: Draft, fact: DaemonFact): void {
  const { next } = draft;
  switch (fact.kind) {
    case 'daemon-link':
      next.daemonLink = fact.link;
      return;
    case 'daemon-open':
      return open(draft);
    case 'daemon-lost':
      return lost(draft);
    case 'daemon-failed':
      return failed(draft, fact.refused);
    case 'daemon-unresponsive':
      next.daemonUnresponsive = fact.unresponsive;
      return;
    case 'probe-wanted':
      return probe(draft);
    case 'probe-answer':
      return answered(draft, fact.answer);
    case 'setup-reply':
      return setupReplied(draft, fact.running);
    case 'start-written':
      next.startWritten = true;
      return;
    case 'start-reply':
      return started(draft, fact.port, fact.processId);
    case 'start-failed':
      next.startWritten = false;
      return probeAt(draft, draft.nowMs);
  }
}

function failed(draft: Draft, refused: boolean): void {
  const { next } = draft;
  if (refused) {
    next.daemonUnresponsive = false;
    if (next.process?.port === next.daemonPort && next.openPort === null) bury(draft);
  }
  seek(draft);
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
  acquit(draft);
  seek(draft);
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
      acquit(draft);
      found(draft, answer.port);
      next.absent = true;
      next.word = 'none';
      next.aimedPort = answer.port;
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
    acquit(draft);
  } else if (next.word !== 'named') probeAt(draft, draft.nowMs);
}

function denied(draft: Draft): void {
  const { next } = draft;
  next.word = 'denied';
  if (next.openPort !== null) return suspect(draft);
  next.vouchedPort = null;
  // What listens on the Daemon's port is a Daemon now.
  if (next.process?.port === next.daemonPort) bury(draft);
  seek(draft);
}

function named(draft: Draft, port: number): void {
  const { next } = draft;
  next.word = 'named';
  acquit(draft);
  if (next.openPort !== null && next.openPort !== port) leave(draft);
  found(draft, port);
  if (next.aimedPort !== port) aim(draft, port);
}

/** The Daemon's port told where the Node is: one at another port is dead. */
function found(draft: Draft, port: number): void {
  const { next } = draft;
  if (next.process !== null && next.process.port !== port) bury(draft);
  next.process ??= newProcess(port, null);
  next.vouchedPort = port;
}

function started(draft: Draft, port: number, processId: number): void {
  const { next, actions } = draft;
  next.startWritten = false;
  next.word = 'named';
  acquit(draft);
  if (next.openPort === port && next.process !== null) {
    // Its link was found before the reply came.
    next.process = { ...next.process, processId };
    next.vouchedPort = port;
    return;
  }
  // A start makes a new process, whatever port it got.
  if (next.openPort !== null) leave(draft);
  else if (next.process === null) actions.push({ kind: 'forget-process' });
  else bury(draft);
  next.process = newProcess(port, processId);
  next.vouchedPort = port;
  aim(draft, port);
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
