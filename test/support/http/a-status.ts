/** A status of a gateway with everything in order. */
import type { Status } from '../../../src/cli/gateway/status-reading.js';

/** A Node that has found a route, but for `changes`. */
export function aStatus(changes: Partial<Status> = {}): Status {
  return {
    overall: 'ok',
    overallCode: 0,
    gatewayVersion: '1.2.3',
    gatewaySince: '2026-11-23T00:00:00.000Z',
    daemonState: 'up',
    daemonSince: '2026-11-23T00:00:00.000Z',
    daemonForSeconds: 7200,
    daemonLink: 'open',
    nodeState: 'running',
    nodeSince: '2026-11-23T01:00:00.000Z',
    nodeForSeconds: 3600,
    nodeLink: 'open',
    nodePort: 32768,
    nodeProcessId: 4711,
    connectionStage: 'RouteFound',
    connectionStageAt: '2026-11-23T01:00:10.000Z',
    routeFound: true,
    nodeLastExitAt: null,
    nodeLastExitKind: null,
    nodeLastExitReason: null,
    eventSubscribers: 2,
    lastEventId: 'abc-17',
    ...changes,
  };
}
