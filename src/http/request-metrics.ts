/** One count per request, by its route's template: a path that callers make up is never a label. */
import type { Request } from 'express';
import type { GatewayMetrics } from '../metrics/gateway-metrics.js';
import type { GatewayResponse } from './operation.js';

/** Counts the request once its answer is out or its caller has gone. */
export function countWhenDone(
  request: Request,
  response: GatewayResponse,
  metrics: Pick<GatewayMetrics, 'requestDone'>,
  now: () => number,
): void {
  const { exchange } = response.locals;
  response.once('close', () => {
    metrics.requestDone({
      route: exchange.route,
      method: request.method,
      status: response.headersSent ? response.statusCode : undefined,
      durationMs: exchange.streamed ? undefined : now() - exchange.startedMs,
      problem: exchange.problem,
    });
  });
}
