/** One log line per request, one more for what changes something; never a body, a query value, a header or an error object. */
import type { Request } from 'express';
import { finishedRequest } from './finished-request.js';
import type { FinishedRequest } from './finished-request.js';
import type { GatewayResponse } from './operation.js';

/** What the log must be able to do; pino's Logger fits. */
export interface AccessLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Who hears of finished requests. */
export interface RequestSinks {
  readonly logger: AccessLogger;
  /** Told of what changes something, tried or done. */
  readonly audit: AccessLogger;
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
  response.once('close', () => {
    const finished = finishedRequest(exchange, {
      method: request.method,
      status: response.headersSent ? response.statusCode : undefined,
      hungUp: !response.writableFinished,
      nowMs: now(),
    });
    sinks.logger.info(requestFields(finished), 'request');
    if (finished.access === 'w') sinks.audit.info(auditFields(finished), 'change');
    sinks.onRequestDone?.(finished);
  });
}

function requestFields(finished: FinishedRequest): Readonly<Record<string, unknown>> {
  const { requestId, method, operationId, opcode, contextId, holder, status } = finished;
  const { problem, outcome, hungUp, durationMs, trace } = finished;
  return {
    requestId,
    ...(trace === undefined ? {} : { traceId: trace.traceId, parentSpanId: trace.parentId }),
    method,
    operationId,
    opcode,
    contextId,
    holder,
    status,
    outcome,
    ...(problem === undefined ? {} : { code: problem.code, instance: problem.instance }),
    ...(hungUp ? { hungUp } : {}),
    durationMs,
  };
}

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
