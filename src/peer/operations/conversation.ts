/** One plain conversation, sent to the hop of its opcode; the operations that are more than one conversation have files of their own. */
import { GatewayError, PeerError } from '../../errors.js';
import { peerCodes } from '../../protocol/error-codes.js';
import { staleAfter } from '../../protocol/opcodes.js';
import type { Opcode } from '../../protocol/opcodes.js';
import type { Preceding } from '../links/links.js';
import type { PeerContext } from './peer-context.js';
import type { Ask, CallOptions } from '../peers.js';

/** Texts by which the Node says that it left the password as it was (node_configurator/configurator.rs:158-179). */
const passwordRefusals = ['PasswordError', 'The database already has a password'];

/** Holds a conversation with the Node, behind `before` if there is one; tells what it touches, when it is written and when it has ended in any way. */
export async function converse(
  context: PeerContext,
  ask: Ask,
  before?: Preceding,
): Promise<string> {
  const { opcode, payload, ...options } = ask;
  const kinds = staleAfter(opcode);
  if (kinds.length === 0) return context.access.call(opcode, payload, options);
  const touch = (): void => context.touch(kinds);
  const sent = { written: false, ended: false };
  try {
    const reply = await context.access.call(opcode, payload, {
      ...options,
      before,
      onWritten: (contextId) => {
        sent.written = true;
        touch();
        options.onWritten?.(contextId);
      },
      onEnded: () => {
        sent.ended = true;
        touch();
      },
    });
    if (opcode === 'changePassword') passwordChanged(context);
    return reply;
  } catch (error) {
    if (opcode === 'changePassword' && sent.written && mayHaveChanged(error)) {
      context.peerState.take({ kind: 'password-changed' });
    }
    throw error;
  } finally {
    // Its caller's wait is over; the conversation itself may end later.
    if (sent.written && !sent.ended) touch();
  }
}

/** The Node does not broadcast newPassword to who caused it. */
function passwordChanged(context: PeerContext): void {
  context.peerState.take({ kind: 'password-changed' });
  context.publish({ hop: 'node', opcode: 'newPassword', payload: '{}' });
}

/** True unless the Node has said that it did nothing. */
function mayHaveChanged(error: unknown): boolean {
  if (error instanceof GatewayError) return error.outcome === 'unknown';
  if (!(error instanceof PeerError)) return true;
  if (error.peerCode === peerCodes.UNMARSHAL) return false;
  return !passwordRefusals.some((text) => error.peerMessage.startsWith(text));
}

/** Fire-and-forget to the Node; resolves when written. */
export async function tellNode(
  context: PeerContext,
  opcode: Opcode,
  payload: string,
  options: CallOptions,
): Promise<void> {
  const { access, nodeLink, timings } = context;
  const rest = await access.prepare(timings.scanWaitMs, options);
  await nodeLink.tell({ opcode, payload, hasPassword: false }, rest);
  context.touch(staleAfter(opcode));
}
