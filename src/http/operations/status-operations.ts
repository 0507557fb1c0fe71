/** What the gateway answers by itself: status, liveness, readiness, metrics, and what a caller may do. */
import { METRICS_TYPE } from '../../metrics/prometheus-text.js';
import { jsonAnswer, noStore, type Answer } from '../responses/answer.js';
import type { AppDeps } from '../app-deps.js';
import { awaitReadiness, readiness } from '../health.js';
import type { Call } from '../requests/call.js';
import { buildStatus, statusExtras } from '../status.js';
import type { Handlers } from './handlers.js';

const SECOND_MS = 1000;

export function statusHandlers(deps: AppDeps) {
  return {
    getStatus: () => {
      const status = buildStatus(deps.peers.hops(), statusExtras(deps), deps.now());
      return Promise.resolve(jsonAnswer(200, JSON.stringify(status), noStore));
    },
    getLivez: () => Promise.resolve(jsonAnswer(200, '{"alive":true}', noStore)),
    getReadyz: (call) => ready(deps, call),
    getMetrics: async () => ({
      status: 200,
      type: METRICS_TYPE,
      body: await deps.metrics.text(),
      headers: noStore,
    }),
    getAccess: ({ exchange }) => {
      const isReader = deps.settings.readOnly || exchange.holder === 'reader';
      const access = isReader ? ['read'] : ['read', 'secret', 'write'];
      return Promise.resolve(jsonAnswer(200, JSON.stringify({ access }), noStore));
    },
  } satisfies Partial<Handlers>;
}

async function ready(deps: AppDeps, { query, exchange }: Call<'getReadyz'>): Promise<Answer> {
  const { require = null, wait = 0 } = query;
  const hops = (): ReturnType<AppDeps['peers']['hops']> => deps.peers.hops();
  if (wait > 0) {
    const { signal } = exchange;
    await awaitReadiness({ ...deps, hops }, require, { waitMs: wait * SECOND_MS, signal });
  }
  const answer = readiness(hops(), require);
  return jsonAnswer(answer.ready ? 200 : 503, JSON.stringify(answer), {
    ...noStore,
    ...(answer.ready ? {} : { 'retry-after': '2' }),
  });
}
