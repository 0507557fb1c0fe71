/**
 * What pacing towards the Node knows, is told and decides.
 *
 * A UI message of any opcode lands in the 16-place mailboxes of the Node's Configurator and BlockchainBridge; the 17th waiting
 * one kills the Node (ui_gateway/mod.rs:178-184, configurator.rs:60-67, blockchain_bridge.rs:88-106). Half of the places are
 * left to other UIs. For the Configurator credits prove that ours are not all taken; for the BlockchainBridge, which proves
 * nothing, a token bucket keeps messages rare.
 */
import type { PeerTimings } from '../timings.js';
import { fullBucket } from './bucket.js';
import type { Bucket } from './bucket.js';

/** Messages that the Configurator is not known to have handled never exceed this. */
export const UNPROVEN_MOST = 8;
/**
 * After so many first fences to one process of which none came back, no link is given up to try another: with the seven
 * ordinary places they would still fit into a mailbox of which nothing is taken out.
 */
const FIRST_FENCES_MOST = 8;
/** So many may wait before the link. */
export const QUEUE_PLACES = 64;
/** Tokens a second as shipped. */
export const MESSAGES_PER_SECOND = 100;

/**
 * What a waiting message is to pacing. `configurator`: key work and writes of the Configurator's lane. `configurator-read`: a quick
 * read that the Configurator answers. `quick`: other conversations. `tell`: fire-and-forget. `scan`: with its marker behind it.
 * `pair`: a quick conversation with another one right before it. The last two are two messages, written in one step.
 */
export type WaitingKind = 'configurator' | 'configurator-read' | 'quick' | 'tell' | 'scan' | 'pair';

/** A message in the queue. */
export interface Waiting {
  /** The caller's number for it; rises with every arrival. */
  readonly id: number;
  readonly kind: WaitingKind;
  /** Limit of the conversation from its writing; of a scan: of its marker; of a pair: of each half. */
  readonly limitMs: number;
  /** When its caller gives up waiting for its turn. */
  readonly deadlineMs: number;
}

/** The conversation that fills a lane: its number among all that was written, and how long it may keep the lane. */
interface LaneHolder {
  readonly seq: number;
  readonly untilMs: number;
}

/** Why a fence was written: first on a link, to win credits back, to see whether the Node answers, or before a shutdown. */
export type FencePurpose = 'first' | 'credit' | 'liveness' | 'shutdown';

/** Everything that pacing knows of a Node process and of the link to it. Written messages are numbered by `seq`. */
export interface PacingState {
  readonly bucket: Bucket;
  readonly messagesPerSecond: number;
  readonly timings: Pick<PeerTimings, 'firstFenceRetryMs' | 'firstFenceRetryMostMs'>;
  /** `fencing`: open, but the first fence has not come back: nothing else is written. */
  readonly link: 'none' | 'fencing' | 'open';
  /** Messages of this link that are unproven, oldest first. */
  readonly unproven: readonly number[];
  /** Messages of earlier links to this process that are unproven. */
  readonly carried: number;
  /** The probe by which a Node was found on the Daemon's port, while unproven: it has a place of its own. */
  readonly probe: boolean;
  /** The link stands on the Daemon's port: a place is kept for the next such probe. */
  readonly adopted: boolean;
  /** First fences whose links were lost before their replies; they all share the eighth place. */
  readonly firstFencesLost: number;
  /** The next first fence is not written before. */
  readonly firstFenceAtMs: number;
  /** The fence that is under way. */
  readonly fence: { readonly seq: number; readonly purpose: FencePurpose } | undefined;
  /** A fence is to be written as soon as it may, to see whether the Node answers. */
  readonly fenceWanted: boolean;
  readonly lanes: {
    readonly configurator: LaneHolder | undefined;
    readonly quick: LaneHolder | undefined;
  };
  readonly queues: {
    readonly configurator: readonly Waiting[];
    readonly quick: readonly Waiting[];
  };
  /** Closed to everybody but one shutdown, which asks for a fence and then for its own writing. */
  readonly lock: {
    readonly isHeld: boolean;
    readonly fenceWanted: boolean;
    readonly shutdownWanted: boolean;
  };
  readonly nextSeq: number;
  readonly fencesWritten: number;
}

