/** All readers of the event stream: opened, fed once per tick, kept awake by heartbeats, ended. */
import { EventBatch } from './event-batch.js';
import type { EventLog } from './event-log.js';
import {
  EventStream,
  type StreamContext,
  type StreamRequest,
  type StreamSink,
} from './event-stream.js';
import type { GatewayEvent } from './event.js';
import { FormattedEvents } from './formatted-events.js';
import { systemScheduler, type Cancel, type Scheduler } from './scheduler.js';
import { writtenEvent, type StreamForm } from './sse-format.js';

const HEARTBEAT_INTERVAL_MS = 15_000;
/** How long a reader is asked to wait before it connects again. */
const RETRY_MS = 2000;
/** Up to this part of the wait is added or taken, so that the readers of a restarted gateway do not come all at once. */
const RETRY_JITTER = 0.25;

interface StreamLimits {
  readonly maxStreams: number;
  /** A live reader for whom more than this is waiting to be sent is cut off. */
  readonly cutOffBytes: number;
  /** How long an ended response may flush what it still holds. */
  readonly cutOffGraceMs: number;
}

/** The bounds unless told otherwise. @internal */
export const DEFAULT_STREAM_LIMITS: StreamLimits = {
  maxStreams: 256,
  cutOffBytes: 1024 * 1024,
  cutOffGraceMs: 1000,
};

/** What the streams are made with. @internal */
export interface EventStreamsOptions {
  readonly log: EventLog;
  /** JSON text of the payload of `gateway.state` at this instant. */
  readonly describeState: () => string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** @default DEFAULT_STREAM_LIMITS, each for itself */
  readonly limits?: Partial<StreamLimits>;
  /** @default HEARTBEAT_INTERVAL_MS */
  readonly heartbeatIntervalMs?: number;
  /** @default RETRY_MS */
  readonly retryMs?: number;
  /** @default the process's timers */
  readonly scheduler?: Scheduler;
  /** From 0 up to 1, as Math.random; spreads `retry:`. */
  readonly random?: () => number;
}

const NOTHING = Buffer.alloc(0);
const noTail = (): Buffer => NOTHING;

/** The open event streams of a gateway; close them before the server. */
export class EventStreams {
  readonly #log: EventLog;
  readonly #now: () => number;
  readonly #scheduler: Scheduler;
  readonly #maxStreams: number;
  readonly #heartbeatIntervalMs: number;
  readonly #context: StreamContext;
  readonly #formatted: FormattedEvents;
  readonly #unsubscribe: () => void;
  readonly #streams = new Set<EventStream>();
  readonly #leaving = new Set<EventStream>();
  #gathered: GatewayEvent[] = [];
  #cancelFlush: Cancel | undefined;
  #cancelHeartbeat: Cancel | undefined;
  #cutOffCount = 0;
  #closing: Promise<void> | undefined;
  #onAllGone: (() => void) | undefined;

  constructor(options: EventStreamsOptions) {
    const { log, now, describeState, random = Math.random, retryMs = RETRY_MS } = options;
    const limits = { ...DEFAULT_STREAM_LIMITS, ...options.limits };
    this.#log = log;
    this.#now = now;
    this.#scheduler = options.scheduler ?? systemScheduler;
    this.#maxStreams = limits.maxStreams;
    this.#heartbeatIntervalMs = options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS;
    this.#formatted = new FormattedEvents((number) => log.idOf(number));
    this.#context = {
      log,
      now,
      describeState,
      formatted: this.#formatted,
      scheduler: this.#scheduler,
      cutOffBytes: limits.cutOffBytes,
      cutOffGraceMs: limits.cutOffGraceMs,
      retryMs: () => retryMs * (1 + (2 * random() - 1) * RETRY_JITTER),
      onLeft: (stream, cutOff) => this.#onLeft(stream, cutOff),
      onGone: (stream) => this.#onGone(stream),
    };
    this.#unsubscribe = log.subscribe((event) => this.#gather(event));
  }

  get subscriberCount(): number {
    return this.#streams.size;
  }

  /** How many readers were cut off for being too far behind, ever. */
  get cutOffCount(): number {
    return this.#cutOffCount;
  }

  /**
   * Subscribes `sink`: with a cursor the replay first, then a `gateway.state` snapshot, then everything that happens. `begin` is
   * called before anything is written, to write the head; nothing else may write to it. `streams-full` where no place is left, or
   * after close.
   */
  open(
    request: StreamRequest,
    sink: StreamSink,
    begin: () => void = () => undefined,
  ): Pick<EventStream, 'close'> | 'streams-full' {
    if (this.#closing !== undefined || this.#streams.size >= this.#maxStreams) {
      return 'streams-full';
    }
    // A client may have gone before its turn came; its sink would never tell again.
    if (sink.destroyed) return { close: () => undefined };
    begin();
    const stream = new EventStream(request, sink, this.#context);
    this.#streams.add(stream);
    stream.start(request.lastEventId);
    this.#armHeartbeat();
    return stream;
  }

  /** Ends all streams; resolves when their sinks are gone, by force after the time of grace. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  #closeAll(): Promise<void> {
    this.#flush(noTail);
    this.#unsubscribe();
    this.#cancelHeartbeat?.();
    const gone = new Promise<void>((resolve) => {
      this.#onAllGone = resolve;
    });
    for (const stream of [...this.#streams]) stream.close();
    this.#settleIfAllGone();
    return gone;
  }

  #gather(event: GatewayEvent): void {
    if (this.#streams.size === 0) return;
    this.#gathered.push(event);
    this.#cancelFlush ??= this.#scheduler.soon(() => this.#flush(noTail));
  }

  #flush(tail: (form: StreamForm) => Buffer): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const events = this.#gathered;
    this.#gathered = [];
    const upTo = this.#log.newest;
    const batch = new EventBatch(events, {
      event: (event, form) => this.#formatted.bytes(event, form),
      tail,
    });
    for (const stream of [...this.#streams]) if (stream.live) stream.deliver(batch, upTo);
  }

  #armHeartbeat(): void {
    if (this.#streams.size === 0) return;
    this.#cancelHeartbeat ??= this.#scheduler.after(this.#heartbeatIntervalMs, () => {
      this.#cancelHeartbeat = undefined;
      this.#beat();
      this.#armHeartbeat();
    });
  }

  /** Tells live readers the newest id, which moves the cursor of one whose filter lets little pass. */
  #beat(): void {
    const beat = {
      id: this.#log.newestId,
      atMs: this.#now(),
      hop: 'gateway',
      opcode: 'gateway.heartbeat',
      payload: '{}',
    } as const;
    const bytes = new Map<StreamForm, Buffer>();
    this.#flush((form) => {
      const made = bytes.get(form) ?? Buffer.from(writtenEvent(beat, form));
      bytes.set(form, made);
      return made;
    });
  }

  #onLeft(stream: EventStream, cutOff: boolean): void {
    this.#streams.delete(stream);
    this.#leaving.add(stream);
    if (cutOff) this.#cutOffCount += 1;
    if (this.#streams.size > 0) return;
    this.#cancelHeartbeat?.();
    this.#cancelHeartbeat = undefined;
  }

  #onGone(stream: EventStream): void {
    this.#leaving.delete(stream);
    this.#settleIfAllGone();
  }

  #settleIfAllGone(): void {
    if (this.#streams.size === 0 && this.#leaving.size === 0) this.#onAllGone?.();
  }
}
