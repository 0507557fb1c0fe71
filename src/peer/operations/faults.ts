/** The gateway's own errors about hops, in one place, so that the same fault is told in the same words everywhere. */
import { GatewayError } from '../../errors.js';
import type { DaemonState } from '../peers.js';

const RETRY_SOON_S = 2;

/** No link to the Daemon (or one that does not answer) where its word is needed; nothing was sent. */
export function daemonNotUp(state: Extract<DaemonState, 'down' | 'unresponsive'>): GatewayError {
  return state === 'unresponsive'
    ? new GatewayError({
        code: 'daemon-unresponsive',
        hop: 'daemon',
        outcome: 'not-sent',
        detail: 'The Daemon does not answer. Nothing was sent; the link is renewed until it does.',
        retryAfterS: RETRY_SOON_S,
      })
    : new GatewayError({
        code: 'daemon-unreachable',
        hop: 'daemon',
        outcome: 'not-sent',
        detail: 'There is no link to the Daemon. Start the Daemon, or correct its port.',
        retryAfterS: RETRY_SOON_S,
      });
}

/** A Node itself listens on the Daemon's port. */
export function noDaemon(): GatewayError {
  return new GatewayError({
    code: 'no-daemon',
    hop: 'daemon',
    outcome: 'not-sent',
    detail:
      'A Node itself listens on the port of the Daemon, so nobody can do this. Run the Node under a Daemon for it.',
  });
}

/** The Daemon knows nothing of the running Node. */
export function orphanNode(): GatewayError {
  return new GatewayError({
    code: 'orphan-node',
    hop: 'node',
    outcome: 'not-sent',
    detail:
      'A Node runs of which the Daemon knows nothing; setup and start would harm it. Shut that Node down first, then start it anew.',
  });
}

/** The Node link is open, so a start is refused without asking. */
export function alreadyRunning(): GatewayError {
  return new GatewayError({
    code: 'already-running',
    hop: 'node',
    outcome: 'not-sent',
    detail: 'The Node runs already.',
  });
}

/** The Daemon says that no Node runs, and something needs one. */
export function noNode(): GatewayError {
  return new GatewayError({
    code: 'node-unreachable',
    hop: 'node',
    outcome: 'not-sent',
    detail: 'No Node runs. Start it first.',
  });
}

/** The Node link is being opened again. */
export function nodeReconnecting(): GatewayError {
  return new GatewayError({
    code: 'node-unreachable',
    hop: 'node',
    outcome: 'not-sent',
    detail: 'The link to the Node was lost and is being opened again.',
    retryAfterS: RETRY_SOON_S,
  });
}

/** The Node's link is open, but it does not answer. */
export function nodeUnresponsive(): GatewayError {
  return new GatewayError({
    code: 'node-unresponsive',
    hop: 'node',
    outcome: 'not-sent',
    detail: 'The Node does not answer. Nothing was sent; the link is renewed until it does.',
    retryAfterS: RETRY_SOON_S,
  });
}

/** A shutdown was accepted. */
export function nodeStopping(): GatewayError {
  return new GatewayError({
    code: 'node-stopping',
    hop: 'node',
    outcome: 'not-sent',
    detail: 'The Node is being shut down.',
    retryAfterS: RETRY_SOON_S,
  });
}

/** Nobody but its old port says that this is our Node: it gets no secrets. */
export function nodeUnverified(): GatewayError {
  return new GatewayError({
    code: 'node-unverified',
    hop: 'node',
    outcome: 'not-sent',
    detail:
      'The process at the last known port answers as a Node, but neither Daemon nor configuration has vouched for it, so it is told no secrets. Set the port of the Node in the configuration, or have the Daemon start the Node.',
  });
}

/** The caller's time ran out, or he left, before anything was written. */
export function notSentInTime(hop: 'daemon' | 'node'): GatewayError {
  return new GatewayError({
    code: 'not-sent-in-time',
    hop,
    outcome: 'not-sent',
    detail: 'The time to wait was over before the request could be sent.',
  });
}

/** Written, and no reply within the caller's time. */
export function noReply(hop: 'daemon' | 'node', changes: boolean): GatewayError {
  return new GatewayError({
    code: 'no-reply',
    hop,
    outcome: changes ? 'unknown' : 'refused',
    detail: changes
      ? 'No reply came in time. Whether it was done is not known; look before trying again.'
      : 'No reply came in time.',
  });
}

/** The Daemon pointed at the Node for something that only the Daemon does. */
export function unexpectedRedirect(opcode: string): GatewayError {
  return new GatewayError({
    code: 'unexpected-redirect',
    hop: 'daemon',
    outcome: 'refused',
    detail: `The Daemon answered ${opcode} with a redirect, as if it did not know the request. Nothing was sent again.`,
  });
}

/** A reply that is not what the protocol promises. */
export function badReply(hop: 'daemon' | 'node', opcode: string, changes: boolean): GatewayError {
  return new GatewayError({
    code: 'bad-frame',
    hop,
    outcome: changes ? 'unknown' : 'refused',
    detail: `The reply to ${opcode} is not what the protocol promises.`,
  });
}
