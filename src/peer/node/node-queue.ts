/** Drives pacing: who waits for the Node and what is written to it, in the order that the state machine decides. */
import { PeerError } from '../../errors.js';
import type { GatewayError } from '../../errors.js';
import { peerCodes } from '../../protocol/error-codes.js';
import type { Opcode } from '../../protocol/opcodes.js';
import { refilled } from './bucket.js';
import {
  callerLeft,
  nodeReconnecting,
  nodeStopping,
  nodeUnlinked,
  notSentInTime,
  queueFull,
} from '../../problems/faults.js';
import type { LivenessWatch } from '../links/liveness-watch.js';
import type { EmitLinkEvent, PacingFigures } from '../links/links.js';
import { NodeConversations } from './node-conversations.js';
import type { Answer } from './node-conversations.js';
import { ScanMessage } from './node-messages.js';
import type { Answerable, LinkEnd, MessageTimes, NodeMessage } from './node-messages.js';
import { fence, marker, preceding } from './fences.js';
import { stepPacing } from './pacing.js';
import {
  UNPROVEN_MOST,
  QUEUE_PLACES,
  initialPacing,
  mayRenew,
  unprovenCount,
  waitingCount,
} from './pacing-state.js';
import type {
  FencePurpose,
  PacingAction,
  PacingEvent,
  PacingState,
  RefusalReason,
} from './pacing-state.js';
import type { DroppedFrames } from '../peers.js';
import type { Transport } from '../links/transport.js';

/** What the queue needs, and where it reports. */
interface NodeQueueDeps extends MessageTimes {
  readonly messagesPerSecond: number;
  readonly emit: EmitLinkEvent;
  readonly liveness: LivenessWatch;
}

/** The one shutdown that holds the lock, as the queue sees it. */
export interface ShutdownHolder extends Answerable {
  /** The fence is back: everything written before it has been handled. */
  fenceBack(): void;
  /** Something was answered: the Configurator may be idle now. */
  answered(): void;
  shutdownWritten(contextId: number): void;
  /** The link is gone, and the lock with it. Called after `lost` if the shutdown was written. */
  linkLost(): void;
}

/** An action, and what tells those whom it refuses. */
interface Todo {
  readonly action: PacingAction;
  readonly refusal: GatewayError | undefined;
}

interface Entry {
  readonly message: NodeMessage;
  readonly unlisten: () => void;
}

/** The queue and the writer of a Node link; it survives reconnects, as the credits of a process do. */
export class NodeQueue {
  readonly #deps: NodeQueueDeps;
  readonly #conversations: NodeConversations;
  readonly #waiting = new Map<number, Entry>();
  readonly #todo: Todo[] = [];
  #state: PacingState;
  #nextId = 1;
  #drains = false;
  #wakeAtMs: number | undefined;
  #wakeTimer: NodeJS.Timeout | undefined;
  #holder: ShutdownHolder | undefined;

