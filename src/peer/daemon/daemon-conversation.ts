/** Conversations with the Daemon: the lane taken, the caller's wait kept apart from the work, replies read. */
import type { GatewayError } from '../../errors.js';
import { opcodes } from '../../protocol/opcodes.js';
import { readSetupMessage } from '../../protocol/setup-reply.js';
import type { SetupMessage } from '../../protocol/setup-reply.js';
import {
  daemonUnreachable,
  noDaemon,
  noReply,
  orphanNode,
  unexpectedRedirect,
  unresponsive,
} from '../../problems/faults.js';
import { daemonStateOf, nodeStateOf } from '../hops/hops-snapshot.js';
import type { HopsState } from '../hops/hop-state.js';
import type { DaemonTurn } from '../links/links.js';
import { withPatience } from '../operations/patience.js';
import type { PeerContext } from '../operations/peer-context.js';
import type { CallOptions } from '../peers.js';
import { limitOf } from '../timings.js';

/** Why the Daemon is not to be asked at all; undefined where it may be. */
export function daemonFault(state: HopsState): GatewayError | undefined {
  const daemon = daemonStateOf(state);
  if (daemon === 'absent') return noDaemon();
  if (nodeStateOf(state) === 'orphan') return orphanNode();
  if (daemon === 'up') return undefined;
  return daemon === 'down' ? daemonUnreachable() : unresponsive('daemon');
}

/** How a caller waits for a turn of the lane. */
interface TurnOptions extends CallOptions {
  /** The caller's wait where he names none. */
  readonly limitMs: number;
  readonly changes: boolean;
}

/**
 * Runs `body` with the Daemon's lane to itself. The caller's wait may end before: with not-sent-in-time in the waiting room (nothing
 * is done), with no-reply once `body` runs, which it does to its end.
 */
export function inDaemonTurn<T>(
  context: PeerContext,
  body: (turn: DaemonTurn) => Promise<T>,
  options: TurnOptions,
): Promise<T> {
  const fault = daemonFault(context.hops.state);
  if (fault !== undefined) return Promise.reject(fault);
  let begun = false;
  const waitMs = options.waitMs ?? options.limitMs;
  const work = context.daemonLink.turn(
    (turn) => {
      begun = true;
      const faultNow = daemonFault(context.hops.state);
      return faultNow === undefined ? body(turn) : Promise.reject(faultNow);
    },
    { waitMs, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  );
  return withPatience(work, waitMs, () =>
    begun ? noReply('daemon', 'the request', options.changes) : undefined,
  );
}

/** One `setup` within a turn; resolves with the reply, fit to be shown, and tells the hops whether a Node runs. */
export async function askSetup(
  context: PeerContext,
  turn: DaemonTurn,
  payload: string,
  onWritten?: (contextId?: number) => void,
): Promise<SetupMessage> {
  const reply = await turn.ask('setup', payload, onWritten === undefined ? {} : { onWritten });
  if (reply.kind === 'redirect') throw unexpectedRedirect('setup');
  const setup = readSetupMessage(reply.payload);
  const { running } = setup;
  if (running !== undefined) context.hops.take({ kind: 'setup-reply', running });
  return setup;
}

/** Reads the setup; running or not, but not while an orphan runs: an empty setup writes into the database. */
export function readSetupText(
  context: PeerContext,
  payload: string,
  options: CallOptions,
): Promise<string> {
  const ask = async (turn: DaemonTurn): Promise<string> =>
    (await askSetup(context, turn, payload, options.onWritten)).text;
  return inDaemonTurn(context, ask, {
    ...options,
    limitMs: limitOf(opcodes.setup, context.timings),
    changes: false,
  });
}