/** What happens to the link and its callers. */
export type PacingEvent =
  | { readonly kind: 'link-opened'; readonly adopted: boolean }
  | { readonly kind: 'link-lost' }
  /** The process is known to be dead: the next one begins fresh. */
  | { readonly kind: 'process-forgotten' }
  | { readonly kind: 'arrived'; readonly waiting: Waiting }
  /** Its caller hung up before it was written. */
  | { readonly kind: 'left'; readonly id: number }
  /** An answer came, late or not; `proves` where the Configurator sent it. */
  | { readonly kind: 'answered'; readonly seq: number; readonly proves: boolean }
  /** The Node's socket layer could not read the message: it never reached a mailbox, and proves nothing. */
  | { readonly kind: 'unread'; readonly seq: number }
  | { readonly kind: 'fence-wanted' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'lock-fence-wanted' }
  | { readonly kind: 'shutdown-wanted' }
  | { readonly kind: 'unlocked' }
  /** Nothing can be written for now: all that waits is refused. */
  | { readonly kind: 'cleared' }
  | { readonly kind: 'time' };

/** Why a waiting message is not written. `cleared`: link lost, link locked or Node unresponsive, as the event said. */
export type RefusalReason = 'room-full' | 'too-late' | 'cleared';

/** What to do, in this order. */
export type PacingAction =
  | { readonly kind: 'write'; readonly id: number; readonly seq: number }
  /** A scan and its `financials` marker, or the two halves of a pair, in one step. */
  | {
      readonly kind: 'write-pair';
      readonly id: number;
      readonly seq: number;
      readonly secondSeq: number;
    }
  | { readonly kind: 'write-fence'; readonly seq: number; readonly purpose: FencePurpose }
  | { readonly kind: 'write-shutdown'; readonly seq: number }
  | { readonly kind: 'refuse'; readonly id: number; readonly reason: RefusalReason };

/** The outcome of an event; `wakeAtMs` is when a `time` event is due at the latest. */
export interface PacingStep {
  readonly state: PacingState;
  readonly actions: readonly PacingAction[];
  readonly wakeAtMs: number | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A state in the making; lives within one step. */
export interface PacingDraft extends Mutable<
  Omit<PacingState, 'unproven' | 'lanes' | 'queues' | 'lock'>
> {
  unproven: number[];
  lanes: Mutable<PacingState['lanes']>;
  queues: { configurator: Waiting[]; quick: Waiting[] };
  lock: Mutable<PacingState['lock']>;
  actions: PacingAction[];
  wakeAtMs: number | undefined;
}

/** No process known, no link. */
export function initialPacing(
  timings: PacingState['timings'],
  messagesPerSecond: number,
  nowMs: number,
): PacingState {
  return {
    bucket: fullBucket(nowMs),
    messagesPerSecond,
    timings,
    link: 'none',
    unproven: [],
    carried: 0,
    probe: false,
    adopted: false,
    firstFencesLost: 0,
    firstFenceAtMs: -Infinity,
    fence: undefined,
    fenceWanted: false,
    lanes: { configurator: undefined, quick: undefined },
    queues: { configurator: [], quick: [] },
    lock: { isHeld: false, fenceWanted: false, shutdownWanted: false },
    nextSeq: 1,
    fencesWritten: 0,
  };
}

/** Messages to this process that the Configurator is not known to have handled, over all its links. */
export function unprovenCount(
  state: Pick<PacingState, 'unproven' | 'carried' | 'probe' | 'firstFencesLost' | 'link' | 'fence'>,
): number {
  const firstFenceOut = state.link === 'fencing' && state.fence !== undefined;
  const lostFirstFence = state.firstFencesLost > 0 && !firstFenceOut ? 1 : 0;
  return state.unproven.length + state.carried + (state.probe ? 1 : 0) + lostFirstFence;
}

/**
 * True if the present link may be given up for another one, whose first fence then takes the eighth place again. On the Daemon's
 * port each new link costs a probe as well.
 */
export function mayRenew(
  state: Pick<PacingState, 'link' | 'firstFencesLost' | 'adopted'>,
): boolean {
  if (state.link !== 'fencing') return true;
  const messages = state.adopted ? 2 : 1;
  return (state.firstFencesLost + 2) * messages <= FIRST_FENCES_MOST;
}

/** How many messages are in the queue. */
export function waitingCount(state: Pick<PacingState, 'queues'>): number {
  return state.queues.configurator.length + state.queues.quick.length;
}
