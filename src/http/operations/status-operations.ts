/** What the gateway answers by itself about the hops: status, liveness, readiness. */
import type { Peers } from '../../peer/peers.js';
import type { StatusExtras } from '../status.js';
import { buildStatus } from '../status.js';
import { getReadyzQuery } from '../../generated/validators.js';
import { awaitReadiness, isRequirement, readiness } from '../health.js';
import type { ReadinessDeps } from '../health.js';
import { JSON_TYPE, jsonAnswer, noStore } from '../operation.js';
import type { Answer, Call, Operation } from '../operation.js';

/** What these routes need. */
export interface StatusDeps extends Omit<ReadinessDeps, 'hops'> {
  readonly peers: Pick<Peers, 'hops'>;
  readonly extras: () => StatusExtras;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const SECOND_MS = 1000;
const produces = [JSON_TYPE] as const;

/** status, livez and readyz; their queries may hold anything, monitors add cache busters. */
export function statusOperations(deps: StatusDeps): readonly Operation[] {
  return [
    {
      operationId: 'getStatus',
      method: 'GET',
      path: '/v1/status',
      access: 'r',
      produces,
      unknownQuery: 'ignored',
      run: () => {
        const status = buildStatus(deps.peers.hops(), deps.extras(), deps.now());
        return Promise.resolve(jsonAnswer(200, JSON.stringify(status), noStore));
      },
    },
    {
      operationId: 'getLivez',
      method: 'GET',
      path: '/livez',
      access: 'open',
      produces,
      acceptsAll: true,
      unknownQuery: 'ignored',
      run: () => Promise.resolve(jsonAnswer(200, '{"alive":true}', noStore)),
    },
    {
      operationId: 'getReadyz',
      method: 'GET',
      path: '/readyz',
      access: 'open',
      produces,
      acceptsAll: true,
      query: { require: 'text', wait: 'count' },
      queryValidator: getReadyzQuery,
      unknownQuery: 'ignored',
      run: (call) => ready(deps, call),
    },
  ];
}

async function ready(deps: StatusDeps, call: Call): Promise<Answer> {
  const { require, wait } = call.query;
  const requirement = typeof require === 'string' && isRequirement(require) ? require : null;
  const hops = (): ReturnType<Peers['hops']> => deps.peers.hops();
  if (typeof wait === 'number' && wait > 0) {
    const { signal } = call.exchange;
    await awaitReadiness({ ...deps, hops }, requirement, { waitMs: wait * SECOND_MS, signal });
  }
  const answer = readiness(hops(), requirement);
  return jsonAnswer(answer.ready ? 200 : 503, JSON.stringify(answer), {
    ...noStore,
    ...(answer.ready ? {} : { 'retry-after': '2' }),
  });
}
