/** What is known of a request when it is over: for the log, the audit and whoever traces. */
import type { Outcome } from '../../errors.js';
import type { Access } from '../../api/operation.js';
import type { Exchange, Holder } from './exchange.js';
import type { ProblemCode } from '../../problems/problem-table.js';
import type { TraceParent } from './trace-parent.js';

/** What became of a request: an answer to a reading, or the outcome of everything else. */
type RequestOutcome = Outcome | 'answered';

/** A request that is over; never a value of it, a body or a header. */
export interface FinishedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly operationId: string | undefined;
  /** Template of the path. */
  readonly route: string | undefined;
  readonly access: Access | undefined;
  readonly opcode: string | undefined;
  /** Of the conversation that served it; undefined where none was written for it. */
  readonly contextId: number | undefined;
  readonly holder: Holder | undefined;
  /** Undefined where the caller left before the answer began. */
  readonly status: number | undefined;
  readonly outcome: RequestOutcome;
  readonly problem:
    | { readonly code: ProblemCode; readonly outcome: Outcome; readonly instance: string }
    | undefined;
  readonly hungUp: boolean;
  /** True where the answer was a stream, which lasts as long as its reader likes. */
  readonly streamed: boolean;
  /** Unix milliseconds. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly trace: TraceParent | undefined;
}

/** Collects it; `status` undefined where no answer began. */
export function finishedRequest(
  exchange: Exchange,
  end: {
    readonly method: string;
    readonly status: number | undefined;
    readonly hungUp: boolean;
    readonly nowMs: number;
  },
): FinishedRequest {
  const { requestId, operationId, route, access, opcode, contextId, holder } = exchange;
  const { problem, streamed, trace } = exchange;
  return {
    requestId,
    method: end.method,
    operationId,
    route,
    access,
    opcode,
    contextId,
    holder,
    status: end.status,
    outcome: outcomeOf(exchange, end.status),
    problem,
    hungUp: end.hungUp,
    streamed,
    startedMs: exchange.startedMs,
    durationMs: end.nowMs - exchange.startedMs,
    trace,
  };
}

function outcomeOf(exchange: Exchange, status: number | undefined): RequestOutcome {
  const { problem, access, wasWritten } = exchange;
  if (problem !== undefined) return problem.outcome;
  // What changes something and was not written was done already, by itself or by an earlier request with its key.
  if (access === 'w' && status !== undefined) return wasWritten ? 'applied' : 'not-sent';
  if (status !== undefined) return 'answered';
  return wasWritten ? 'unknown' : 'not-sent';
}
