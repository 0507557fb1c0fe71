/** What passes between the links and those who use them: events, requests, replies. */
import type { PeerError, GatewayError } from '../../errors.js';
import type { Opcode } from '../../protocol/opcodes.js';
import type { SendRequest } from '../peer-state/refusal.js';
import type { CallOptions, EndedConversation, LinkState } from '../peers.js';

/** Why an opening handshake failed. `refused`: nobody listens on the port; `self-connect`: both ends were the same port. */
export type HandshakeFailure = 'refused' | 'not-uiv2' | 'timed-out' | 'self-connect' | 'aborted';

/** A Daemon's answer that is no error: a reply's payload text, or its word that the Node listens elsewhere. */
export type DaemonReply =
  | { readonly kind: 'reply'; readonly payload: string }
  | { readonly kind: 'redirect'; readonly port: number };

/** A turn with the Daemon: nobody else writes to it. */
export interface DaemonTurn {
  /**
   * Holds one conversation; waits for the quiet time to end before it writes. Rejects with PeerError, or GatewayError
   * (daemon-unreachable, link-lost, no-reply, bad-frame). A limit that runs out rejects, but the turn goes on until
   * the reply comes or the link is lost: nothing is written behind an overdue conversation.
   */
  ask(
    opcode: 'setup' | 'start' | 'descriptor',
    payload: string,
    options?: { readonly onWritten?: (contextId?: number) => void },
  ): Promise<DaemonReply>;
}

/** What happens on the link to the Daemon. */
export type DaemonLinkEvent =
  | { readonly kind: 'daemon-link'; readonly link: LinkState }
  /** A new link is open and nothing has been written: the probe takes a front turn at once. */
  | { readonly kind: 'daemon-open' }
  /** The socket is gone. */
  | { readonly kind: 'daemon-lost' }
  /** An attempt failed; the link tries again by itself. `refused`: nobody listens on the Daemon's port. */
  | { readonly kind: 'daemon-failed'; readonly refused: boolean }
  /** True if a written conversation is unanswered for twice its limit, whatever else came; false with the next answer. */
  | { readonly kind: 'daemon-unresponsive'; readonly unresponsive: boolean };

/** What happens on the link to the Node. */
export type NodeLinkEvent =
  | { readonly kind: 'node-link'; readonly link: LinkState }
  /** Handshake done at `port`; the fence is under way. */
  | { readonly kind: 'node-open'; readonly port: number }
  /**
   * The socket to `port` is gone. Not reported for what the owner asked for itself (drop, aim elsewhere, close). `gaveUp`: the
   * link closed it itself, in doubt whether the Node answers, or the Node was unresponsive before. Afterwards the link reconnects
   * by itself if it is still aimed: the owner may `drop` or `aim` while it handles this event.
   */
  | { readonly kind: 'node-lost'; readonly port: number; readonly gaveUp: boolean }
  /** An attempt at `port` failed; the link tries again by itself while it is aimed there. */
  | { readonly kind: 'handshake-failed'; readonly port: number; readonly failure: HandshakeFailure }
  | { readonly kind: 'node-unresponsive'; readonly unresponsive: boolean }
  /** How far a shutdown is: the link is locked, the message is written, or the link is unlocked. */
  | { readonly kind: 'shutdown'; readonly phase: 'none' | 'begun' | 'written' };

/** Everything that a link reports, in the tick in which it happens and in that order. */
export type LinkEvent =
  | DaemonLinkEvent
  | NodeLinkEvent
  | {
      readonly kind: 'broadcast';
      readonly hop: 'daemon' | 'node';
      readonly opcode: string;
      readonly payload: string;
    }
  | { readonly kind: 'conversation-ended'; readonly ended: EndedConversation };

/** Handles the events of a link. */
export type EmitLinkEvent = (event: LinkEvent) => void;

/** Whom a link reports to and asks whether it may send. */
export interface LinkOwner {
  readonly emit: EmitLinkEvent;
  /** Why a request must not be sent now; undefined if it may. */
  readonly refusalOf: (request: SendRequest) => GatewayError | undefined;
}

/** A Node conversation to be held; `hasPassword` decides lane and limit of checkPassword and configuration. */
export interface NodeRequest {
  readonly opcode: Opcode;
  readonly payload: string;
  readonly hasPassword: boolean;
}

/** A conversation of the same opcode that is written right before another one, in the same step: nobody comes between the two. */
export interface Preceding {
  readonly payload: string;
  /** Its reply came. */
  readonly onAnswered: () => void;
}

/** How a caller waits for one conversation with the Node. */
export interface NodeCallOptions extends CallOptions {
  /** Two credits and two tokens are taken before either is written. */
  readonly before?: Preceding | undefined;
  /** The written conversation itself has ended: its reply came, however late, or its link was lost. At most once, never before onWritten. */
  readonly onEnded?: () => void;
}

/** What comes of a scan after it was written; callbacks in the order in which frames came. */
export interface ScanListener {
  onWritten(contextId?: number): void;
  /** May be followed by onError: the Node can answer twice. */
  onReply(): void;
  onError(error: PeerError): void;
  /** The `financials` marker written right behind the scan was answered (the Accountant answers in order). */
  onMarker(): void;
  /** The link was lost, or the scan never got written (`outcome` tells). Nothing comes after it. */
  onEnded(error: GatewayError): void;
}

/** How full the queue, the credits and the bucket are. */
export interface PacingFigures {
  readonly waiting: number;
  readonly waitingMost: number;
  readonly unproven: number;
  readonly unprovenMost: number;
  readonly tokens: number;
  readonly fencesWritten: number;
}
