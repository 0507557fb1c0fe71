/** Creates the errors of an exit preference that is not in force as it was asked for. */
import { GatewayError } from '../errors.js';

/** What follows if no wanted country has an exit and no other may be used. */
export const NO_EXIT =
  'No traffic can leave now. The choice will not take effect when the country appears; set it again.';

/** The Node has taken a choice of which it knows no country, and no other may be used. */
export function noExit(countryCodes: readonly string[]): GatewayError {
  return new GatewayError({
    code: 'countries-missing',
    inForce: 'no exit',
    detail: `None of the countries has a known exit: ${countryCodes.join(', ')}. ${NO_EXIT}`,
  });
}

/** The earlier choice of exit countries was cleared, and the Node never answered the new one. */
export function exitLocationLost(cause: GatewayError): GatewayError {
  const { code, hop } = cause;
  return new GatewayError({
    code,
    hop,
    outcome: 'applied',
    inForce: 'none',
    detail:
      'The earlier choice of exit countries is cleared, and the Node did not answer the new one: traffic may leave from any country. Set it again.',
    cause,
  });
}
