/** Who hears that a request is over: log, audit, metrics, tracing. */
import type { Request } from 'express';
import type { GatewayMetrics } from '../../metrics/gateway-metrics.js';
import { finishedRequest, type FinishedRequest } from './finished-request.js';
import type { GatewayResponse } from './exchange.js';

interface AccessLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

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

/** What the audit says of a request that changes something. */
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
