/** The start of a Node: asked of the Daemon, done when our own link to it is open. */
import { PeerError } from '../../errors.js';
import { peerCodes } from '../../protocol/error-codes.js';
import { opcodes, staleAfter } from '../../protocol/opcodes.js';
import { readStartReply, type StartReply } from '../../protocol/replies.js';
import { inDaemonTurn } from '../daemon/daemon-conversation.js';
import { badReply, nodeDied, unexpectedRedirect } from '../../problems/faults.js';
import type { PeerState } from '../peer-state/peer-state.js';
import type { DaemonTurn } from '../links/links.js';
import type { PeerContext } from './peer-context.js';
import type { CallOptions } from '../peers.js';
import { limitOf } from '../timings.js';

/** A start that the Daemon carried out. */
export interface StartedAnew {
  readonly kind: 'started';
  readonly payload: string;
  readonly reply: StartReply;
}

type Started = StartedAnew | { readonly kind: 'ran-already' };

/**
 * Starts the Node; resolves with the payload text of the reply once our own link is open, or some seconds later.
 * @throws GatewayError already-running, orphan-node, no-daemon, node-died, and what a turn with the Daemon throws; PeerError.
 */
export async function startNode(
  context: PeerContext,
  options: CallOptions & { readonly ensure: boolean },
): Promise<string> {
  if (runsAlready(context, options)) return runningPayload(context.peerState.state);
  const started = await inDaemonTurn(
    context,
    (turn) => startUnlessRunning(context, turn, options),
    {
      ...options,
      limitMs: limitOf(opcodes.start, context.timings),
      changes: true,
    },
  );
  if (started.kind === 'started') return awaitNode(context, started);
  const limitMs = context.timings.nodeOpenAfterStartMs;
  await context.access.reach({ deadlineMs: context.now() + limitMs, signal: options.signal });
  return runningPayload(context.peerState.state);
}

async function startUnlessRunning(
  context: PeerContext,
  turn: DaemonTurn,
  options: CallOptions & { readonly ensure: boolean },
): Promise<Started> {
  // Somebody ahead of us in the queue may have started it.
  if (runsAlready(context, options)) return { kind: 'ran-already' };
  try {
    return await askStart(context, turn, options.onWritten);
  } catch (error) {
    if (options.ensure && isAlreadyRunning(error)) return { kind: 'ran-already' };
    throw error;
  }
}

/**
 * True if the Node runs and the caller is content with that.
 * @throws GatewayError why there can be no start
 */
function runsAlready(context: PeerContext, { ensure }: { readonly ensure: boolean }): boolean {
  const refusal = context.peerState.refusalOf({ kind: 'start', ensure });
  if (refusal !== undefined) throw refusal;
  return context.peerState.state.openPort !== null;
}

/** Writes `start` within a turn and tells the peer state what became of it. */
export async function askStart(
  context: PeerContext,
  turn: DaemonTurn,
  onWritten?: (contextId?: number) => void,
): Promise<StartedAnew> {
  const touch = (): void => context.touch(staleAfter('start'));
  try {
    const answer = await turn.ask('start', '{}', {
      onWritten: (contextId) => {
        context.peerState.take({ kind: 'start-written' });
        touch();
        onWritten?.(contextId);
      },
    });
    if (answer.kind === 'redirect') throw unexpectedRedirect('start');
    const reply = readStartReply(answer.payload);
    if (reply === undefined || context.peerState.refusesPort(reply.redirectUiPort)) {
      throw badReply('daemon', 'start', true);
    }
    context.peerState.take({
      kind: 'start-reply',
      port: reply.redirectUiPort,
      processId: reply.newProcessId,
    });
    return { kind: 'started', payload: answer.payload, reply };
  } catch (error) {
    context.peerState.take({ kind: 'start-failed' });
    throw error;
  } finally {
    touch();
  }
}

function isAlreadyRunning(error: unknown): boolean {
  return error instanceof PeerError && error.peerCode === peerCodes.NODE_ALREADY_RUNNING;
}

/** Waits for our own link to the Node that was just started; it may also be dead by then, or not be ready yet. */
export async function awaitNode(
  context: PeerContext,
  { payload, reply }: StartedAnew,
): Promise<string> {
  const end = await context.peerState.until((state) => {
    const process = state.process;
    if (process === null || process.processId !== reply.newProcessId) return 'dead';
    return state.openPort === reply.redirectUiPort ? 'open' : undefined;
  }, context.timings.nodeOpenAfterStartMs);
  if (end !== 'dead') return payload;
  throw nodeDied();
}

/** As a start would have answered; the process id is null where somebody else started it. */
function runningPayload(state: PeerState): string {
  return JSON.stringify({
    newProcessId: state.process?.processId ?? null,
    redirectUiPort: state.openPort,
  });
}
