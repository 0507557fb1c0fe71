/** The flat truth about every hop, as `/v1/status` gives it. */
import type { EventLog } from '../events/event-log.js';
import type { EventStreams } from '../events/event-streams.js';
import type { components } from '../generated/openapi.js';
import type { DaemonState, HopsSnapshot, NodeState } from '../peer/peers.js';

/** What status tells beside the hops. Times are Unix milliseconds. */
interface StatusExtras {
  readonly version: string;
  readonly startedAtMs: number;
  readonly eventSubscribers: number;
  readonly lastEventId: string | null;
}

const overallCodes: Readonly<Record<Status['overall'], Status['overallCode']>> = {
  ok: 0,
  degraded: 1,
  down: 2,
};
const SECOND_MS = 1000;

/** One verdict from both states; the connection stage does not count. */
export function overallOf(daemon: DaemonState, node: NodeState): Status['overall'] {
  if (node === 'running') return daemon === 'up' || daemon === 'absent' ? 'ok' : 'degraded';
  const half: readonly NodeState[] = ['stopped', 'starting', 'stopping', 'orphan'];
  return daemon === 'up' && half.includes(node) ? 'degraded' : 'down';
}

/** True or false where we know whether a Node process lives, else null. */
function isNodeRunning(node: NodeState): boolean | null {
  switch (node) {
    case 'unknown':
      return null;
    case 'stopped':
    case 'starting':
      return false;
    case 'running':
    case 'stopping':
    case 'unresponsive':
    case 'orphan':
      return true;
  }
}

/** Every key of the status; null if it is not known. Times are RFC 3339 UTC. */
type Status = components['schemas']['Status'];

/** What the extras are read from. */
interface StatusSources {
  readonly settings: Pick<StatusExtras, 'version' | 'startedAtMs'>;
  readonly eventStreams: Pick<EventStreams, 'subscriberCount'>;
  readonly eventLog: Pick<EventLog, 'newest' | 'newestId'>;
}

/** What status reports beside the hops, at this instant. */
export function statusExtras({ settings, eventStreams, eventLog }: StatusSources): StatusExtras {
  return {
    version: settings.version,
    startedAtMs: settings.startedAtMs,
    eventSubscribers: eventStreams.subscriberCount,
    lastEventId: eventLog.newest === 0 ? null : eventLog.newestId,
  };
}

export function buildStatus(
  { daemon, node }: HopsSnapshot,
  extras: StatusExtras,
  nowMs: number,
): Status {
  const overall = overallOf(daemon.state, node.state);
  return {
    overall,
    overallCode: overallCodes[overall],
    gatewayVersion: extras.version,
    gatewaySince: timestamp(extras.startedAtMs),
    daemonState: daemon.state,
    daemonSince: timestamp(daemon.sinceMs),
    daemonForSeconds: secondsSince(daemon.sinceMs, nowMs),
    daemonLink: daemon.link,
    nodeState: node.state,
    nodeRunning: isNodeRunning(node.state),
    nodeSince: timestamp(node.sinceMs),
    nodeForSeconds: secondsSince(node.sinceMs, nowMs),
    nodeLink: node.link,
    nodePort: node.port,
    nodeProcessId: node.processId,
    connectionStage: node.stage?.stage ?? null,
    connectionStageAt: node.stage === null ? null : timestamp(node.stage.atMs),
    routeFound: node.stage === null ? null : node.stage.stage === 'RouteFound',
    nodeLastExitAt: node.lastExit === null ? null : timestamp(node.lastExit.atMs),
    nodeLastExitKind: node.lastExit?.kind ?? null,
    nodeLastExitReason: node.lastExit?.reason ?? null,
    eventSubscribers: extras.eventSubscribers,
    lastEventId: extras.lastEventId,
  };
}

function timestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}

function secondsSince(sinceMs: number, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - sinceMs) / SECOND_MS));
}
