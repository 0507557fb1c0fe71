/**
 * Creates the gateway's own errors about Daemon and Node. Every fault is created here, so that the same fault always has the same
 * words, outcome and Retry-After; what is not given comes from the problem table.
 */
import { GatewayError, PeerError } from '../errors.js';
import type { FieldError, Outcome } from '../errors.js';
import { RECONNECT_RETRY_S } from './conversation-problems.js';

type Peer = 'daemon' | 'node';

const names = { daemon: 'Daemon', node: 'Node' } as const;

/** No link to the Daemon is open; nothing was sent. */
export function daemonUnreachable(): GatewayError {
  return new GatewayError({
    code: 'daemon-unreachable',
    detail: 'There is no connection to the Daemon. Start the Daemon, or correct its port.',
  });
}

/** The peer's link is open, but it does not answer; nothing was sent. */
export function unresponsive(peer: Peer): GatewayError {
  return new GatewayError({
    code: peer === 'daemon' ? 'daemon-unresponsive' : 'node-unresponsive',
    detail: `The ${names[peer]} does not answer. Nothing was sent; the gateway reconnects until it does.`,
  });
}

/** A Node itself listens on the Daemon's port. */
export function noDaemon(): GatewayError {
  return new GatewayError({
    code: 'no-daemon',
    detail:
      'A Node itself listens on the Daemon’s port, and a Node cannot do this. Run the Node under a Daemon.',
  });
}

/** The Daemon does not know the running Node. */
export function orphanNode(): GatewayError {
  return new GatewayError({
    code: 'orphan-node',
    detail:
      'A Node is running that the Daemon does not know; setup and start would harm it. Shut that Node down first, then start it again.',
  });
}

/** The Node link is open, so a start is refused without asking. */
export function alreadyRunning(): GatewayError {
  return new GatewayError({
    code: 'already-running',
    detail: 'The Node is already running.',
  });
}

/** A shutdown was asked for, and the Daemon reports that no Node is running. */
export function nodeNotRunning(): GatewayError {
  return new GatewayError({ code: 'node-not-running', detail: 'No Node is running.' });
}

/** The Daemon reports that no Node is running, and the request needs one. */
export function noNode(): GatewayError {
  return new GatewayError({
    code: 'node-unreachable',
    detail: 'No Node is running. Start it first.',
  });
}

/** The Daemon names a port for its Node where no Node can be. */
export function portRefused(port: number): GatewayError {
  return new GatewayError({
    code: 'node-unreachable',
    hop: 'daemon',
    detail: `The Daemon says that its Node listens on port ${port}, which is the Daemon’s own port or this gateway’s. Nothing was sent. Restart the Daemon.`,
    retryAfterS: RECONNECT_RETRY_S,
  });
}

/** No link to the Node is open, and none is being opened. */
export function nodeUnlinked(): GatewayError {
  return new GatewayError({
    code: 'node-unreachable',
    detail: 'There is no connection to the Node; nothing was sent.',
  });
}

/** The link to the Node was lost and is being opened again. */
export function nodeReconnecting(): GatewayError {
  return new GatewayError({
    code: 'node-unreachable',
    detail: 'The connection to the Node was lost and is being opened again.',
    retryAfterS: RECONNECT_RETRY_S,
  });
}

/** A shutdown is under way. */
export function nodeStopping(): GatewayError {
  return new GatewayError({
    code: 'node-stopping',
    detail: 'The Node is being shut down; nothing else is sent to it.',
  });
}

/** The Node is known by its old port only, so it gets no secrets. */
export function nodeUnverified(): GatewayError {
  return new GatewayError({
    code: 'node-unverified',
    detail:
      'The process at the last known port answers as a Node, but neither the Daemon nor the configuration confirms it, so it gets no secrets. Set the port of the Node in the configuration, or have the Daemon start the Node.',
  });
}

