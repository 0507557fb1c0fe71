/** Whether the hops are there: the decision behind /readyz, and the wait for it. */
import type { HopsSnapshot } from '../peer/peers.js';
import type { components } from '../generated/openapi.js';
import { waitFor, type HopChanges } from './long-poll.js';
import { overallOf } from './status.js';

type Readiness = components['schemas']['Readiness'];

/** What must be there; null: any open link will do, unless the overall verdict of the status is `down`. */
type Requirement = Readiness['require'];

/** Whether the requirement is met. In zero-hop there are no routes: the Node running is all there can be. @internal */
export function isReady({ daemon, node }: HopsSnapshot, requirement: Requirement): boolean {
  const nodeReady = node.state === 'running' && node.link === 'open';
  switch (requirement) {
    case null:
      return (
        (daemon.link === 'open' || node.link === 'open') &&
        overallOf(daemon.state, node.state) !== 'down'
      );
    case 'daemon':
      return daemon.state === 'up';
    case 'node':
      return nodeReady;
    case 'route':
      return nodeReady && (node.zeroHop === true || node.stage?.stage === 'RouteFound');
  }
}

/** The answer's JSON object. */
export function readiness(hops: HopsSnapshot, requirement: Requirement): Readiness {
  const { daemon, node } = hops;
  return {
    ready: isReady(hops, requirement),
    require: requirement,
    daemonState: daemon.state,
    daemonLink: daemon.link,
    nodeState: node.state,
    nodeLink: node.link,
    connectionStage: node.stage?.stage ?? null,
    routeFound: node.stage === null ? null : node.stage.stage === 'RouteFound',
  };
}

interface ReadinessDeps {
  readonly hops: () => HopsSnapshot;
  readonly hopChanges: Pick<HopChanges, 'subscribe'>;
  /** Aborted when the gateway closes: the wait ends. */
  readonly closing: AbortSignal;
}

/** Resolves as soon as the requirement is met, the wait is over, or nobody waits any more. */
export function awaitReadiness(
  deps: ReadinessDeps,
  requirement: Requirement,
  wait: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const { hops, hopChanges, closing } = deps;
  if (wait.waitMs <= 0 || isReady(hops(), requirement)) return Promise.resolve();
  const untilReady = (end: () => void): (() => void) =>
    hopChanges.subscribe(() => {
      if (isReady(hops(), requirement)) end();
    });
  return waitFor(untilReady, { waitMs: wait.waitMs, signals: [closing, wait.signal] });
}
