/** Conversations with the Daemon: the turn taken, the caller's wait kept apart from the work, replies read. */
import { opcodes } from '../../protocol/opcodes.js';
import { readSetupMessage } from '../../protocol/setup-reply.js';
import type { SetupMessage } from '../../protocol/setup-reply.js';
import { noReply, unexpectedRedirect } from '../../problems/faults.js';
import type { DaemonTurn } from '../links/links.js';
import { withTimeout } from '../operations/with-timeout.js';
import type { PeerContext } from '../operations/peer-context.js';
import type { CallOptions } from '../peers.js';
import { limitOf } from '../timings.js';

/** How a caller waits for a turn of the lane. */
interface TurnOptions extends CallOptions {
  /** The caller's wait where he names none. */
  readonly limitMs: number;
  readonly changes: boolean;
}

/**
 * Runs `body` in a turn with the Daemon. The caller's wait may end before: with not-sent-in-time in the queue (nothing
 * is done), with no-reply once `body` runs, which it does to its end.
 */
export function inDaemonTurn<T>(
  context: PeerContext,
  body: (turn: DaemonTurn) => Promise<T>,
  options: TurnOptions,
): Promise<T> {
  let begun = false;
  const waitMs = options.waitMs ?? options.limitMs;
  const work = context.daemonLink.turn(
    (turn) => {
      begun = true;
      const refusal = context.peerState.refusalOf({ kind: 'daemon' });
      return refusal === undefined ? body(turn) : Promise.reject(refusal);
    },
    { waitMs, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  );
  return withTimeout(work, waitMs, () =>
    begun ? noReply('daemon', 'the request', options.changes) : undefined,
  );
}

/** One `setup` within a turn; resolves with the reply, fit to be shown, and tells the peer state whether a Node runs. */
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
  if (running !== undefined) context.peerState.take({ kind: 'setup-reply', running });
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
