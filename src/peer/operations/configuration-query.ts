/** The configuration with its secrets: a wrong password is told as such, and not as nulls. */
import { readMatches } from '../../protocol/replies.js';
import { badReply, wrongPassword } from '../../problems/faults.js';
import type { PeerContext } from './peer-context.js';
import type { CallOptions } from '../peers.js';

/**
 * Checks the password, then asks for the configuration with it; resolves with the payload text.
 * @throws GatewayError wrong-password, where the Node itself would answer with nulls (configurator.rs:539-615).
 */
export async function queryConfiguration(
  context: PeerContext,
  password: string,
  options: CallOptions,
): Promise<string> {
  const payload = JSON.stringify({ dbPasswordOpt: password });
  const beganAtMs = context.now();
  const matches = readMatches(await context.access.call('checkPassword', payload, options));
  if (matches === undefined) throw badReply('node', 'checkPassword', false);
  if (!matches) throw wrongPassword();
  return context.access.call('configuration', payload, {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.waitMs === undefined
      ? {}
      : { waitMs: Math.max(0, options.waitMs - (context.now() - beganAtMs)) }),
  });
}
