/** What the page says at its top in each state of the chain, and what can be done there. Pure. */
import { isZeroHop } from './hops.js';

/** @import { View, Status, Headline } from './types.js' */

/**
 * @param {View} view
 * @returns {Headline}
 */
export function headlineOf(view) {
  const { link, status } = view;
  if (link.state === 'unauthorized') return unauthorized;
  if (link.state === 'lost') return status === null ? neverHeard : lost;
  if (status === null) return connecting;
  return nodeHeadline(view, status);
}

/** @type {Headline} */
const connecting = {
  tone: 'busy',
  title: 'Asking the gateway …',
  text: 'What it knows about Daemon and Node will stand here in a moment.',
  actions: [],
};

/** @type {Headline} */
const unauthorized = {
  tone: 'warn',
  title: 'This gateway asks for a token',
  text: 'Give it as the password when the browser asks; the user name does not matter. If the browser does not ask, reload the page, which itself never asks for one.',
  actions: [],
};

/** @type {Headline} */
const neverHeard = {
  tone: 'bad',
  title: 'The gateway does not answer',
  text: 'It has ended, or cannot be reached from here. The page goes on trying by itself.',
  actions: [],
};

/** @type {Headline} */
const lost = {
  tone: 'bad',
  title: 'The connection to the gateway is lost',
  text: 'What stands below is the last that was heard, not how things are. A Node goes on without the gateway. The page goes on trying by itself.',
  actions: [],
};

/**
 * @param {View} view
 * @param {Status} status
 * @returns {Headline}
 */
function nodeHeadline(view, status) {
  switch (status.nodeState) {
    case 'running':
      return runningHeadline(view, status);
    case 'orphan':
      return {
        tone: 'warn',
        title: 'The Daemon does not know this Node',
        text: 'The Node runs, but the Daemon denies it: it was restarted, or the Node was started beside it. Setup, start and restart are closed while it is so. Shutting the Node down is the way out; start it again then.',
        actions: ['shutdown'],
      };
    case 'unresponsive':
      return unresponsiveHeadline(status);
    case 'starting':
      return {
        tone: 'busy',
        title: 'The Node is starting',
        text: 'The Daemon has been told to; the connection to the Node comes next.',
        actions: [],
      };
    case 'stopping':
      return {
        tone: 'busy',
        title: 'The Node is shutting down',
        text: 'It says no word about it: it is done when its connection is gone.',
        actions: [],
      };
    case 'stopped':
    case 'unknown':
      return withoutNode(view, status);
  }
}

/**
 * @param {Status} status
 * @returns {Headline}
 */
function unresponsiveHeadline({ nodeProcessId }) {
  const which = nodeProcessId === null ? 'its process' : `its process, ${nodeProcessId},`;
  return {
    tone: 'bad',
    title: 'The Node does not answer',
    text: `It holds its connection open and says nothing. Calls to it fail at once and nothing more is sent. A Node that hangs rarely comes back: if it stays so, end ${which} with the means of the system, and start it again.`,
    actions: [],
  };
}

/**
 * @param {View} view
 * @param {Status} status
 * @returns {Headline}
 */
function runningHeadline(view, { daemonState, connectionStage }) {
  if (daemonState === 'absent') {
    return {
      tone: 'good',
      title: 'The Node runs, without a Daemon',
      text: 'The Node itself listens where the Daemon would. Setup, start and restart need a Daemon and are not to be had.',
      actions: ['shutdown'],
    };
  }
  if (daemonState !== 'up') {
    return {
      tone: 'warn',
      title:
        daemonState === 'down'
          ? 'The Node runs, the Daemon is gone'
          : 'The Node runs, the Daemon hangs',
      text: 'The Node does its work without it. Setup, start and restart wait until the Daemon is back.',
      actions: ['shutdown'],
    };
  }
  const [title, text] = isZeroHop(view)
    ? zeroHopWords
    : (stageWords[connectionStage ?? ''] ?? stageUnknown);
  const isThere = connectionStage === 'RouteFound' || isZeroHop(view);
  return { tone: isThere ? 'good' : 'busy', title, text, actions: ['restart', 'shutdown'] };
}

/** @typedef {readonly [string, string]} Words */

/** @type {Words} */
const zeroHopWords = [
  'The Node runs by itself',
  'In zero-hop mode it needs no neighbors and no route.',
];
/** @type {Words} */
const stageUnknown = ['The Node runs', 'How well it is connected will be known in a moment.'];
/** @type {Readonly<Record<string, Words>>} */
const stageWords = {
  RouteFound: ['The Node runs and has a route', 'Data can flow through the network.'],
  ConnectedToNeighbor: [
    'The Node runs and looks for a route',
    'A neighbor is connected; a route needs more of them, and some patience.',
  ],
  NotConnected: [
    'The Node runs and looks for a neighbor',
    'Nobody is connected yet. If it stays so, look at “neighbors” in the setup and at the log.',
  ],
};

/**
 * @param {View} view
 * @param {Status} status
 * @returns {Headline}
 */
function withoutNode(view, status) {
  switch (status.daemonState) {
    case 'down':
      return {
        tone: 'bad',
        title: 'No Daemon is there',
        text: 'Nothing listens on the Daemon’s port. Start the Daemon on this machine (sudo MASQNode --initialization); the gateway finds it by itself, and so does this page.',
        actions: [],
      };
    case 'unresponsive':
      return {
        tone: 'bad',
        title: 'The Daemon does not answer',
        text: 'It holds its connection open and says nothing. A launch that fails blocks it for some ten seconds; if it stays so, restart the Daemon.',
        actions: [],
      };
    case 'absent':
    case 'up':
      return stoppedHeadline(view, status);
  }
}

/**
 * @param {View} view
 * @param {Status} status
 * @returns {Headline}
 */
function stoppedHeadline({ setup }, status) {
  /** @type {Headline['actions']} */
  const actions = status.daemonState === 'up' ? ['start'] : [];
  if (status.nodeLastExitReason === 'panic') {
    return {
      tone: 'bad',
      title: 'The Node has crashed',
      text: 'It ended with a panic; the last lines of the log say where. It can be started again.',
      actions,
    };
  }
  if (status.nodeLastExitKind === 'killed') {
    return {
      tone: 'bad',
      title: 'The Node was killed',
      text: 'A signal ended it, not a shutdown: somebody, or the system when memory ran out. It can be started again.',
      actions,
    };
  }
  const faults = setup.data?.errors.length ?? 0;
  if (faults > 0) {
    const many = faults === 1 ? 'one thing is' : `${faults} things are`;
    return {
      tone: 'warn',
      title: 'No Node runs, and the setup is not complete',
      text: `In the setup ${many} missing or wrong; the table below says what. Until then a start fails.`,
      actions,
    };
  }
  return {
    tone: 'idle',
    title: 'No Node runs',
    text: 'The Daemon is there and waits. The Node starts with the setup below.',
    actions,
  };
}
