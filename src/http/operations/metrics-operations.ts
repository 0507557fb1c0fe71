/** What Prometheus scrapes. */
import type { GatewayMetrics } from '../../metrics/gateway-metrics.js';
import { METRICS_TYPE } from '../../metrics/prometheus-text.js';
import { noStore } from '../operation.js';
import type { Operation } from '../operation.js';

/** What the route needs. */
export interface MetricsDeps {
  readonly metrics: Pick<GatewayMetrics, 'text'>;
}

/** metrics; whatever a scraper accepts or adds to the query, this text is what there is. */
export function metricsOperations(deps: MetricsDeps): readonly Operation[] {
  return [
    {
      operationId: 'getMetrics',
      method: 'GET',
      path: '/metrics',
      access: 'r',
      produces: ['text/plain'],
      acceptsAll: true,
      unknownQuery: 'ignored',
      run: async () => ({
        status: 200,
        type: METRICS_TYPE,
        body: await deps.metrics.text(),
        headers: noStore,
      }),
    },
  ];
}
