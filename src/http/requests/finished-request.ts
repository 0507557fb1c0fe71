/** What is known of a request when it is over, and who is told: log, audit, metrics, tracing. Never a body, a query value, a header or an error object. */
import type { Request } from 'express';
import type { Access } from '../../api/operation.js';
import type { Outcome } from '../../errors.js';
import type { GatewayMetrics } from '../../metrics/gateway-metrics.js';
import type { ProblemCode } from '../../problems/problem-table.js';
import type { Exchange, GatewayResponse, Holder } from './exchange.js';
import type { TraceParent } from './trace-parent.js';

/** What became of a request: an answer to a reading, or the outcome of everything else. */
export type RequestOutcome = Outcome | 'answered';

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

function finishedRequest(
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

/** What the log must be able to do; pino's Logger fits. */
export interface AccessLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

// One log line per request.
function requestFields(finished: FinishedRequest): Readonly<Record<string, unknown>> {
  const { requestId, method, operationId, opcode, contextId, holder, status } = finished;
  const { problem, outcome, hungUp, durationMs, trace } = finished;
  return {
    requestId,
    traceId: trace?.traceId,
    parentSpanId: trace?.parentId,
    method,
    operationId,
    opcode,
    contextId,
    holder,
    status,
    outcome,
    code: problem?.code,
    instance: problem?.instance,
    hungUp: hungUp ? true : undefined,
    durationMs,
  };
}

// One more line for what changes something.
function auditFields(finished: FinishedRequest): Readonly<Record<string, unknown>> {
  const { requestId, holder, operationId, opcode, contextId, outcome, status, problem } = finished;
  return {
    requestId,
    holder,
    operationId,
    opcode,
    contextId,
    outcome,
    status,
    code: problem?.code,
  };
}

/** Those who hear of it. */
export interface RequestSinks {
  readonly logger: AccessLogger;
  /** Told of what changes something, tried or done. */
  readonly audit: AccessLogger;
  readonly metrics: Pick<GatewayMetrics, 'requestDone'>;
  readonly onRequestDone?: ((finished: FinishedRequest) => void) | undefined;
}

/** Tells of the request once its answer is out or its caller has gone. */
export function tellWhenDone(
  request: Request,
  response: GatewayResponse,
  sinks: RequestSinks,
  now: () => number,
): void {
  const { exchange } = response.locals;
  // One listener for all, and not `once`: a response closes once, and every wrapper is paid by every request.
  response.on('close', () => {
    const finished = finishedRequest(exchange, {
      method: request.method,
      status: response.headersSent ? response.statusCode : undefined,
      hungUp: !response.writableFinished,
      nowMs: now(),
    });
    sinks.logger.info(requestFields(finished), 'request');
    if (finished.access === 'w') sinks.audit.info(auditFields(finished), 'change');
    sinks.metrics.requestDone(finished);
    sinks.onRequestDone?.(finished);
  });
}
