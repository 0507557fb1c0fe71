/** What the peer side offers to everybody else: hop states, conversations, and the operations that are more than one conversation. */
import type { Hop } from '../errors.js';
import type { LogLevel, ScanKind } from '../protocol/log-line.js';
import type { PlainOpcode, ReadKind } from '../protocol/opcodes.js';

/** State of one of our own WebSocket links. */
export type LinkState = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed';

/** `absent`: a Node itself listens on the Daemon's port. */
export type DaemonState = 'up' | 'down' | 'unresponsive' | 'absent';

/** `unknown`: no link and no Daemon to ask; `orphan`: it runs, but the Daemon knows nothing of it. */
export type NodeState =
  'unknown' | 'stopped' | 'starting' | 'running' | 'stopping' | 'unresponsive' | 'orphan';

/** The Node's own connection stages. */
export type ConnectionStage = 'NotConnected' | 'ConnectedToNeighbor' | 'RouteFound';

/** How the last Node that we know of ended; `reason` is `panic` where a panic line came first. */
export interface NodeExit {
  /** `unknown`: the Daemon did not say how (its `crashed` never came). */
  readonly kind: 'requested' | 'killed' | 'ended' | 'unknown';
  readonly reason: string | null;
  readonly atMs: number;
}

/** The truth about both peers at one instant. Times are Unix milliseconds. */
export interface HopsSnapshot {
  readonly daemon: {
    readonly state: DaemonState;
    readonly sinceMs: number;
    readonly link: LinkState;
  };
  readonly node: {
    readonly state: NodeState;
    readonly sinceMs: number;
    readonly link: LinkState;
    readonly port: number | null;
    readonly processId: number | null;
    readonly stage: { readonly stage: ConnectionStage; readonly atMs: number } | null;
    /** Null until the Node has told its neighborhoodMode. */
    readonly zeroHop: boolean | null;
    readonly lastExit: NodeExit | null;
  };
}

/** How long and for whom a caller waits. */
export interface CallOptions {
  /** Total wait from now; default: the conversation's own limit. Ends this caller's wait only. */
  readonly waitMs?: number;
  /** Aborted when the caller hangs up: a request still waiting is taken out, a written one keeps its place. */
  readonly signal?: AbortSignal;
  /** Called in the same tick in which the request is written to the peer; a message that nobody answers has no contextId. */
  readonly onWritten?: (contextId?: number) => void;
}

/** One conversation; `payload` is canonical JSON text of an object, already validated. */
export interface Ask extends CallOptions {
  readonly opcode: PlainOpcode;
  readonly payload: string;
}

/** One setup value; null clears it. */
export interface SetupValue {
  readonly name: string;
  readonly value: string | null;
}

/** Kind of scan, as the peers spell it. */
export type ScanType = ScanKind;

/** What became of a scan while its caller waited. */
export type ScanResult = 'done' | 'nothing-to-do' | 'accepted';

/**
 * How a conversation that was written ended. `unanswered`: no answer within its own limit. `lost`: its link went first. `silent`: as
 * the protocol has it, without a reply (a shutdown whose socket went, a crash, a scan that a log line or nothing answered).
 */
export type ConversationEnd = 'replied' | 'error' | 'unanswered' | 'lost' | 'silent';

/** Whom a conversation serves: a caller (the gateway's own readings and probes too), or pacing. */
export type ConversationPurpose = 'call' | 'fence' | 'marker';

/** A conversation that was written and has ended. */
export interface EndedConversation {
  readonly hop: 'daemon' | 'node';
  /** One that the gateway may write. */
  readonly opcode: string;
  readonly purpose: ConversationPurpose;
  readonly end: ConversationEnd;
  /** From its writing to its end. */
  readonly durationMs: number;
}

/** Frames of a peer that answered nothing, since the gateway's start. */
export interface DroppedFrames {
  /** Late or doubled: their contextId was ours once. */
  readonly late: number;
  /** Of a contextId or an opcode that we never asked with. */
  readonly unknown: number;
  readonly unparsable: number;
}

/** How full things are between us and the peers at this instant. */
export interface PeerFigures {
  readonly daemon: {
    readonly waiting: number;
    readonly waitingMost: number;
    readonly dropped: DroppedFrames;
  };
  readonly node: {
    readonly waiting: number;
    readonly waitingMost: number;
    /** Messages that the Configurator is not known to have handled, and how many there may be. */
    readonly unproven: number;
    readonly unprovenMost: number;
    /** Messages that may be written at once. */
    readonly tokens: number;
    /** Since the gateway's start. */
    readonly fencesWritten: number;
    readonly dropped: DroppedFrames;
  };
}

/** What the peer side has to be published; `payload` is JSON text, fit to be shown. */
export interface PeerEvent {
  readonly hop: Hop;
  readonly opcode: string;
  readonly payload: string;
  /** Of log lines only. */
  readonly logLevel?: LogLevel | undefined;
}

/** What the peer side tells as it happens. All payloads are JSON text. */
export interface PeersListener {
  /** A broadcast, a change of our own that its peer does not broadcast to us, or a later scan result (`gateway.scan`). */
  onEvent(event: PeerEvent): void;
  /** A scan of this kind has ended, whoever ordered it, as the log of the Node told. */
  onScanEnded(scanType: ScanType): void;
  /** A hop's state, link, port, stage or last exit changed. */
  onHopsChanged(snapshot: HopsSnapshot): void;
  /** A link opened again after it had been open before: what was broadcast between these times (Unix ms) never reached us. */
  onLinkGap(hop: 'daemon' | 'node', fromMs: number, toMs: number): void;
  /** Replies about these kinds that were written before this moment must not be stored. */
  onTouched(kinds: readonly ReadKind[]): void;
  /** The Daemon has named a port for its Node where no Node can be: its own, or one of the gateway's. No link is opened there. */
  onPortRefused(port: number): void;
  /** Told once for each conversation that was written, whoever waited for it. */
  onConversation(ended: EndedConversation): void;
}

/** The peer side as http/ and metrics see it. All promises reject with GatewayError or PeerError only. */
export interface Peers {
  hops(): HopsSnapshot;
  figures(): PeerFigures;
  /** Holds one plain conversation on the hop of its opcode; resolves with the reply's payload text. */
  ask(ask: Ask): Promise<string>;
  /** setup with values, its poisoned, frozen, undone and rejected cases told apart; resolves with the setup payload text. */
  changeSetup(values: readonly SetupValue[], options: CallOptions): Promise<string>;
  /** configuration with a password, a wrong one being an error; resolves with the payload text. */
  queryConfiguration(password: string, options: CallOptions): Promise<string>;
  /** Resolves with the payload text `{"newProcessId":…,"redirectUiPort":…}` once our own Node link is open, or 5 s later. */
  startNode(options: CallOptions & { readonly ensure: boolean }): Promise<string>;
  /** Resolves when the Node's socket is gone. */
  shutdownNode(options: CallOptions & { readonly ensure: boolean }): Promise<void>;
  /** shutdown, quiet time, start; resolves as startNode does. */
  restartNode(options: CallOptions): Promise<string>;
  scan(scanType: ScanType, options: CallOptions): Promise<ScanResult>;
  /** Fire-and-forget `crash`; resolves when written. */
  crashNode(payload: string, options: CallOptions): Promise<void>;
  start(): void;
  /** Idempotent; ends every timer, socket and open call. A restart under way still writes its start. */
  close(): Promise<void>;
}
