/**
 * The choice of exit countries. The Node's own list only grows, and only an empty one clears it (neighborhood/mod.rs:1639-1674,
 * 1802-1821): to replace it, it is cleared and then set, by two messages written in one step.
 */
import { GatewayError, PeerError } from '../../errors.js';
import { peerCodes } from '../../protocol/error-codes.js';
import { readExitLocations, readMissingCountries } from '../../protocol/exit-location-rules.js';
import { exitLocationLost, noExit } from '../../problems/exit-location-faults.js';
import type { Ask } from '../peers.js';
import { converse } from './conversation.js';
import type { PeerContext } from './peer-context.js';

const CLEAR = '{"fallbackRouting":true,"exitLocations":[],"showCountries":false}';

/**
 * Replaces the preference; resolves with the payload text of the Node's reply.
 * @throws GatewayError countries-missing where no wanted country has an exit and no other may be used; with `inForce` none where
 *   the list was cleared and what became of the new one is not known; PeerError.
 */
export async function replaceExitLocation(context: PeerContext, ask: Ask): Promise<string> {
  const wanted = readExitLocations(ask.payload);
  if (wanted === undefined || wanted.countryCodes.length === 0) return converse(context, ask);
  const clear = { answered: false };
  const onAnswered = (): void => {
    clear.answered = true;
  };
  let reply: string;
  try {
    reply = await converse(context, ask, { payload: CLEAR, onAnswered });
  } catch (error) {
    if (error instanceof GatewayError && error.outcome === 'unknown' && clear.answered) {
      throw exitLocationLost(error);
    }
    throw isMissing(error) && !wanted.fallbackRouting ? error.with({ inForce: 'no exit' }) : error;
  }
  const missing = readMissingCountries(reply);
  const isHopeless =
    !wanted.fallbackRouting && wanted.countryCodes.every((code) => missing.includes(code));
  if (isHopeless) throw noExit(missing);
  return reply;
}

function isMissing(error: unknown): error is PeerError {
  return error instanceof PeerError && error.peerCode === peerCodes.EXIT_COUNTRY_MISSING_COUNTRIES;
}
