/** One log line per request; never a body, a query value, a header or an error object. */
import type { Request } from 'express';
import type { GatewayResponse } from './operation.js';

/** What the log must be able to do; pino's Logger fits. */
export interface AccessLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Writes the request's line once its answer is out or its caller has gone. */
export function logWhenDone(
  request: Request,
  response: GatewayResponse,
  logger: AccessLogger,
  now: () => number,
): void {
  const { exchange } = response.locals;
  response.once('close', () => {
    const { problem } = exchange;
    logger.info(
      {
        requestId: exchange.requestId,
        method: request.method,
        operationId: exchange.operationId,
        opcode: exchange.opcode,
        holder: exchange.holder,
        status: response.headersSent ? response.statusCode : undefined,
        ...(problem === undefined
          ? {}
          : { code: problem.code, outcome: problem.outcome, instance: problem.instance }),
        ...(response.writableFinished ? {} : { hungUp: true }),
        durationMs: now() - exchange.startedMs,
      },
      'request',
    );
  });
}
