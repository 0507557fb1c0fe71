/** Problems of the HTTP request itself, found before anything is sent to a peer. */
import type { ProblemRow } from './problem-row.js';

const unsent = { hop: 'gateway', outcome: 'not-sent' } as const;

/** Faults of the request and of the gateway itself, by code. */
export const requestProblems = {
  'invalid-request': {
    ...unsent,
    status: 400,
    title: 'The request does not fit the API',
    explanation:
      'A parameter or a part of the body is missing, unknown, of the wrong type or outside its bounds. Nothing was sent to a peer.',
    cure: 'Each entry of "errors" names one place and what belongs there; /docs shows every route with its body.',
  },
  unauthorized: {
    ...unsent,
    status: 401,
    title: 'A token is needed',
    explanation: 'The gateway was started with tokens, and the request carried none that it knows.',
    cure: 'Send "Authorization: Bearer TOKEN", or the token as the password of Basic authentication; curl takes the header from a file with -H @FILE.',
  },
  'origin-refused': {
    ...unsent,
    status: 403,
    title: 'Pages of this origin may not use the gateway',
    explanation:
      'The request carries an Origin header that is not the gateway itself: a web page from elsewhere sent it.',
    cure: 'Allow the origin with the setting allow-origin, or leave the request to a program that sends no Origin header.',
  },
  'cross-site': {
    ...unsent,
    status: 403,
    title: 'Another site sent this request',
    explanation: 'The browser says in Sec-Fetch-Site that a page of another site or port made it.',
    cure: 'Open the address by hand, or use a program outside the browser.',
  },
  'read-only': {
    ...unsent,
    status: 403,
    title: 'Only reading is allowed',
    explanation: 'The gateway or the token is read-only; this route writes or returns secrets.',
    cure: 'Use the admin token, or start the gateway without --read-only.',
  },
  'not-found': {
    ...unsent,
    status: 404,
    title: 'No such route',
    explanation: 'Nothing is served at this path.',
    cure: 'GET / lists the routes; paths are case-sensitive and have no slash at the end.',
  },
  'method-not-allowed': {
    ...unsent,
    status: 405,
    title: 'The route has no such method',
    explanation: 'The path exists, but not with this method.',
    cure: 'The Allow header lists the methods that it has.',
  },
  'not-acceptable': {
    ...unsent,
    status: 406,
    title: 'The answer does not come in that form',
    explanation: 'The Accept header rules out every media type that this route can answer with.',
    cure: 'Leave the Accept header out, or ask for a type that the detail names.',
  },
  'request-timeout': {
    ...unsent,
    status: 408,
    title: 'The request did not arrive in time',
    explanation:
      'Headers have 10 s to arrive and a whole request 30 s, counted from its first byte or from the opening of the connection.',
    cure: 'Send the request in one go; the connection is closed.',
  },
  'too-large': {
    ...unsent,
    status: 413,
    title: 'The body is too large',
    explanation: 'Request bodies may have up to 1 MiB.',
    cure: 'Send less; no conversation of the protocol needs as much.',
  },
  'unsupported-media-type': {
    ...unsent,
    status: 415,
    title: 'The body is not declared as JSON',
    explanation:
      'A body must be plain, uncompressed JSON and say so. This also keeps forms of foreign web pages out.',
    cure: 'Add the header "Content-Type: application/json" and no Content-Encoding.',
  },
  'host-refused': {
    ...unsent,
    status: 421,
    title: 'The gateway does not answer to this host name',
    explanation:
      'The Host header names neither a loopback address nor localhost. A name that was made to point here by a foreign page looks like this.',
    cure: 'Use http://127.0.0.1 or http://localhost, or allow the name with the setting allow-host.',
  },
  'headers-too-large': {
    ...unsent,
    status: 431,
    title: 'The headers are too large',
    explanation: 'Request line and headers may have 16 KiB together, and there may be 200 headers.',
    cure: 'Leave headers out that the gateway does not know, cookies of other programs of this machine for one.',
  },
  'idempotency-in-progress': {
    ...unsent,
    retryAfterS: 1,
    status: 409,
    title: 'The same request is still under way',
    explanation: 'A request with this Idempotency-Key has not ended yet.',
    cure: 'Wait and repeat it with the same key.',
  },
  'idempotency-mismatch': {
    ...unsent,
    status: 422,
    title: 'The key belongs to another request',
    explanation: 'This Idempotency-Key was used with another body, query or route.',
    cure: 'Take a new key for a new request.',
  },
  'streams-full': {
    ...unsent,
    retryAfterS: 5,
    status: 429,
    title: 'Too many event streams are open',
    explanation: 'The gateway serves a limited number of event streams at once.',
    cure: 'Close streams that nobody reads, or raise the setting max-streams.',
  },
  'internal-error': {
    hop: 'gateway',
    outcome: 'unknown',
    status: 500,
    title: 'The gateway has a fault',
    explanation: 'Something happened that should not: a fault of the gateway, not of the request.',
    cure: 'Report it with the requestId; the log holds a line with the same id.',
  },
} as const satisfies Record<string, ProblemRow>;
