/**
 * What pages of an allowed foreign origin are told (CORS). Credentials of the browser's own are never allowed: such a page sends
 * its token in a header that it sets itself, so that no page can ride on what a browser has stored.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

const EXPOSED = 'Age, Preference-Applied, Retry-After, X-Request-Id';
const ALLOWED =
  'Accept, Authorization, Cache-Control, Content-Type, Idempotency-Key, Last-Event-ID, Prefer, X-Request-Id';
/** How long a browser may remember the answer to its preflight. */
const PREFLIGHT_MAX_AGE_S = 600;

/** Lets a page of `origin` read the answer. */
export function openTo(origin: string, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', EXPOSED);
}

/** Headers that answer a preflight; none for a plain OPTIONS. `allow` lists the methods of the path. */
export function preflightHeaders(
  headers: IncomingHttpHeaders,
  allow: string,
): Readonly<Record<string, string>> {
  if (headers.origin === undefined || headers['access-control-request-method'] === undefined)
    return {};
  return {
    'access-control-allow-methods': allow,
    'access-control-allow-headers': ALLOWED,
    'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
    ...(headers['access-control-request-private-network'] === 'true'
      ? { 'access-control-allow-private-network': 'true' }
      : {}),
  };
}
