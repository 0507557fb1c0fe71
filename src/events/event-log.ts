/** The one numbered log of everything that happens: two retention classes in one id space, read by cursor. */
import type { Hop } from '../errors.js';
import { epochOf, formatId, judgeCursor, parseCursor } from './cursor.js';
import { matches, retentionOf, type EventFilter } from './event-filter.js';
import type { Gap, GatewayEvent, LogLevel, RetentionClass } from './event.js';
import { bothAt, cursorGap, laterOf, newLoss, type ClassNumbers } from './loss.js';
import { RetainedEvents, type EventLogLimits } from './retained-events.js';

const MIB_BYTES = 1024 * 1024;

/** What is kept unless told otherwise. */
const DEFAULT_EVENT_LOG_LIMITS: EventLogLimits = {
  log: { maxEvents: 5000, maxBytes: 8 * MIB_BYTES },
  other: { maxEvents: 1000, maxBytes: 4 * MIB_BYTES },
};

interface EventLogOptions {
  /** Start of the gateway, Unix milliseconds; names the epoch. */
  readonly startedAtMs: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Hears what a listener threw; the other listeners and the log go on. */
  readonly onListenerError: (error: unknown) => void;
  /** @default DEFAULT_EVENT_LOG_LIMITS */
  readonly limits?: EventLogLimits;
}

/** An event to be appended; `payload` is JSON text, `logLevel` of log lines only. */
interface NewEvent {
  readonly hop: Hop;
  readonly opcode: string;
  readonly payload: string;
  readonly logLevel?: LogLevel | undefined;
}

/** A place in the log between two events, with the losses already told to who stands there. */
interface LogPlace {
  /** Everything up to this number has been passed. */
  readonly after: number;
  /** Per class, the newest lost number that is no news to this reader. */
  readonly told: ClassNumbers;
}

/** What a cursor came to. `usable` is false where it named nothing: then `place` is the end, and `gap` says so. */
interface Located {
  readonly place: LogPlace;
  readonly gap: Gap | null;
  readonly usable: boolean;
}

interface LogPage {
  readonly events: readonly GatewayEvent[];
  /** Where to go on; its `after` is the newest number where the end was reached. */
  readonly next: LogPlace;
  /** Losses since this reader was last told of any; to be told before `events`. */
  readonly gap: Gap | null;
}

/** How much one page holds at most; `maxBytes` counts payloads, and one event may exceed it. */
interface PageLimits {
  readonly limit: number;
  readonly maxBytes?: number;
}

/** A question to the log, as history asks it. */
interface LogQuery extends PageLimits {
  /** A cursor: id or RFC 3339 time. Absent: the latest `limit` events. */
  readonly after?: string | undefined;
  readonly filter?: EventFilter;
}

/** The answer: `next` is the cursor for the following question. */
interface LogAnswer {
  readonly events: readonly GatewayEvent[];
  readonly next: string;
  readonly gap: Gap | null;
}

type Listener = (event: GatewayEvent) => void;

/** Numbers, keeps and hands out events. Everything is synchronous: reading and subscribing in one step leaves no hole. */
export class EventLog {
  readonly epoch: string;
  readonly #startedAtMs: number;
  readonly #now: () => number;
  readonly #onListenerError: (error: unknown) => void;
  readonly #retained: RetainedEvents;
  readonly #listeners = new Set<{ readonly hear: Listener }>();
  readonly #untold: GatewayEvent[] = [];
  #telling = false;
  #newest = 0;

  constructor(options: EventLogOptions) {
    this.epoch = epochOf(options.startedAtMs);
    this.#startedAtMs = options.startedAtMs;
    this.#now = options.now;
    this.#onListenerError = options.onListenerError;
    this.#retained = new RetainedEvents(options.limits ?? DEFAULT_EVENT_LOG_LIMITS);
  }

