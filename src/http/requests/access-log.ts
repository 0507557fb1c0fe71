/** One log line per request, one more for what changes something; never a body, a query value, a header or an error object. */
import type { FinishedRequest } from './finished-request.js';

/** What the log must be able to do; pino's Logger fits. */
export interface AccessLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What the line of a request says. */
export function requestFields(finished: FinishedRequest): Readonly<Record<string, unknown>> {
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
export function auditFields(finished: FinishedRequest): Readonly<Record<string, unknown>> {
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
