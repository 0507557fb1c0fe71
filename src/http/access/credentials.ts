/** The token that a request carries, out of its Authorization header. */

/** Stands for a header that holds nothing a token could be; no token is empty. @internal */
export const NO_TOKEN = '';

const form = /^(bearer|basic) +([a-z0-9._~+/-]+=*) *$/i;

/**
 * Reads `Bearer TOKEN`, or the password of `Basic`, whatever the user name. Undefined without a header, NO_TOKEN for one that
 * cannot be read.
 */
export function presentedToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const [, scheme, value] = form.exec(authorization) ?? [];
  if (scheme === undefined || value === undefined) return NO_TOKEN;
  return scheme.toLowerCase() === 'bearer' ? value : passwordOf(value);
}

// RFC 7617: everything behind the first colon.
function passwordOf(encoded: string): string {
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? NO_TOKEN : pair.slice(colon + 1);
}
