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
import { fence, marker } from './own-questions.js';
import { pace } from './pacing.js';
import {
  UNPROVEN_MOST,
  WAITING_ROOM,
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

/** What a lane needs and whom it tells. */
export interface NodeLaneDeps extends MessageTimes {
  readonly messagesPerSecond: number;
  readonly emit: EmitLinkEvent;
  readonly liveness: LivenessWatch;
}

/** The one shutdown that a closed gate lets through, as the lane tells it. */
export interface GateKeeper extends Answerable {
  /** The fence is back: everything written before it has been handled. */
  fenceBack(): void;
  /** Something was answered: the Configurator may be idle now. */
  answered(): void;
  shutdownWritten(contextId: number): void;
  /** The link is gone; the gate is open again. Told after `lost`, where the shutdown was written. */
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

/** The waiting room and the pen of a Node link; it outlives sockets, as the credits of a process do. */
export class NodeLane {
  readonly #deps: NodeLaneDeps;
  readonly #conversations: NodeConversations;
  readonly #waiting = new Map<number, Entry>();
  readonly #todo: Todo[] = [];
  #state: PacingState;
  #nextId = 1;
  #drains = false;
  #wakeAtMs: number | undefined;
  #wakeTimer: NodeJS.Timeout | undefined;
  #keeper: GateKeeper | undefined;

  constructor(deps: NodeLaneDeps) {
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

  /** True while the gate is closed to everybody but one shutdown. */
  get gateClosed(): boolean {
    return this.#state.gate.closed;
  }

  /** Frames that answered nothing, since the lane was made. */
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
      waitingMost: WAITING_ROOM,
      unproven: unprovenCount(this.#state),
      unprovenMost: UNPROVEN_MOST,
      tokens: Math.max(0, refilled(bucket, messagesPerSecond, this.#deps.now()).tokens),
      fencesWritten,
    };
  }

  /** A new socket: its first fence is written at once. `probeContextId`: the Daemon link asked up to there on it. */
  opened(transport: Transport, probeContextId?: number): void {
    this.#conversations.begin(transport, probeContextId ?? 0);
    this.#step({ type: 'link-opened', adopted: probeContextId !== undefined });
  }

  /** The socket is gone: all that waits is refused with `refusal`, all that is open ends as lost. */
  lost(refusal: GatewayError, end: LinkEnd): void {
    if (!this.#conversations.hasSocket) return;
    const open = this.#conversations.end();
    const keeper = this.#keeper;
    this.#keeper = undefined;
    this.#step({ type: 'link-lost' }, refusal);
    for (const answerable of open) answerable.lost(end);
    keeper?.linkLost();
  }

  /** The process at the other end is dead for sure. */
  forgetProcess(): void {
    this.#step({ type: 'process-forgotten' });
  }

  /** A fence is to be written as soon as it may. */
  wantFence(): void {
    this.#step({ type: 'fence-wanted' });
  }

  /** Refuses all that waits. */
  clear(refusal: GatewayError): void {
    this.#step({ type: 'cleared' }, refusal);
  }

  /** A frame of the Node. */
  text(text: string): void {
    this.#conversations.text(text);
  }

  /** Takes a message into the waiting room; an abort of `signal` takes it out again unless it is written. */
  enter(message: NodeMessage, signal?: AbortSignal): void {
    if (signal?.aborted === true) {
      message.refused(callerLeft('node'));
      return;
    }
    const id = this.#nextId++;
    const leave = (): void => {
      const left = this.#take(id);
      this.#step({ type: 'left', id });
      left?.refused(callerLeft('node'));
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#waiting.set(id, {
      message,
      unlisten: () => signal?.removeEventListener('abort', leave),
    });
    const { kind, limitMs, deadlineMs } = message;
    this.#step({ type: 'arrived', waiting: { id, kind, limitMs, deadlineMs } });
  }

  /** Takes a scan out of the waiting room, or forgets it. */
  dispose(scan: ScanMessage): void {
    scan.dispose();
    this.#conversations.forget(scan);
    for (const [id, { message }] of this.#waiting) {
      if (message !== scan) continue;
      this.#take(id);
      this.#step({ type: 'left', id });
    }
  }

  /** Refuses all that waits with `refusal`, and all that comes, until the gate is open again. */
  closeGate(keeper: GateKeeper, refusal: GatewayError): void {
    this.#keeper = keeper;
    this.#step({ type: 'gate-closed' }, refusal);
  }

  /** Asks for the fence or the shutdown of the closed gate. */
  want(what: 'fence' | 'shutdown'): void {
    this.#step({ type: what === 'fence' ? 'gate-fence-wanted' : 'gate-shutdown-wanted' });
  }

  /** Lets everybody through again. */
  openGate(): void {
    this.#keeper = undefined;
    this.#step({ type: 'gate-opened' });
  }

  #answered({ seq, meaning, settle }: Answer): void {
    // The next message goes out before this one's asker hears of it: the lane is never idle for nothing.
    if (meaning === 'unread') this.#step({ type: 'unread', seq });
    else this.#step({ type: 'answered', seq, proves: meaning === 'proves' });
    settle();
    this.#keeper?.answered();
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
    const step = pace(this.#state, event, this.#deps.now());
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
    switch (action.type) {
      case 'write':
        return this.#write(action.id, action.seq);
      case 'write-scan':
        return this.#write(action.id, action.seq, action.markerSeq);
      case 'write-fence':
        return this.#writeFence(action.seq, action.purpose);
      case 'write-shutdown':
        return this.#writeShutdown(action.seq);
      case 'refuse':
        this.#take(action.id)?.refused(this.#errorOf(action.reason, refusal));
    }
  }

  #write(id: number, seq: number, markerSeq?: number): void {
    const message = this.#take(id);
    if (message === undefined) {
      // It left while an earlier action was performed: it keeps its credit, but must not keep its lane.
      this.#step({ type: 'answered', seq: markerSeq ?? seq, proves: false });
      return;
    }
    const sent = this.#send(message, seq);
    if (sent === undefined) {
      message.refused(nodeReconnecting());
      return;
    }
    if (markerSeq !== undefined) this.#writeMarker(markerSeq, message);
    message.written(this.#deps.now(), sent.contextId);
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
      if (purpose === 'gate') this.#keeper?.fenceBack();
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
    if (this.#keeper === undefined) return;
    const contextId = this.#conversations.ask({
      opcode: 'shutdown',
      payload: '{}',
      seq,
      configurator: false,
      purpose: 'call',
      limitMs: Infinity,
      counts: false,
      answerable: this.#keeper,
    });
    if (contextId !== undefined) this.#keeper.shutdownWritten(contextId);
  }

  // Made only when it is used: an error costs more than the rest of a step.
  #errorOf(reason: RefusalReason, cleared: GatewayError | undefined): GatewayError {
    if (reason === 'room-full') return queueFull('node', WAITING_ROOM);
    if (reason === 'too-late') return notSentInTime('node');
    return cleared ?? (this.gateClosed ? nodeStopping() : nodeUnlinked());
  }

  #wakeLater(): void {
    clearTimeout(this.#wakeTimer);
    this.#wakeTimer = undefined;
    if (this.#wakeAtMs === undefined) return;
    const delayMs = Math.max(0, Math.ceil(this.#wakeAtMs - this.#deps.now()));
    this.#wakeTimer = setTimeout(() => this.#step({ type: 'time' }), delayMs);
  }
}

function nobodyWaits(): void {
  // Fences and markers are no caller's.
}
