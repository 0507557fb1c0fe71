/** The errors that links raise by themselves, each with the truth about what became of the request. */
import { GatewayError, PeerError } from '../../errors.js';
import type { Outcome } from '../../errors.js';
import { peerCodes } from '../../protocol/error-codes.js';

type PeerHop = 'daemon' | 'node';

const names = { daemon: 'Daemon', node: 'Node' } as const;
/** Reconnecting takes at most this long between two attempts. */
const RECONNECT_RETRY_S = 2;
const FULL_ROOM_RETRY_S = 1;

/** No link is open, so nothing was written; `retry` where one is being brought about. */
export function unreachable(hop: PeerHop, retry: boolean): GatewayError {
  return new GatewayError({
    code: hop === 'daemon' ? 'daemon-unreachable' : 'node-unreachable',
    hop,
    outcome: 'not-sent',
    detail: `There is no connection to the ${names[hop]}; nothing was sent.`,
    ...(retry ? { retryAfterS: RECONNECT_RETRY_S } : {}),
  });
}

/** The peer owes an answer for so long that nothing more is written to it. */
export function unresponsive(hop: PeerHop): GatewayError {
  return new GatewayError({
    code: hop === 'daemon' ? 'daemon-unresponsive' : 'node-unresponsive',
    hop,
    outcome: 'not-sent',
    detail: `The ${names[hop]} is connected but answers nothing; nothing more is sent until it does.`,
  });
}

/** A shutdown has the Node to itself. */
export function nodeStopping(): GatewayError {
  return new GatewayError({
    code: 'node-stopping',
    hop: 'node',
    outcome: 'not-sent',
    detail: 'The Node is being shut down; nothing else is sent to it.',
  });
}

/** Too many requests wait before this link. */
export function roomFull(hop: PeerHop, places: number): GatewayError {
  return new GatewayError({
    code: 'waiting-room-full',
    hop: 'gateway',
    outcome: 'not-sent',
    detail: `${places} requests are already waiting for the ${names[hop]}.`,
    retryAfterS: FULL_ROOM_RETRY_S,
  });
}

/** The caller's time was up before its turn came. */
export function notSentInTime(hop: PeerHop): GatewayError {
  return new GatewayError({
    code: 'not-sent-in-time',
    hop,
    outcome: 'not-sent',
    detail: `The request did not get its turn with the ${names[hop]} in time and was not sent.`,
  });
}

/** The caller hung up before its turn came. */
export function hungUp(hop: PeerHop): GatewayError {
  return new GatewayError({
    code: 'not-sent-in-time',
    hop,
    outcome: 'not-sent',
    detail: 'The caller hung up before the request was sent.',
  });
}

const afterWriting = (changes: boolean): Outcome => (changes ? 'unknown' : 'refused');

/** The socket went away between the request and its answer. */
export function linkLost(hop: PeerHop, opcode: string, changes: boolean): GatewayError {
  return new GatewayError({
    code: 'link-lost',
    hop,
    outcome: afterWriting(changes),
    detail: `The connection to the ${names[hop]} was lost before it answered ${opcode}.`,
  });
}

/** The socket went away before the request was written on it. */
export function linkLostUnsent(hop: PeerHop, opcode: string): GatewayError {
  return new GatewayError({
    code: 'link-lost',
    hop,
    outcome: 'not-sent',
    detail: `The connection to the ${names[hop]} was lost before ${opcode} was sent.`,
  });
}

/** The time of the conversation, or of its caller, was up before an answer came. */
export function noReply(hop: PeerHop, opcode: string, changes: boolean): GatewayError {
  return new GatewayError({
    code: 'no-reply',
    hop,
    outcome: afterWriting(changes),
    detail: `The ${names[hop]} did not answer ${opcode} in time.`,
  });
}

/** An answer came that nobody can read. */
export function badFrame(hop: PeerHop, opcode: string, changes: boolean): GatewayError {
  return new GatewayError({
    code: 'bad-frame',
    hop,
    outcome: afterWriting(changes),
    detail: `The ${names[hop]} answered ${opcode} with a frame that is no UIv2 message.`,
  });
}

/** `unmarshalError`: the peer could not read the request. Its own words hold the whole request and go no further. */
export function unreadByPeer(hop: PeerHop, opcode: string): PeerError {
  return new PeerError({ hop, opcode, peerCode: peerCodes.UNMARSHAL, peerMessage: '' });
}
