/** Whether something may be sent to a peer now, decided from the state of both peers alone. */
import type { GatewayError } from '../../errors.js';
import {
  alreadyRunning,
  daemonUnreachable,
  nodeReconnecting,
  nodeStopping,
  nodeUnlinked,
  nodeUnverified,
  noDaemon,
  orphanNode,
  setupFrozenUntilEnd,
  unresponsive,
} from '../../problems/faults.js';
import type { PeerState } from './peer-state.js';
import { daemonStateOf, isNodeComing, isVouched, nodeStateOf } from './snapshot.js';

/** What is about to be sent, or done by sending something. */
export type SendRequest =
  /** A message over the Node link. `secret`: only a Node that the Daemon or the configuration confirms may get it. */
  | { readonly kind: 'node'; readonly secret: boolean }
  /** The question where the Node is, or the wait for its link. */
  | { readonly kind: 'find-node' }
  /** A turn with the Daemon, such as for a restart. */
  | { readonly kind: 'daemon' }
  /** The gateway's own question to the Daemon; `isFirst`: nothing else has been written on its link. */
  | { readonly kind: 'probe'; readonly isFirst: boolean }
  /** `ensure`: a Node that runs already is no reason to refuse. */
  | { readonly kind: 'start'; readonly ensure: boolean }
  /** A change of the setup, in a turn of its own. */
  | { readonly kind: 'change-setup' }
  | { readonly kind: 'shutdown' };

/** Why `request` must not be sent now; undefined if it may. Nothing else decides that. */
export function refusalOf(state: PeerState, request: SendRequest): GatewayError | undefined {
  switch (request.kind) {
    case 'node':
      return refusalOfMessage(state, request.secret);
    case 'find-node':
      return refusalOfSearch(state);
    case 'daemon':
      return refusalOfTurn(state);
    case 'probe':
      if (state.daemonLink !== 'open') return daemonUnreachable();
      return state.daemonUnresponsive && !request.isFirst ? unresponsive('daemon') : undefined;
    case 'start':
      return refusalOfStart(state, request.ensure);
    case 'change-setup':
      // The Daemon knows the end of a Node that is being shut down a moment before its socket closes.
      if (nodeStateOf(state) === 'stopping') return setupFrozenUntilEnd();
      return state.openPort === null ? undefined : orphanNode();
    case 'shutdown':
      return state.nodeUnresponsive ? unresponsive('node') : undefined;
  }
}

function refusalOfMessage(state: PeerState, secret: boolean): GatewayError | undefined {
  const isOpen = state.openPort !== null;
  if (isOpen && secret && !isVouched(state)) return nodeUnverified();
  if (state.nodeUnresponsive) return unresponsive('node');
  if (isOpen) return state.shutdown === 'none' ? undefined : nodeStopping();
  const isTrying = state.nodeLink === 'connecting' || state.nodeLink === 'reconnecting';
  return isTrying ? nodeReconnecting() : nodeUnlinked();
}

function refusalOfSearch(state: PeerState): GatewayError | undefined {
  if (state.nodeUnresponsive) return unresponsive('node');
  const daemon = daemonStateOf(state);
  const isReconnecting = state.nodeLink === 'reconnecting';
  if (daemon === 'up' || daemon === 'absent') {
    return isReconnecting && isNodeComing(state) ? nodeReconnecting() : undefined;
  }
  if (isReconnecting) return nodeReconnecting();
  return daemon === 'down' ? daemonUnreachable() : unresponsive('daemon');
}

function refusalOfTurn(state: PeerState): GatewayError | undefined {
  const daemon = daemonStateOf(state);
  if (daemon === 'absent') return noDaemon();
  if (nodeStateOf(state) === 'orphan') return orphanNode();
  if (daemon === 'up') return undefined;
  return daemon === 'down' ? daemonUnreachable() : unresponsive('daemon');
}

function refusalOfStart(state: PeerState, ensure: boolean): GatewayError | undefined {
  const node = nodeStateOf(state);
  if (node === 'orphan') return orphanNode();
  if (state.openPort !== null && ensure) return node === 'stopping' ? nodeStopping() : undefined;
  if (daemonStateOf(state) === 'absent') return noDaemon();
  return state.openPort === null ? undefined : alreadyRunning();
}
