/** What a call or a stream can fail with. */
import type { components } from '../generated/openapi.js';
import { readJson } from './exact-json.js';

/** A problem document as the gateway writes it (RFC 9457). */
export type ProblemDocument = components['schemas']['Problem'];
/** The closed list of what can be wrong. */
export type ProblemCode = components['schemas']['ProblemCode'];
/** What became of a request. */
export type Outcome = components['schemas']['Outcome'];
/** Who is at fault. */
export type Hop = components['schemas']['Hop'];
/** One fault of a request: JSON pointer and rule. */
export type FieldError = components['schemas']['FieldError'];

/** The gateway says that something is wrong. `message` is title and detail. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';
  readonly status: number;
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail: string;
  readonly hop: Hop;
  /** `unknown`: the request may have been carried out. */
  readonly outcome: Outcome;
  /** Empty where the fault is not one of single fields. */
  readonly errors: readonly FieldError[];
  /** The peer's own error code, a u64; undefined where no peer sent one. */
  readonly peerCode: bigint | undefined;
  /** The peers' own name of it; undefined where there is none. */
  readonly peerCodeName: string | undefined;
  readonly requestId: string;
  /** Seconds after which trying again may help; undefined where waiting alone does not. */
  readonly retryAfterS: number | undefined;

  constructor(document: ProblemDocument, retryAfterS?: number) {
    super(`${document.title}: ${document.detail}`);
    this.status = document.status;
    this.code = document.code;
    this.title = document.title;
    this.detail = document.detail;
    this.hop = document.hop;
    this.outcome = document.outcome;
    this.errors = document.errors ?? [];
    this.peerCode = document.peerCode === undefined ? undefined : BigInt(document.peerCode);
    this.peerCodeName = document.peerCodeName ?? undefined;
    this.requestId = document.requestId;
    this.retryAfterS = retryAfterS;
  }
}

/**
 * No answer, or not all of it: nobody listens there, or the connection broke off. After a change nobody knows whether it was
 * carried out; ask with the same idempotency key again. `cause` is what `fetch` threw.
 */
export class GatewayUnreachable extends Error {
  override readonly name = 'GatewayUnreachable';

  constructor(url: string, cause: unknown) {
    super(`No answer from ${url}`, { cause });
  }
}

/** An answer that no gateway gives: something else listens there, or stands in between. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly status: number;

  constructor(status: number, contentType: string, cause?: unknown) {
    const type = contentType || 'missing';
    super(`The answer is none of a gateway: status ${status}, type ${type}`, { cause });
    this.status = status;
  }
}

/** The error that a refusal with this text stands for. */
export function errorOf(response: Response, text: string): GatewayProblem | UnexpectedAnswer {
  const type = mediaType(response);
  const document = type === 'application/problem+json' ? problemIn(text) : undefined;
  return document === undefined
    ? new UnexpectedAnswer(response.status, type)
    : new GatewayProblem(document, retryAfterS(response));
}

/** Content type without its parameters, in lower case; empty where there is none. */
export function mediaType({ headers }: Response): string {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return type.trim().toLowerCase();
}

function problemIn(text: string): ProblemDocument | undefined {
  try {
    const value = readJson(text);
    return isProblem(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// The rest of the members is what openapi.yaml promises of a document that has these.
function isProblem(value: unknown): value is ProblemDocument {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'outcome' in value &&
    typeof value.outcome === 'string'
  );
}

function retryAfterS({ headers }: Response): number | undefined {
  const value = headers.get('retry-after') ?? '';
  return /^\d+$/.test(value) ? Number(value) : undefined;
}
