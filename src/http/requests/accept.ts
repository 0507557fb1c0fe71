/** Content negotiation by the Accept header (RFC 9110, 12.5.1). */
import Negotiator from 'negotiator';

const JSON_TYPE = 'application/json';
/** JSON whose 64-bit integers are strings. */
export const INTEGERS_AS_TEXT_TYPE = 'application/json;integers=string';
/** Any parameter but the weight: a client that accepts `application/json;charset=utf-8` accepts our JSON. */
const otherParameter = /;(?!\s*q\s*=)[^;,]*/gi;

/**
 * The best of `offered` (media types without parameters, our favourite first) for an Accept header; undefined if the header
 * rules all of them out. Without a header it is the first one; among types of equal weight the client's order decides.
 */
export function negotiate(
  accept: string | undefined,
  offered: readonly string[],
): string | undefined {
  if (accept === undefined || accept.trim() === '' || accept === '*/*') return offered[0];
  return negotiator({ accept: accept.replaceAll(otherParameter, '') }).mediaType([...offered]);
}

/** True if the header asks for JSON whose 64-bit integers are strings and does not prefer plain JSON. */
export function wantsIntegersAsText(accept: string | undefined): boolean {
  if (accept?.toLowerCase().includes('integers') !== true) return false;
  const best = negotiator({ accept }).mediaType([JSON_TYPE, INTEGERS_AS_TEXT_TYPE]);
  return best === INTEGERS_AS_TEXT_TYPE;
}

/** True if an Accept-Encoding header allows gzip; without one the body stays as it is. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  return negotiator({ 'accept-encoding': acceptEncoding }).encoding(['gzip']) === 'gzip';
}

function negotiator(headers: Readonly<Record<string, string | undefined>>): Negotiator {
  return new Negotiator({ headers });
}