  /** Number of the newest event; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** Id of the newest event; `<epoch>-0` before the first. */
  get newestId(): string {
    return this.idOf(this.#newest);
  }

  idOf(number: number): string {
    return formatId(this.epoch, number);
  }

  /** How many events of a class are kept, and what they are reckoned to cost in bytes. */
  kept(retention: RetentionClass): { readonly events: number; readonly bytes: number } {
    return this.#retained.kept(retention);
  }

  /** Numbers and keeps an event, and tells every subscriber before it returns (from within a listener: soon after). */
  append({ hop, opcode, payload, logLevel }: NewEvent): GatewayEvent {
    this.#newest += 1;
    const retention = retentionOf(opcode);
    const number = this.#newest;
    const event = { number, atMs: this.#now(), hop, opcode, payload, retention, logLevel };
    this.#retained.add(event);
    this.#tell(event);
    return event;
  }

  /** Has `listener` hear every event from now on; returns an idempotent unsubscribe. */
  subscribe(listener: Listener): () => void {
    const entry = { hear: listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  end(): LogPlace {
    return { after: this.#newest, told: bothAt(this.#newest) };
  }

  /** The place that a cursor names, and what is missing behind it. */
  locate(text: string, filter: EventFilter = {}): Located {
    const cursor = parseCursor(text);
    if (cursor.kind === 'time') return this.#locateTime(cursor.atMs, filter);
    const position = { epoch: this.epoch, newest: this.#newest };
    if (cursor.kind === 'malformed' || judgeCursor(cursor, position) !== 'usable') {
      const from = cursor.kind === 'malformed' ? null : text;
      return { place: this.end(), gap: cursorGap(from, null, this.newestId), usable: false };
    }
    const after = cursor.number;
    const { told, gap } = this.#news({ after, told: bothAt(after) }, filter);
    return { place: { after, told }, gap, usable: true };
  }

  /** The events behind `place` that pass, oldest first. */
  page(place: LogPlace, limits: PageLimits, filter: EventFilter = {}): LogPage {
    const { told, gap } = this.#news(place, filter);
    const events: GatewayEvent[] = [];
    let bytes = 0;
    let after = this.#newest;
    for (const event of this.#retained.after(place.after)) {
      if (!matches(filter, event)) continue;
      if (events.length >= limits.limit || bytes >= (limits.maxBytes ?? Infinity)) {
        after = events.at(-1)?.number ?? place.after;
        break;
      }
      events.push(event);
      bytes += event.payload.length;
    }
    return { events, next: { after, told: laterOf(told, bothAt(after)) }, gap };
  }

  /** Answers a question by cursor. Without one the latest events are given; with a useless one these, and the gap. */
  read({ after, filter = {}, ...limits }: LogQuery): LogAnswer {
    if (after === undefined) {
      return { events: this.#latest(limits.limit, filter), next: this.newestId, gap: null };
    }
    const { place, gap, usable } = this.locate(after, filter);
    if (usable) {
      const { events, next } = this.page(place, limits, filter);
      return { events, next: this.idOf(next.after), gap };
    }
    const events = this.#latest(limits.limit, filter);
    const first = events[0];
    const to = first === undefined ? this.#newest : first.number - 1;
    return { events, next: this.newestId, gap: gap && { ...gap, to: this.idOf(to) } };
  }

  #tell(event: GatewayEvent): void {
    this.#untold.push(event);
    // An event appended by a listener waits its turn: every listener hears every event in the order of its number.
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
      for (const listener of [...this.#listeners]) this.#tellOne(listener.hear, next);
    }
    this.#telling = false;
  }

  #tellOne(hear: Listener, event: GatewayEvent): void {
    try {
      hear(event);
    } catch (error) {
      this.#onListenerError(error);
    }
  }

  #news(place: LogPlace, filter: EventFilter): { told: ClassNumbers; gap: Gap | null } {
    const lost = this.#retained.lostNumbers(filter);
    const news = newLoss(place.told, lost);
    const gap = news && cursorGap(this.idOf(place.after), news.class, this.idOf(news.upTo));
    return { told: laterOf(place.told, lost), gap };
  }

  #locateTime(atMs: number, filter: EventFilter): Located {
    const lost = this.#retained.lostNumbers(filter);
    const after = (this.#retained.firstSince(atMs) ?? this.#newest + 1) - 1;
    const place = { after, told: laterOf(lost, bothAt(after)) };
    if (atMs < this.#startedAtMs) {
      // Whatever happened before this gateway started was never in this log.
      const upTo = this.idOf(Math.max(lost.log, lost.other));
      return { place, gap: cursorGap(null, null, upTo), usable: true };
    }
    const news = newLoss(this.#lostBefore(atMs, filter), lost);
    const gap = news && cursorGap(null, news.class, this.idOf(news.upTo));
    return { place, gap, usable: true };
  }

  /** The newest lost numbers as far as these losses lie before an instant; none (-1) where some may lie behind it. */
  #lostBefore(atMs: number, filter: EventFilter): ClassNumbers {
    const before = (retention: RetentionClass): number => {
      const { number, untilMs } = this.#retained.lossOf(retention, filter);
      return untilMs >= atMs ? -1 : number;
    };
    return { log: before('log'), other: before('other') };
  }

  #latest(limit: number, filter: EventFilter): GatewayEvent[] {
    const events: GatewayEvent[] = [];
    for (const event of this.#retained.backwards()) {
      if (events.length >= limit) break;
      if (matches(filter, event)) events.push(event);
    }
    return events.reverse();
  }
}
