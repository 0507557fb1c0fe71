/** Creates the errors for requests that are refused before anything is sent to a peer. */
import { GatewayError } from '../errors.js';
import type { FieldError } from '../errors.js';
import type { requestProblems } from './request-problems.js';

/** What some refusals carry besides their detail. */
interface Extras {
  readonly errors?: readonly FieldError[];
  /** Response headers that belong to the refusal, such as Allow. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal; `detail` never repeats a value that may be secret. */
export function requestFault(
  code: keyof typeof requestProblems,
  detail: string,
  extras: Extras = {},
): GatewayError {
  return new GatewayError({ code, detail, ...extras });
}

/** Most faults that a problem lists. */
export const MAX_LISTED_ERRORS = 64;
/** A longer place is cut: keys are the caller's, and a megabyte of them is no help in a response. */
const MAX_POINTER_CHARS = 256;

/**
 * The 400 that names each fault of the input, up to {@link MAX_LISTED_ERRORS} of them, and says how many there are; `omitted` were not
 * even collected.
 */
export function invalidRequest(found: readonly FieldError[], omitted = 0): GatewayError {
  const errors = found.slice(0, MAX_LISTED_ERRORS).map(({ pointer, detail }) => ({
    pointer: shortened(pointer),
    detail,
  }));
  const first = errors[0];
  const count = found.length + omitted;
  const listed = count > errors.length ? `the first ${errors.length} are in errors` : 'see errors';
  const more = count > 1 ? ` (and ${count - 1} more, ${listed})` : '';
  const place = first === undefined || first.pointer === '' ? '' : `${first.pointer}: `;
  const detail =
    first === undefined ? 'The request does not fit the API.' : `${place}${first.detail}${more}`;
  return requestFault('invalid-request', detail, { errors });
}

function shortened(pointer: string): string {
  return pointer.length > MAX_POINTER_CHARS ? `${pointer.slice(0, MAX_POINTER_CHARS)}…` : pointer;
}

/** The path exists, without this method. */
export function methodNotAllowed(method: string, allow: string): GatewayError {
  return requestFault(
    'method-not-allowed',
    `This route has no method ${method.slice(0, MOST_METHOD_SHOWN)}; it has ${allow}.`,
    { headers: { allow } },
  );
}

/** Characters of a foreign method that a detail repeats. */
const MOST_METHOD_SHOWN = 20;

/** The Accept header excludes every media type of the route. */
export function notAcceptable(produces: readonly string[]): GatewayError {
  return requestFault(
    'not-acceptable',
    `This route answers with ${produces.join(' or ')}; the Accept header rules that out.`,
  );
}

/** A request with the same Idempotency-Key has not ended, or its response is still being delivered. */
export function idempotencyInProgress(isBeingDelivered: boolean): GatewayError {
  return requestFault(
    'idempotency-in-progress',
    isBeingDelivered
      ? 'The response to this Idempotency-Key is being delivered. If it does not arrive, repeat the request with the same key.'
      : 'The request with this Idempotency-Key has not ended yet. Repeat it with the same key to learn its outcome.',
  );
}
