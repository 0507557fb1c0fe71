/** Faults of the HTTP request itself, found by http/ before any peer is asked. */
import type { FieldError } from '../../errors.js';
import type { requestProblems } from './request-problems.js';

/** What an HttpError is made of; `detail` never repeats a value that may be secret. */
export interface HttpErrorFields {
  readonly code: keyof typeof requestProblems;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Response headers that belong to the refusal, such as Allow. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds after which trying again may help. */
  readonly retryAfterS?: number;
}

/** A request refused by http/; nothing was sent to a peer. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: keyof typeof requestProblems;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfterS: number | undefined;

  constructor(fields: HttpErrorFields) {
    super(fields.detail);
    this.code = fields.code;
    this.errors = fields.errors ?? [];
    this.headers = fields.headers ?? {};
    this.retryAfterS = fields.retryAfterS;
  }
}

/** The 400 that names each fault of the input. */
export function invalidRequest(errors: readonly FieldError[]): HttpError {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  const place = first === undefined || first.pointer === '' ? '' : `${first.pointer}: `;
  const detail =
    first === undefined ? 'The request does not fit the API.' : `${place}${first.detail}${more}`;
  return new HttpError({ code: 'invalid-request', detail, errors });
}
