/** What is known of both peers, the events that change it, and what follows from an event. Values only. */
import type { DaemonLinkEvent, NodeLinkEvent } from '../links/links.js';
import type { ConnectionStage, LinkState, NodeExit } from '../peers.js';

/** What the Daemon's port said when it was probed with `descriptor`. */
export type ProbeAnswer =
  /** NODE_NOT_RUNNING: a Daemon, no Node. */
  | { readonly kind: 'denied' }
  /** `redirect`: a Daemon, and the Node's port. */
  | { readonly kind: 'named'; readonly port: number }
  /** A `descriptor` reply: a Node itself listens on the Daemon's port. */
  | { readonly kind: 'node-here'; readonly port: number }
  /** A `redirect` to a port where no Node can be: the Daemon's own, or one of the gateway's. */
  | { readonly kind: 'misdirected'; readonly port: number }
  /** No word: link lost, time up, or not understood. */
  | { readonly kind: 'failed' };

/** One Node process, from the first sign of it until it is known to be dead. */
export interface NodeProcess {
  readonly port: number;
  /** Known only where our own `start` launched it. */
  readonly processId: number | null;
  /** A link of ours to it was open. */
  opened: boolean;
  /** When its socket was last lost; null while the link is open or was not yet. */
  lostAtMs: number | null;
  /** Its port has been tried once since the last loss or the last new Daemon link. */
  tried: boolean;
  /** A `crashed` named it, or came while we did not know its id: whether by a signal. */
  crash: { readonly killed: boolean; readonly named: boolean } | null;
  /** Our shutdown was written. */
  shutdownWritten: boolean;
  /** "Received shutdown order" came. */
  orderSeen: boolean;
  /** A panic line came. */
  panicSeen: boolean;
  /** Its password is no longer the one it was started with, or may not be. */
  passwordChanged: boolean;
}

/** Everything known; changed by {@link PeerStateEvent}s only. */
export interface PeerState {
  readonly daemonPort: number;
  readonly configuredPort: number | null;
  daemonLink: LinkState;
  daemonUnresponsive: boolean;
  /** A Node itself listens on the Daemon's port. */
  absent: boolean;
  /** The Daemon's last word about the Node on its present link. */
  word: 'none' | 'denied' | 'named';
  nodeLink: LinkState;
  /** Port of the open Node link. */
  openPort: number | null;
  nodeUnresponsive: boolean;
  /** Its link was given up for another one, in doubt whether the Node answers; it counts as running until that is known. */
  nodeRenewing: boolean;
  /** Where the Node link is told to go. */
  targetPort: number | null;
  /** Port that the Daemon has vouched for since the last loss. */
  vouchedPort: number | null;
  process: NodeProcess | null;
  /** Id of the process of `lastExit`; null where unknown. */
  exitedProcessId: number | null;
  lastExit: NodeExit | null;
  startWritten: boolean;
  shutdown: 'none' | 'begun' | 'written';
  /** When the Daemon first denied the Node whose link is open; null where it does not. */
  suspectedAtMs: number | null;
  /** It still denied it a while later. */
  orphan: boolean;
  stage: { readonly stage: ConnectionStage; readonly atMs: number } | null;
  zeroHop: boolean | null;
  probing: 'no' | 'under-way' | 'outdated';
  /** When to probe next; null: only an event can call for it. */
  probeDueMs: number | null;
  /** Nothing is written to the Daemon until then; null: no quiet time. */
  quietUntilMs: number | null;
  stageDueMs: number | null;
  daemonSinceMs: number;
  nodeSinceMs: number;
}

/** Something that happened on the Daemon's side. */
export type DaemonEvent =
  | DaemonLinkEvent
  /** Somebody needs the Daemon's word about the Node now. */
  | { readonly kind: 'probe-wanted' }
  | { readonly kind: 'probe-answer'; readonly answer: ProbeAnswer }
  /** `running` of a setup reply. */
  | { readonly kind: 'setup-reply'; readonly running: boolean }
  | { readonly kind: 'start-written' }
  | { readonly kind: 'start-reply'; readonly port: number; readonly processId: number }
  | { readonly kind: 'start-failed' };

/** Something that happened on the Node's side, was told of the Node, or only time. */
export type NodeEvent =
  | NodeLinkEvent
  /** `killed`: by a signal (`NoInformation`). */
  | { readonly kind: 'crashed'; readonly processId: number; readonly killed: boolean }
  | { readonly kind: 'shutdown-order-line' }
  | { readonly kind: 'panic-line' }
  | { readonly kind: 'password-changed' }
  | { readonly kind: 'stage'; readonly stage: ConnectionStage }
  | { readonly kind: 'zero-hop'; readonly zeroHop: boolean }
  /** Time has passed; see {@link PeerState.probeDueMs} and the others. */
  | { readonly kind: 'tick' };

/** Something that happened. */
export type PeerStateEvent = DaemonEvent | NodeEvent;

/** What a driver has to do, in this order. */
export type PeerStateAction =
  /** `evenIfLinked`: worth its message although the Node link is open. */
  | { readonly kind: 'probe'; readonly evenIfLinked: boolean }
  | { readonly kind: 'connect-to'; readonly port: number }
  /** One handshake; its failure comes back as `handshake-failed`. */
  | { readonly kind: 'try-once'; readonly port: number }
  | { readonly kind: 'drop' }
  /** The Daemon link's socket is the Node's: move it over. */
  | { readonly kind: 'adopt' }
  /** The Daemon link may look for a Daemon again. */
  | { readonly kind: 'resume-daemon' }
  /** Credits and bucket are fresh: the process is dead. */
  | { readonly kind: 'forget-process' }
  | { readonly kind: 'read-stage' };

/** What is known before anything has happened. */
export function initialPeerState(
  ports: { readonly daemonPort: number; readonly nodePort: number | undefined },
  nowMs: number,
): PeerState {
  return {
    daemonPort: ports.daemonPort,
    configuredPort: ports.nodePort ?? null,
    daemonLink: 'idle',
    daemonUnresponsive: false,
    absent: false,
    word: 'none',
    nodeLink: 'idle',
    openPort: null,
    nodeUnresponsive: false,
    nodeRenewing: false,
    targetPort: null,
    vouchedPort: null,
    process: null,
    exitedProcessId: null,
    lastExit: null,
    startWritten: false,
    shutdown: 'none',
    suspectedAtMs: null,
    orphan: false,
    stage: null,
    zeroHop: null,
    probing: 'no',
    probeDueMs: null,
    quietUntilMs: null,
    stageDueMs: null,
    daemonSinceMs: nowMs,
    nodeSinceMs: nowMs,
  };
}
