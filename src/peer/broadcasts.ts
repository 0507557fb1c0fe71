/** What a peer broadcasts, read once: what of it may be shown, what it tells the peer state, what it makes stale. */
import {
  classifyLogLine,
  readLogMessage,
  redactLogPayload,
  type LogLine,
} from '../protocol/log-line.js';
import { isolatedEntryOf } from '../protocol/opcodes.js';
import { readCrashed, readRunning, readStage } from '../protocol/replies.js';
import { redactSetupPayload } from '../protocol/setup-redaction.js';
import type { PeerEvent } from './peer-state/peer-state.js';
import type { ReadKind } from './peers.js';
import { touchedByBroadcast } from './touches.js';

/** A broadcast, understood. */
export interface BroadcastReading {
  /** May be shown to everybody. */
  readonly payload: string;
  readonly events: readonly PeerEvent[];
  readonly touched: readonly ReadKind[];
  /** Of log lines only. */
  readonly line: LogLine | undefined;
}

/** Reads a broadcast of either peer; undefined for what is an answer to us and never published. */
export function readBroadcast(
  hop: 'daemon' | 'node',
  opcode: string,
  payload: string,
): BroadcastReading | undefined {
  if (isolatedEntryOf(opcode)?.kind === 'answer') return undefined;
  const isLog = opcode === 'logBroadcast';
  const message = isLog ? readLogMessage(payload) : undefined;
  const line = message === undefined ? undefined : classifyLogLine(message.msg);
  return {
    payload: shownPayload(opcode, payload),
    events: hop === 'daemon' ? daemonEvents(opcode, payload) : nodeEvents(opcode, payload, line),
    touched: touchedByBroadcast(opcode),
    line,
  };
}

function shownPayload(opcode: string, payload: string): string {
  switch (opcode) {
    case 'logBroadcast':
      return redactLogPayload(payload);
    case 'setup':
      return redactSetupPayload(payload);
    default:
      return payload;
  }
}

function daemonEvents(opcode: string, payload: string): readonly PeerEvent[] {
  if (opcode === 'crashed') {
    const crashed = readCrashed(payload);
    return crashed === undefined
      ? []
      : [
          {
            kind: 'crashed',
            processId: crashed.processId,
            killed: crashed.reason === 'NoInformation',
          },
        ];
  }
  // A change that the Daemon tells of was made while no Node ran.
  return opcode === 'setup' && readRunning(payload) === false
    ? [{ kind: 'setup-reply', running: false }]
    : [];
}

function nodeEvents(
  opcode: string,
  payload: string,
  line: LogLine | undefined,
): readonly PeerEvent[] {
  if (line?.kind === 'panic') return [{ kind: 'panic-line' }];
  if (line?.kind === 'shutdown-order') return [{ kind: 'shutdown-order-line' }];
  if (opcode === 'newPassword') return [{ kind: 'password-changed' }];
  const stage = opcode === 'connectionChange' ? readStage(payload) : undefined;
  return stage === undefined ? [] : [{ kind: 'stage', stage }];
}
