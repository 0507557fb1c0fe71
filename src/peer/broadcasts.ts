/** What a peer broadcasts, read once: what of it may be shown, what it tells the peer state, which readings it makes stale. */
import { readLogBroadcast, type LogBroadcast } from '../protocol/log-line.js';
import { isolatedOpcodes, isBroadcast, isolatedEntryOf } from '../protocol/opcodes.js';
import type { BroadcastOpcode, Peer, ReadKind } from '../protocol/opcodes.js';
import { readCrashed, readStage } from '../protocol/replies.js';
import { readSetupMessage } from '../protocol/setup-reply.js';
import type { PeerStateEvent } from './peer-state/peer-state.js';

/** What one kind of broadcast says. */
interface Content extends Partial<Omit<LogBroadcast, 'shown'>> {
  /** The payload as it may be shown to everybody. */
  readonly payload: string;
  readonly events: readonly PeerStateEvent[];
}

/** A broadcast, understood. `logLevel` and `line` are those of a log line. */
interface BroadcastReading extends Content {
  readonly invalidates: readonly ReadKind[];
}

const readers: Readonly<Record<BroadcastOpcode, (payload: string) => Content>> = {
  setup: (payload) => {
    const { text, running } = readSetupMessage(payload);
    // A change that the Daemon broadcasts was made while no Node ran.
    return { payload: text, events: running === false ? [{ kind: 'setup-reply', running }] : [] };
  },
  crashed: (payload) => {
    const crashed = readCrashed(payload);
    if (crashed === undefined) return { payload, events: [] };
    const { processId, reason } = crashed;
    return {
      payload,
      events: [{ kind: 'crashed', processId, killed: reason === 'NoInformation' }],
    };
  },
  configurationChanged: (payload) => ({ payload, events: [] }),
  connectionChange: (payload) => {
    const stage = readStage(payload);
    return { payload, events: stage === undefined ? [] : [{ kind: 'stage', stage }] };
  },
  logBroadcast: (payload) => {
    const { shown, logLevel, line } = readLogBroadcast(payload);
    return { payload: shown, logLevel, line, events: eventsOf(line) };
  },
  newPassword: (payload) => ({ payload, events: [{ kind: 'password-changed' }] }),
};

/** Reads a broadcast of either peer; undefined for what is an answer to us and never published. */
export function readBroadcast(
  hop: Peer,
  opcode: string,
  payload: string,
): BroadcastReading | undefined {
  if (isBroadcast(opcode)) {
    const { from, invalidates } = isolatedOpcodes[opcode];
    const content = readers[opcode](payload);
    // What the other peer says in its name tells nothing.
    return { ...content, events: hop === from ? content.events : [], invalidates };
  }
  const isAnswer = isolatedEntryOf(opcode) !== undefined;
  return isAnswer ? undefined : { payload, events: [], invalidates: [] };
}

function eventsOf(line: LogBroadcast['line']): readonly PeerStateEvent[] {
  if (line?.kind === 'panic') return [{ kind: 'panic-line' }];
  return line?.kind === 'shutdown-order' ? [{ kind: 'shutdown-order-line' }] : [];
}
