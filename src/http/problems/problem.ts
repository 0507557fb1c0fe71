/** Any error as an RFC 9457 problem document. */
import {
  GatewayError,
  PeerError,
  type FieldError,
  type Hop,
  type InForce,
  type Outcome,
} from '../../errors.js';
import { peerCodeHex, peerCodeName } from '../../protocol/error-codes.js';
import { peerProblem } from './peer-problem.js';
import { NO_EXIT } from '../../problems/exit-location-faults.js';
import { problemRow, type ProblemCode } from '../../problems/problem-table.js';

/** A problem before it becomes a document; `detail` is fit for a caller's eyes. */
export interface Problem {
  readonly code: ProblemCode;
  readonly hop: Hop;
  readonly outcome: Outcome;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** Exact u64 as a decimal string, where a peer sent an error. */
  readonly peerCode: string | undefined;
  /** Which exit preference is in force, if that is not the one asked for. */
  readonly inForce: InForce | undefined;
  readonly retryAfterS: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Carries the problem that an earlier request with the same Idempotency-Key came to. */
export class ReplayedProblem extends Error {
  override readonly name = 'ReplayedProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

const plain = {
  errors: [],
  peerCode: undefined,
  inForce: undefined,
  retryAfterS: undefined,
  headers: {},
} as const;

/** What became of the request, in the gateway's words, for whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof GatewayError) return fromGatewayError(error);
  if (error instanceof PeerError) return fromPeerError(error);
  if (error instanceof ReplayedProblem) return error.problem;
  if (isExpressRequestFault(error)) {
    return {
      ...plain,
      code: 'invalid-request',
      hop: 'gateway',
      outcome: 'not-sent',
      detail: 'The path of the request is not well-formed.',
    };
  }
  return {
    ...plain,
    code: 'internal-error',
    hop: 'gateway',
    outcome: 'unknown',
    detail: `${problemRow('internal-error').explanation} ${problemRow('internal-error').cure}`,
  };
}

function fromGatewayError(error: GatewayError): Problem {
  const { code, hop, outcome, errors, headers, retryAfterS, inForce, message: detail } = error;
  return { ...plain, code, hop, outcome, errors, headers, retryAfterS, inForce, detail };
}

function fromPeerError(error: PeerError): Problem {
  const { code, outcome, words } = peerProblem(error);
  const entry = problemRow(code);
  const who = error.hop === 'daemon' ? 'Daemon' : 'Node';
  const said = words === undefined ? '' : ` The ${who} said: “${words}”`;
  return {
    ...plain,
    code,
    hop: error.hop,
    outcome,
    peerCode: error.peerCode,
    inForce: error.inForce,
    detail: `${entry.explanation} ${entry.cure}${said}${error.inForce === 'no exit' ? ` ${NO_EXIT}` : ''}`,
  };
}

// Express throws these itself, for a path that cannot be decoded; their message quotes the path.
function isExpressRequestFault(error: unknown): boolean {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

export function problemStatus(problem: Problem): number {
  return problemRow(problem.code).status;
}

/** The problem's JSON text with a line feed at its end; `instance` is a UUID of this one occurrence. */
export function problemDocument(
  problem: Problem,
  occurrence: { readonly requestId: string; readonly uuid: string },
): string {
  const { code, detail, hop, outcome, errors, peerCode, inForce } = problem;
  const { status, title } = problemRow(code);
  const document = {
    type: `/problems/${code}`,
    title,
    status,
    detail,
    instance: `urn:uuid:${occurrence.uuid}`,
    code,
    requestId: occurrence.requestId,
    hop,
    outcome,
    ...(inForce === undefined ? {} : { inForce }),
    ...(errors.length > 0 ? { errors } : {}),
    ...(peerCode === undefined ? {} : peerMembers(peerCode)),
  };
  return `${JSON.stringify(document)}\n`;
}

function peerMembers(peerCode: string): Readonly<Record<string, string | null>> {
  return {
    peerCode,
    peerCodeHex: peerCodeHex(peerCode),
    peerCodeName: peerCodeName(peerCode) ?? null,
  };
}

/** Headers that go with a problem, names in lower case. */
export function problemHeaders(problem: Problem): Readonly<Record<string, string>> {
  const { retryAfterS, headers } = problem;
  return {
    ...headers,
    ...(retryAfterS === undefined
      ? {}
      : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterS))) }),
  };
}
