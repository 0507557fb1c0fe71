/** What the peer state looks like from outside. */
import type { PeerState } from './peer-state.js';
import type { DaemonState, HopsSnapshot, NodeState } from '../peers.js';

/** The Daemon's state. */
export function daemonStateOf(state: PeerState): DaemonState {
  if (state.absent) return 'absent';
  if (state.daemonUnresponsive) return 'unresponsive';
  return state.daemonLink === 'open' ? 'up' : 'down';
}

/** The Node's state; `unknown` also in the moment between its loss and the Daemon's word. */
export function nodeStateOf(state: PeerState): NodeState {
  if (state.openPort !== null) return openNodeState(state);
  if (state.nodeUnresponsive) return 'unresponsive';
  if (state.nodeRenewing) return 'running';
  if (daemonStateOf(state) !== 'up') return 'unknown';
  if (state.startWritten || state.word === 'named') return 'starting';
  if (state.word === 'denied') return 'stopped';
  return state.process?.shutdownWritten === true ? 'stopping' : 'unknown';
}

function openNodeState(state: PeerState): NodeState {
  if (state.nodeUnresponsive) return 'unresponsive';
  if (state.shutdown !== 'none') return 'stopping';
  return state.orphan ? 'orphan' : 'running';
}

/** The snapshot that everybody else sees. */
export function snapshotOf(state: PeerState): HopsSnapshot {
  return {
    daemon: {
      state: daemonStateOf(state),
      sinceMs: state.daemonSinceMs,
      link: state.daemonLink,
    },
    node: {
      state: nodeStateOf(state),
      sinceMs: state.nodeSinceMs,
      link: state.nodeLink,
      port: state.openPort ?? state.targetPort,
      processId: state.process?.processId ?? null,
      stage: state.stage,
      zeroHop: state.zeroHop,
      lastExit: state.lastExit,
    },
  };
}

/** True if the Daemon's port has told where the Node is, and its link is being opened. */
export function isNodeComing(state: PeerState): boolean {
  return state.targetPort !== null && (state.word === 'named' || state.absent);
}

/** True where Daemon or configuration have vouched for the process at the other end of the open Node link. */
export function isVouched(state: PeerState): boolean {
  return (
    state.openPort !== null &&
    (state.openPort === state.vouchedPort || state.openPort === state.configuredPort)
  );
}