  constructor(deps: NodeQueueDeps) {
    this.#deps = deps;
    this.#state = initialPacing(deps.timings, deps.messagesPerSecond, deps.now());
    this.#conversations = new NodeConversations({
      now: deps.now,
      isUnproven: (seq) => this.#state.unproven.includes(seq),
      emit: deps.emit,
      onAnswer: (answer) => this.#answered(answer),
      liveness: deps.liveness,
    });
  }

  /** True if another link to the same process may write its first fence: they all cost a place in the Node's mailbox. */
  get mayRenew(): boolean {
    return mayRenew(this.#state);
  }

  /** True while one shutdown holds the lock. */
  get isLocked(): boolean {
    return this.#state.lock.isHeld;
  }

  /** Frames that answered nothing, since the queue was made. */
  get dropped(): DroppedFrames {
    return this.#conversations.dropped;
  }

  /** Opcodes of open Configurator conversations. */
  get configuratorCalls(): readonly Opcode[] {
    return this.#conversations.configuratorCalls;
  }

  /** Pacing figures at this moment. */
  figures(): PacingFigures {
    const { bucket, messagesPerSecond, fencesWritten } = this.#state;
    return {
      waiting: waitingCount(this.#state),
      waitingMost: QUEUE_PLACES,
      unproven: unprovenCount(this.#state),
      unprovenMost: UNPROVEN_MOST,
      tokens: Math.max(0, refilled(bucket, messagesPerSecond, this.#deps.now()).tokens),
      fencesWritten,
    };
  }

  /** A new socket: its first fence is written at once. `probeContextId`: the Daemon link asked up to there on it. */
  opened(transport: Transport, probeContextId?: number): void {
    this.#conversations.begin(transport, probeContextId ?? 0);
    this.#step({ kind: 'link-opened', adopted: probeContextId !== undefined });
  }

  /** The socket is gone: all that waits is refused with `refusal`, all that is open ends as lost. */
  lost(refusal: GatewayError, end: LinkEnd): void {
    if (!this.#conversations.hasSocket) return;
    const open = this.#conversations.end();
    const holder = this.#holder;
    this.#holder = undefined;
    this.#step({ kind: 'link-lost' }, refusal);
    for (const answerable of open) answerable.lost(end);
    holder?.linkLost();
  }

  /** The process at the other end is dead for sure. */
  forgetProcess(): void {
    this.#step({ kind: 'process-forgotten' });
  }

  /** A fence is to be written as soon as it may. */
  wantFence(): void {
    this.#step({ kind: 'fence-wanted' });
  }

  /** Refuses all that waits. */
  clear(refusal: GatewayError): void {
    this.#step({ kind: 'cleared' }, refusal);
  }

  /** A frame of the Node. */
  text(text: string): void {
    this.#conversations.text(text);
  }

  /** Takes a message into the queue; an abort of `signal` takes it out again unless it is written. */
  enter(message: NodeMessage, signal?: AbortSignal): void {
    if (signal?.aborted === true) {
      message.refused(callerLeft('node'));
      return;
    }
    const id = this.#nextId++;
    const leave = (): void => {
      const left = this.#take(id);
      this.#step({ kind: 'left', id });
      left?.refused(callerLeft('node'));
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#waiting.set(id, {
      message,
      unlisten: () => signal?.removeEventListener('abort', leave),
    });
    const { kind, limitMs, deadlineMs } = message;
    this.#step({ kind: 'arrived', waiting: { id, kind, limitMs, deadlineMs } });
  }

  /** Takes a scan out of the queue, or forgets it. */
  dispose(scan: ScanMessage): void {
    scan.dispose();
    this.#conversations.forget(scan);
    for (const [id, { message }] of this.#waiting) {
      if (message !== scan) continue;
      this.#take(id);
      this.#step({ kind: 'left', id });
    }
  }

  /** Refuses all that waits with `refusal`, and all that comes, until it is unlocked. */
  lockForShutdown(holder: ShutdownHolder, refusal: GatewayError): void {
    this.#holder = holder;
    this.#step({ kind: 'locked' }, refusal);
  }

  /** Asks for the fence or the shutdown of the shutdown that holds the lock. */
  want(what: 'fence' | 'shutdown'): void {
    this.#step({ kind: what === 'fence' ? 'lock-fence-wanted' : 'shutdown-wanted' });
  }

  /** Lets everybody through again. */
  unlock(): void {
    this.#holder = undefined;
    this.#step({ kind: 'unlocked' });
  }

  #answered({ seq, meaning, settle }: Answer): void {
    // The next message goes out before this one's asker hears of it: the lane is never idle for nothing.
    if (meaning === 'unread') this.#step({ kind: 'unread', seq });
    else this.#step({ kind: 'answered', seq, proves: meaning === 'proves' });
    settle();
    this.#holder?.answered();
  }

  #take(id: number): NodeMessage | undefined {
    const entry = this.#waiting.get(id);
    this.#waiting.delete(id);
    entry?.unlisten();
    return entry?.message;
  }

  // A callback of one action may bring the next step about; its writes must stand behind those of the step before,
  // or a reply would seem to prove what was written after its request.
  #step(event: PacingEvent, refusal?: GatewayError): void {
    const step = stepPacing(this.#state, event, this.#deps.now());
    this.#state = step.state;
    this.#wakeAtMs = step.wakeAtMs;
    this.#todo.push(...step.actions.map((action) => ({ action, refusal })));
    if (this.#drains) return;
    this.#drains = true;
    try {
      for (let next = this.#todo.shift(); next !== undefined; next = this.#todo.shift()) {
        this.#perform(next.action, next.refusal);
      }
    } finally {
      this.#drains = false;
      this.#wakeLater();
    }
  }

  #perform(action: PacingAction, refusal: GatewayError | undefined): void {
    switch (action.kind) {
      case 'write':
        return this.#write(action.id, action.seq);
      case 'write-pair':
        return this.#write(action.id, action.seq, action.secondSeq);
      case 'write-fence':
        return this.#writeFence(action.seq, action.purpose);
      case 'write-shutdown':
        return this.#writeShutdown(action.seq);
      case 'refuse':
        this.#take(action.id)?.refused(this.#errorOf(action.reason, refusal));
    }
  }

  #write(id: number, seq: number, secondSeq?: number): void {
    const message = this.#take(id);
    if (message === undefined) {
      // It left while an earlier action was performed: it keeps its credit, but must not keep its lane.
      this.#step({ kind: 'answered', seq: secondSeq ?? seq, proves: false });
      return;
    }
    const pair = secondSeq !== undefined && message.before !== undefined;
    const begun =
      !pair || this.#conversations.ask(preceding(message, message.before, seq)) !== undefined;
    const sent = begun ? this.#send(message, pair ? secondSeq : seq) : undefined;
    if (!begun || (sent === undefined && !pair)) return message.refused(nodeReconnecting());
    if (secondSeq !== undefined && !pair) this.#writeMarker(secondSeq, message);
    message.written(this.#deps.now(), sent?.contextId);
    if (sent === undefined) message.lost('lost'); // only the first half of a pair was written
  }

  /** Undefined where nothing was written. */
  #send(message: NodeMessage, seq: number): { readonly contextId?: number } | undefined {
    const { opcode, payload, configurator, kind } = message;
    if (kind === 'tell') return this.#conversations.tell(opcode, payload) ? {} : undefined;
    const scan = kind === 'scan';
    const limitMs = scan ? Infinity : message.limitMs;
    const fixed = { opcode, payload, seq, configurator, limitMs };
    const contextId = this.#conversations.ask({
      ...fixed,
      purpose: 'call',
      counts: !scan,
      answerable: message,
    });
    return contextId === undefined ? undefined : { contextId };
  }

  #writeMarker(seq: number, scan: NodeMessage): void {
    const marked = (): void => {
      if (scan instanceof ScanMessage) scan.marked();
    };
    const answerable = { replied: marked, failed: nobodyWaits, lost: nobodyWaits };
    this.#conversations.ask(marker({ seq, limitMs: scan.limitMs, answerable }));
  }

  #writeFence(seq: number, purpose: FencePurpose): void {
    const back = (): void => {
      if (purpose === 'shutdown') this.#holder?.fenceBack();
    };
    const failed = (error: PeerError | GatewayError): void => {
      if (error instanceof PeerError && error.peerCode === peerCodes.UNMARSHAL) return;
      back();
    };
    const { fenceLimitMs } = this.#deps.timings;
    const answerable = { replied: back, failed, lost: nobodyWaits };
    this.#conversations.ask(fence({ seq, limitMs: fenceLimitMs, answerable }));
  }

  #writeShutdown(seq: number): void {
    if (this.#holder === undefined) return;
    const contextId = this.#conversations.ask({
      opcode: 'shutdown',
      payload: '{}',
      seq,
      configurator: false,
      purpose: 'call',
      limitMs: Infinity,
      counts: false,
      answerable: this.#holder,
    });
    if (contextId !== undefined) this.#holder.shutdownWritten(contextId);
  }

  // Made only when it is used: an error costs more than the rest of a step.
  #errorOf(reason: RefusalReason, cleared: GatewayError | undefined): GatewayError {
    if (reason === 'room-full') return queueFull('node', QUEUE_PLACES);
    if (reason === 'too-late') return notSentInTime('node');
    return cleared ?? (this.isLocked ? nodeStopping() : nodeUnlinked());
  }

  #wakeLater(): void {
    clearTimeout(this.#wakeTimer);
    this.#wakeTimer = undefined;
    if (this.#wakeAtMs === undefined) return;
    const delayMs = Math.max(0, Math.ceil(this.#wakeAtMs - this.#deps.now()));
    this.#wakeTimer = setTimeout(() => this.#step({ kind: 'time' }), delayMs);
  }
}

function nobodyWaits(): void {
  // Fences and markers are no caller's.
}