/** Every place in the queue of this peer is taken. */
export function queueFull(peer: Peer, places: number): GatewayError {
  return new GatewayError({
    code: 'waiting-room-full',
    detail: `${places} requests are already waiting for the ${names[peer]}.`,
  });
}

/** The caller's time was up before anything was sent. */
export function notSentInTime(peer: Peer): GatewayError {
  return new GatewayError({
    code: 'not-sent-in-time',
    hop: peer,
    detail: `The request did not get its turn with the ${names[peer]} in time and was not sent.`,
  });
}

/** The caller left before anything was sent. */
export function callerLeft(peer: Peer): GatewayError {
  return new GatewayError({
    code: 'not-sent-in-time',
    hop: peer,
    detail: 'The caller disconnected before the request was sent.',
  });
}

const afterWriting = (changes: boolean): Outcome => (changes ? 'unknown' : 'refused');

/** The socket closed between the request and its reply. */
export function linkLost(peer: Peer, opcode: string, changes: boolean): GatewayError {
  return new GatewayError({
    code: 'link-lost',
    hop: peer,
    outcome: afterWriting(changes),
    detail: `The connection to the ${names[peer]} was lost before it answered ${opcode}.`,
  });
}

/** The socket closed before the request was written on it. */
export function linkLostUnsent(peer: Peer, opcode: string): GatewayError {
  return new GatewayError({
    code: 'link-lost',
    hop: peer,
    outcome: 'not-sent',
    detail: `The connection to the ${names[peer]} was lost before ${opcode} was sent.`,
  });
}

/** Written, and no reply within the time of the conversation or of its caller. */
export function noReply(peer: Peer, what: string, changes: boolean): GatewayError {
  const doubt = ' Whether it took effect is not known; check before you try again.';
  return new GatewayError({
    code: 'no-reply',
    hop: peer,
    outcome: afterWriting(changes),
    detail: `The ${names[peer]} did not answer ${what} in time.${changes ? doubt : ''}`,
  });
}

/** A shutdown was written, and the Node is still connected. */
export function shutdownOverdue(): GatewayError {
  return new GatewayError({
    code: 'no-reply',
    detail:
      'The shutdown was sent, but the Node is still connected. It may hang: look at the process, and end it by hand if necessary.',
  });
}

/** A reply that does not follow the protocol. */
export function badReply(peer: Peer, opcode: string, changes: boolean): GatewayError {
  return new GatewayError({
    code: 'bad-frame',
    hop: peer,
    outcome: afterWriting(changes),
    detail: `The ${names[peer]} answered ${opcode} with a message that does not follow the protocol.`,
  });
}

/** `unmarshalError`: the peer could not read the request. Its own words hold the whole request and are dropped. */
export function unreadByPeer(peer: Peer, opcode: string, peerCode: string): PeerError {
  return new PeerError({ hop: peer, opcode, peerCode, peerMessage: '' });
}

/** The Daemon redirected one of its own conversations. */
export function unexpectedRedirect(opcode: string): GatewayError {
  return new GatewayError({
    code: 'unexpected-redirect',
    detail: `The Daemon answered ${opcode} with a redirect, as if it did not know the request. Nothing was sent again.`,
  });
}

/** The database password does not match, or the database has none. */
export function wrongPassword(): GatewayError {
  return new GatewayError({
    code: 'wrong-password',
    detail: 'The password is wrong, or the database has none.',
  });
}

/** Work of the Node that a shutdown would interrupt. */
export function nodeBusy(inTheWay: readonly string[]): GatewayError {
  return new GatewayError({
    code: 'node-busy',
    detail: `The Node was not shut down, because this would have been interrupted: ${inTheWay.join(', ')}. Try again when it has finished.`,
  });
}

/** The Daemon launched the Node, and it ended at once. */
export function nodeDied(): GatewayError {
  return new GatewayError({
    code: 'node-died',
    detail:
      'The Daemon launched the Node, but it ended at once. Its log file says why; the setup may hold a value that it cannot use.',
  });
}

