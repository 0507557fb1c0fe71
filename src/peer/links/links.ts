/** The two links as hops and operations see them: one lane to the Daemon, paced conversations with the Node. */
import type { PeerError, GatewayError } from '../../errors.js';
import type { Opcode } from '../../protocol/opcodes.js';
import type { SendRequest } from '../hops/refusal.js';
import type { CallOptions, DroppedFrames, EndedConversation, LinkState } from '../peers.js';

/** Why an opening handshake failed. `refused`: nobody listens on the port; `self-connect`: both ends were the same port. */
export type HandshakeFailure = 'refused' | 'not-uiv2' | 'timed-out' | 'self-connect' | 'aborted';

/** A Daemon's answer that is no error: a reply's payload text, or its word that the Node listens elsewhere. */
export type DaemonReply =
  | { readonly kind: 'reply'; readonly payload: string }
  | { readonly kind: 'redirect'; readonly port: number };

/** The Daemon's lane while it is ours alone. */
export interface DaemonTurn {
  /**
   * Holds one conversation; waits for the quiet time to end before it writes. Rejects with PeerError, or GatewayError
   * (daemon-unreachable, link-lost, no-reply, bad-frame). A limit that runs out rejects, but the lane stays taken until
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
  /** How far a shutdown is: the gate is closed, the message is written, or the gate is open again. */
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

/** The always wanted link to the Daemon: strictly one conversation at a time, a waiting room of 64 before it. */
export interface DaemonLink {
  /** How many turns wait, and how many may. */
  readonly waiting: number;
  readonly waitingMost: number;
  readonly dropped: DroppedFrames;
  start(): void;
  /**
   * Runs `body` with the lane to itself. Rejects at once with daemon-unreachable or daemon-unresponsive where the link is not
   * usable, with waiting-room-full (hop gateway), with not-sent-in-time when `waitMs` runs out before its turn, and with what
   * `body` rejects. `front`: before all that wait (the probe). Once begun, `body` is run to its end.
   */
  turn<T>(
    body: (turn: DaemonTurn) => Promise<T>,
    options?: CallOptions & { readonly front?: boolean },
  ): Promise<T>;
  /** Quiet time: nothing is written until the returned function is called (idempotent). */
  holdWrites(): () => void;
  /** After a `descriptor` reply: the Daemon's port is a Node. Gives the socket away and stays idle until `resume`. */
  handOver(): Connection;
  resume(): void;
  close(): Promise<void>;
}

/** One open socket with its conversations; owned by exactly one link at a time. */
export interface Connection {
  readonly port: number;
}

/** A Node conversation to be held; `hasPassword` decides lane and limit of checkPassword and configuration. */
export interface NodeRequest {
  readonly opcode: Opcode;
  readonly payload: string;
  readonly hasPassword: boolean;
}

/** How a caller waits for one conversation with the Node. */
export interface NodeCallOptions extends CallOptions {
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

/** The Node's gate, closed to everybody but one shutdown. Opens again by `reopen`, or when the link is lost. */
export interface ShutdownGate {
  /** One fence; resolves when it is back: everything written before has been handled. Rejects when it cannot come. */
  fence(): Promise<void>;
  /** Names of what still stands in the way: opcodes of open Configurator conversations. */
  openConfiguratorCalls(): readonly Opcode[];
  /** Resolves when no Configurator conversation is open. */
  configuratorIdle(): Promise<void>;
  /** Writes `shutdown` (it takes its credit and token); resolves when the socket is gone. */
  write(onWritten?: (contextId?: number) => void): Promise<void>;
  /**
   * Gives up waiting for the socket's end after `write`: the link counts as unresponsive (node-unresponsive is emitted) and is renewed,
   * which also opens the gate again.
   */
  overdue(): void;
  reopen(): void;
}

/** The link to the running Node: paced by bucket, credits, fences and lanes; a waiting room of 64 before them. */
export interface NodeLink {
  readonly dropped: DroppedFrames;
  /** Wants a link to `port` from now on: connects, and again with backoff whenever it is lost or fails. */
  aim(port: number): void;
  /** One handshake at `port`; on success it is the link (node-open is emitted) and aimed there. */
  tryOnce(port: number): Promise<'open' | HandshakeFailure>;
  /**
   * Takes over the socket that turned out to be a Node's; node-open is emitted. The probe written on it counts as written. The link
   * is aimed nowhere: when this socket is lost it stays idle.
   */
  adopt(connection: Connection): void;
  /** Wants no link: closes what is open, stops trying. */
  drop(): void;
  /** The process at the other end is known to be dead: credits and bucket are fresh for the next one, and it is not unresponsive. */
  forgetProcess(): void;
  /**
   * Holds one conversation. Rejects with PeerError, or GatewayError: node-unreachable (no link; the caller of this method decides
   * before whether to probe), node-unresponsive, node-stopping, waiting-room-full, not-sent-in-time, link-lost, no-reply, bad-frame.
   */
  call(request: NodeRequest, options?: NodeCallOptions): Promise<string>;
  /** Fire-and-forget: paced like everything, resolves when written. */
  tell(request: NodeRequest, options?: CallOptions): Promise<void>;
  /** Writes a scan when the quick lane, two ordinary credits and two tokens are free, its marker in the same step. Returns a disposer: takes it out if unwritten, else forgets it. `waitMs`: how long it may wait for its writing. */
  scan(payload: string, listener: ScanListener, waitMs?: number): () => void;
  /** Closes the gate: all that waits and all that comes is refused (node-stopping, not-sent). */
  closeGate(): ShutdownGate;
  pacing(): PacingFigures;
  close(): Promise<void>;
}

/** How full the waiting room, the credits and the bucket are. */
export interface PacingFigures {
  readonly waiting: number;
  readonly waitingMost: number;
  readonly unproven: number;
  readonly unprovenMost: number;
  readonly tokens: number;
  readonly fencesWritten: number;
}
