/** The chain of hops, from the gateway to the route: what each one is said to be. Pure. */

/** @import { View, Status, HopView, Tone } from './types.js' */

/** @type {Readonly<Record<Status['daemonState'], readonly [string, Tone]>>} */
const daemonWords = {
  up: ['up', 'good'],
  down: ['not there', 'bad'],
  unresponsive: ['no answer', 'bad'],
  absent: ['not needed', 'idle'],
};

/** @type {Readonly<Record<Status['nodeState'], readonly [string, Tone]>>} */
const nodeWords = {
  unknown: ['not known', 'idle'],
  stopped: ['stopped', 'idle'],
  starting: ['starting', 'busy'],
  running: ['running', 'good'],
  stopping: ['stopping', 'busy'],
  unresponsive: ['no answer', 'bad'],
  orphan: ['orphan', 'warn'],
};

/** @type {Readonly<Record<string, readonly [string, Tone, string]>>} */
const stageWords = {
  RouteFound: ['found', 'good', 'data can flow'],
  ConnectedToNeighbor: ['searching', 'busy', 'a neighbor is connected'],
  NotConnected: ['none yet', 'warn', 'no neighbor is connected'],
};

const alive = ['running', 'orphan', 'unresponsive', 'stopping'];

/**
 * Whether the setup says that the Node needs no route.
 *
 * @param {View} view
 */
export function isZeroHop(view) {
  const values = view.setup.data?.values ?? [];
  return values.some(({ name, value }) => name === 'neighborhood-mode' && value === 'zero-hop');
}

/**
 * @param {View} view
 * @returns {readonly HopView[]} gateway, Daemon, Node, route
 */
export function chainOf(view) {
  const { status } = view;
  const chain =
    status === null
      ? ['Daemon', 'Node', 'Route'].map(nothingKnown)
      : [daemonHop(status), nodeHop(status), routeHop(status, isZeroHop(view))];
  // What a Node that does not answer last said of its route is no present state either.
  if (status?.nodeState === 'unresponsive') chain.push(...chain.splice(2).map(asLastKnown));
  const isCurrent = view.link.state === 'live' || view.link.state === 'full';
  return [gatewayHop(view), ...chain.map((hop) => (isCurrent ? hop : asLastKnown(hop)))];
}

/**
 * @param {View} view
 * @returns {HopView}
 */
function gatewayHop({ link, status }) {
  const common = {
    name: 'Gateway',
    detail: status === null ? '' : `version ${status.gatewayVersion}`,
  };
  switch (link.state) {
    case 'live':
    case 'full':
      return { ...common, state: 'up', tone: 'good', since: status?.gatewaySince ?? null };
    case 'connecting':
      return { ...common, state: 'connecting', tone: 'busy', since: null };
    case 'lost':
      return { ...common, state: 'lost', tone: 'bad', since: new Date(link.sinceMs).toISOString() };
    case 'unauthorized':
      return { ...common, state: 'locked', tone: 'warn', since: null };
  }
}

/**
 * @param {Status} status
 * @returns {HopView}
 */
function daemonHop({ daemonState, daemonSince }) {
  const [state, tone] = daemonWords[daemonState];
  const detail = daemonState === 'absent' ? 'the Node listens in its place' : '';
  return { name: 'Daemon', state, tone, since: daemonSince, detail };
}

/**
 * @param {Status} status
 * @returns {HopView}
 */
function nodeHop({ nodeState, nodeSince, nodePort, nodeProcessId }) {
  const [state, tone] = nodeWords[nodeState];
  const parts = alive.includes(nodeState)
    ? [
        nodeProcessId === null ? '' : `process ${nodeProcessId}`,
        nodePort === null ? '' : `port ${nodePort}`,
      ]
    : [];
  const detail = parts.filter((part) => part !== '').join(', ');
  return { name: 'Node', state, tone, since: nodeSince, detail };
}

/**
 * @param {Status} status
 * @param {boolean} zeroHop
 * @returns {HopView}
 */
function routeHop({ nodeState, connectionStage, connectionStageAt }, zeroHop) {
  const name = 'Route';
  if (!alive.includes(nodeState)) {
    return { name, state: 'none', tone: 'idle', since: null, detail: '' };
  }
  if (zeroHop && connectionStage !== 'RouteFound') {
    return { name, state: 'not needed', tone: 'idle', since: null, detail: 'zero-hop' };
  }
  const words = connectionStage === null ? undefined : stageWords[connectionStage];
  if (words === undefined) {
    return { name, state: connectionStage ?? 'not known', tone: 'idle', since: null, detail: '' };
  }
  const [state, tone, detail] = words;
  return { name, state, tone, since: connectionStageAt, detail };
}

/**
 * @param {string} name
 * @returns {HopView}
 */
function nothingKnown(name) {
  return { name, state: 'not known', tone: 'idle', since: null, detail: '' };
}

/**
 * @param {HopView} hop
 * @returns {HopView}
 */
function asLastKnown(hop) {
  return hop.state === 'not known'
    ? hop
    : { ...hop, state: `was ${hop.state}`, tone: 'idle', since: null };
}
