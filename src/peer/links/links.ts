/** The two links as hops and operations see them: one lane to the Daemon, paced conversations with the Node. */
import type { PeerError, GatewayError } from '../../errors.js';
import type { Opcode } from '../../protocol/opcodes.js';
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

/** What the Daemon link tells its owner. */
export interface DaemonLinkListener {
  onState(state: LinkState): void;
  /** A new link is open and nothing has been written: the owner takes a front turn for the probe at once. */
  onOpen(): void;
  /** The socket is gone; its open conversations have ended. */
  onLost(): void;
  /** An attempt at the Daemon's port failed; the link tries again by itself. */
  onHandshakeFailed(failure: HandshakeFailure): void;
  /** A written conversation is unanswered for twice its limit, whatever else came. */
  onUnresponsive(): void;
  /** An answer came after onUnresponsive. */
  onResponsive(): void;
  onBroadcast(opcode: string, payload: string): void;
  onConversation(ended: EndedConversation): void;
}

/** The always wanted link to the Daemon: strictly one conversation at a time, a waiting room of 64 before it. */
export interface DaemonLink {
  readonly state: LinkState;
  readonly unresponsive: boolean;
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

/** What the Node link tells its owner. */
export interface NodeLinkListener {
  onState(state: LinkState): void;
  /** Handshake done at `port`; the fence is under way. */
  onOpen(port: number): void;
  /**
   * The socket to `port` is gone; every open call has ended (unknown where written and it changes something). Not told for
   * what the owner asked for itself (drop, aim elsewhere, close); told when the link gives up an unresponsive socket.
   * Afterwards the link reconnects by itself if it is (still) aimed: the owner may `drop` or `aim` in this call.
   */
  onLost(port: number): void;
  /** A wanted attempt at `port` failed; the link tries again by itself while it is aimed there. */
  onHandshakeFailed(port: number, failure: HandshakeFailure): void;
  onUnresponsive(): void;
  onResponsive(): void;
  onBroadcast(opcode: string, payload: string): void;
  onConversation(ended: EndedConversation): void;
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
   * Gives up waiting for the socket's end after `write`: the link counts as unresponsive (onUnresponsive is told) and is renewed,
   * which also opens the gate again.
   */
  overdue(): void;
  reopen(): void;
}

/** The link to the running Node: paced by bucket, credits, fences and lanes; a waiting room of 64 before them. */
export interface NodeLink {
  readonly state: LinkState;
  readonly port: number | undefined;
  readonly unresponsive: boolean;
  /** True while the link is not open because it was given up for another one, in doubt whether its Node answers. */
  readonly renewing: boolean;
  readonly dropped: DroppedFrames;
  /** Wants a link to `port` from now on: connects, and again with backoff whenever it is lost or fails. */
  aim(port: number): void;
  /** One handshake at `port`; on success it is the link (state open, onOpen told) and aimed there. */
  tryOnce(port: number): Promise<'open' | HandshakeFailure>;
  /**
   * Takes over the socket that turned out to be a Node's; onOpen is told. The probe written on it counts as written. The link
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
