/** A change of the setup: looked at before it is sent, so that it cannot kill the Daemon, and after, so that it is told truly. */
import type { FieldError, GatewayError } from '../../errors.js';
import { opcodes, staleAfter } from '../../protocol/opcodes.js';
import { poisonedSettings, rejectedSettings, undoneClears } from '../../protocol/setup-merge.js';
import { isSecretName, readableNames } from '../../protocol/setup-names.js';
import type { SetupReply } from '../../protocol/setup-reply.js';
import { askSetup, inDaemonTurn } from '../daemon/daemon-conversation.js';
import {
  badReply,
  clearUndone,
  setupFrozen,
  setupPoisoned,
  setupRejected,
} from '../../problems/faults.js';
import type { DaemonTurn } from '../links/links.js';
import type { PeerContext } from './peer-context.js';
import type { CallOptions, SetupValue } from '../peers.js';
import { limitOf } from '../timings.js';

const EMPTY = '{"values":[]}';
/** An empty setup goes before every change. */
const CONVERSATIONS = 2;

/**
 * Changes setup values; resolves with the payload text of the Daemon's reply.
 * @throws GatewayError setup-frozen, orphan-node, setup-poisoned, clear-undone, setup-rejected and what a turn with the Daemon throws; the
 *   pointers of its errors are those of a body `{"values":[{"name","value"}]}`.
 */
export function changeSetup(
  context: PeerContext,
  values: readonly SetupValue[],
  options: CallOptions,
): Promise<string> {
  return inDaemonTurn(context, (turn) => change(context, turn, values, options), {
    ...options,
    limitMs: CONVERSATIONS * limitOf(opcodes.setup, context.timings),
    changes: true,
  });
}

async function change(
  context: PeerContext,
  turn: DaemonTurn,
  values: readonly SetupValue[],
  options: CallOptions,
): Promise<string> {
  const { reply: before } = await askSetup(context, turn, EMPTY);
  if (before === undefined) throw badReply('daemon', 'setup', false);
  const fault = faultBefore(before, values);
  if (fault !== undefined) throw fault;
  const refusal = context.peerState.refusalOf({ kind: 'change-setup' });
  if (refusal !== undefined) throw refusal;
  const touch = (): void => context.touch(staleAfter('setup'));
  try {
    const { text, reply: after } = await askSetup(
      context,
      turn,
      writeSetup(values),
      (contextId) => {
        touch();
        options.onWritten?.(contextId);
      },
    );
    if (after === undefined) throw badReply('daemon', 'setup', true);
    // The Daemon does not broadcast a change to who made it.
    if (isChanged(before, after, values))
      context.publish({ hop: 'daemon', opcode: 'setup', payload: text });
    const complaint = faultAfter(after, values);
    if (complaint !== undefined) throw complaint;
    return text;
  } finally {
    touch();
  }
}

/** The request's payload: a clear is a value of null. */
function writeSetup(values: readonly SetupValue[]): string {
  return JSON.stringify({ values: values.map(({ name, value }) => ({ name, value })) });
}

/** Why the change must not be written, by the reply to an empty setup. */
function faultBefore(before: SetupReply, values: readonly SetupValue[]): GatewayError | undefined {
  if (before.running) return setupFrozen('not-sent');
  const poisoned = poisonedSettings(before, values);
  if (poisoned.length === 0) return undefined;
  const names = [...new Set(poisoned.map(({ name }) => name))].join(', ');
  return setupPoisoned({
    detail: `What is stored in the setup would kill the Daemon or the Node: ${names}. Nothing was written. ${poisoned.map(({ detail }) => detail).join(' ')}`,
    errors: poisoned.map(({ detail }) => ({ pointer: '/values', detail })),
    parameters: poisoned.filter(({ curable }) => curable).map(({ name }) => name),
  });
}

/** What is wrong with the outcome, by the reply to the change itself. */
function faultAfter(after: SetupReply, values: readonly SetupValue[]): GatewayError | undefined {
  if (after.running) return setupFrozen('refused');
  const rejected = rejectedSettings(values, after);
  if (rejected.length > 0) {
    return setupRejected({
      detail: `${rejected.map(({ detail }) => detail).join(' ')} It is stored all the same: replace it, clear it, or leave it.`,
      errors: rejected.map(({ name, detail }) => pointTo(values, name, detail)),
      parameters: rejected.map(({ name }) => name),
    });
  }
  const undone = undoneClears(values, after);
  if (undone.length === 0) return undefined;
  const others = values.some(({ value }) => value !== null);
  return clearUndone({
    outcome: others ? 'applied' : 'refused',
    detail: `The Daemon did not clear ${undone.join(', ')}: it undoes every clear while the setup has errors${aboutWhat(after)}. Clear in the same request that completes the setup.`,
    errors: undone.map((name) => pointTo(values, name, `${name} is still set.`)),
    parameters: undone,
  });
}

function aboutWhat({ errors }: SetupReply): string {
  const names = [...new Set(errors.map(([name]) => name))].filter((name) =>
    readableNames.includes(name),
  );
  return names.length === 0 ? '' : `, now in ${names.join(', ')}`;
}

function pointTo(values: readonly SetupValue[], name: string, detail: string): FieldError {
  return { pointer: `/values/${values.findIndex((item) => item.name === name)}`, detail };
}

/** True where a value differs; of censored ones that were set nobody can see whether they do. */
function isChanged(before: SetupReply, after: SetupReply, values: readonly SetupValue[]): boolean {
  const old = new Map(before.values.map(({ name, value }) => [name, value]));
  const secretSet = values.some(({ name, value }) => value !== null && isSecretName(name));
  return secretSet || after.values.some(({ name, value }) => old.get(name) !== value);
}