/** A restart shut the Node down and could not start it. */
export function restartIncomplete(cause: unknown): GatewayError {
  const why = cause instanceof Error ? ` ${cause.message}` : '';
  return new GatewayError({
    code: 'restart-incomplete',
    detail: `The Node was shut down, but it did not start again.${why}`,
    cause,
  });
}

/** The database password changed, so a start with the stored setup would fail. */
export function passwordStale(): GatewayError {
  return new GatewayError({
    code: 'setup-password-stale',
    detail:
      'The database password was changed, or may have been, since this Node started: the setup still holds the old one, and it is frozen while the Node runs. Shut the Node down, set db-password, start it.',
  });
}

/** A scan of this kind, asked for through this gateway, is open. */
export function scanOpen(scanType: string): GatewayError {
  return new GatewayError({
    code: 'scan-under-way',
    hop: 'gateway',
    outcome: 'not-sent',
    detail: `A ${scanType} scan that was requested through this gateway is still open. Its result is published as an event.`,
  });
}

/** The Node logged that it ignores the scan. */
export function scanBusy(): GatewayError {
  return new GatewayError({
    code: 'scan-under-way',
    detail: 'The Node is still busy with an earlier scan of this kind, perhaps one of its own.',
  });
}

/** The Node logged that it cannot scan without a wallet. */
export function noConsumingWallet(): GatewayError {
  return new GatewayError({
    code: 'no-consuming-wallet',
    detail: 'The Node has no consuming wallet, so it cannot pay for anything.',
  });
}

/** The Daemon ignores setup while a Node runs. */
export function setupFrozen(outcome: 'not-sent' | 'refused'): GatewayError {
  return new GatewayError({
    code: 'setup-frozen',
    outcome,
    detail:
      'The setup is frozen while the Node runs. Shut the Node down, change the setup, start it again.',
  });
}

/** The Node is being shut down, and the setup is frozen until it has ended. */
export function setupFrozenUntilEnd(): GatewayError {
  return new GatewayError({
    code: 'setup-frozen',
    detail:
      'The setup is frozen until the Node, which is being shut down, has ended. Try again then.',
  });
}

/** What a setup fault names: its places in the request and the parameters that its command mentions. */
interface SetupFault {
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly parameters: readonly string[];
}

/** A stored value would crash the Daemon. */
export function setupPoisoned(fault: SetupFault): GatewayError {
  return new GatewayError({ code: 'setup-poisoned', ...fault });
}

/** The Daemon reports errors in what was just stored. */
export function setupRejected(fault: SetupFault): GatewayError {
  return new GatewayError({ code: 'setup-rejected', ...fault });
}

/** The Daemon brought cleared values back. */
export function clearUndone(
  fault: SetupFault & { readonly outcome: 'applied' | 'refused' },
): GatewayError {
  return new GatewayError({ code: 'clear-undone', ...fault });
}

/** Too many drawings are waiting. */
export function drawingsFull(retryAfterS: number): GatewayError {
  return new GatewayError({
    code: 'waiting-room-full',
    detail: 'Too many drawings are waiting to be made.',
    retryAfterS,
  });
}

/** Drawing the graph took too long. */
export function drawingTimedOut(limitS: number): GatewayError {
  return new GatewayError({
    code: 'no-reply',
    hop: 'gateway',
    outcome: 'refused',
    detail: `Drawing the graph took more than ${limitS} s and was stopped. GET /v1/node/neighborhood/graph returns its nodes and edges.`,
  });
}

/** The Node's graph text is not what its generator writes. */
export function unusableGraph(detail: string): GatewayError {
  return new GatewayError({ code: 'bad-frame', outcome: 'refused', detail });
}

/** No room is left to remember another Idempotency-Key. */
export function keysFull(minutes: number, retryAfterS: number): GatewayError {
  return new GatewayError({
    code: 'waiting-room-full',
    detail: `The keys of the last ${minutes} minutes take all the space there is for them, so another could not be kept. Try again later, or without a key.`,
    retryAfterS,
  });
}
