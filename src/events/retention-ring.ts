/** The events of one retention class, oldest first, bounded in number and bytes. */
import { passesLevel, type EventFilter } from './event-filter.js';
import type { GatewayEvent, LogLevel } from './event.js';

export interface RetentionLimits {
  /** At least 1. */
  readonly maxEvents: number;
  /** Sum over payloads in UTF-8, plus {@link EVENT_OVERHEAD_BYTES} each. */
  readonly maxBytes: number;
}

/** The newest event that a reader can no longer have; number 0 where there is none. */
export interface Loss {
  readonly number: number;
  /** The latest time (Unix ms) of any lost event; the clock may have been set back between them. */
  readonly untilMs: number;
}

/** What an event is reckoned to cost beside its payload. */
const EVENT_OVERHEAD_BYTES = 256;
/** The loss of a ring that has dropped nothing. */
export const NOTHING_LOST: Loss = { number: 0, untilMs: Number.NEGATIVE_INFINITY };

/** A first-in, first-out store that remembers what it had to drop. */
export class RetentionRing {
  readonly #limits: RetentionLimits;
  readonly #lost = new Map<LogLevel | undefined, Loss>();
  /** A circle of `maxEvents` places, the oldest event standing at `#head`. */
  readonly #places: (GatewayEvent | undefined)[] = [];
  #head = 0;
  #size = 0;
  #bytes = 0;

  constructor(limits: RetentionLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Keeps `event`, dropping the oldest where room is needed. One too big for the whole ring is itself what is lost. */
  add(event: GatewayEvent): void {
    const bytes = sizeOf(event);
    if (bytes > this.#limits.maxBytes) {
      this.#recordLoss(event);
      return;
    }
    while (this.#size >= this.#limits.maxEvents || this.#bytes + bytes > this.#limits.maxBytes) {
      this.#dropOldest();
    }
    this.#places[this.#placeOf(this.#size)] = event;
    this.#size += 1;
    this.#bytes += bytes;
  }

  /** The event at `index`, 0 being the oldest kept; undefined outside of what is kept. */
  at(index: number): GatewayEvent | undefined {
    return index >= 0 && index < this.#size ? this.#places[this.#placeOf(index)] : undefined;
  }

  /** Index of the first kept event whose number is greater than `number`; `size` where there is none. */
  indexAfter(number: number): number {
    let [low, high] = [0, this.#size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.at(middle);
      if (found !== undefined && found.number <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the first kept event at or after this instant (Unix ms); `size` where there is none. */
  indexSince(atMs: number): number {
    // No bisection: times need not ascend, the clock may have been set back.
    let index = 0;
    while (index < this.#size && (this.at(index)?.atMs ?? atMs) < atMs) index += 1;
    return index;
  }

  /** The newest loss among events whose log level passes `filter`. */
  lossFor(filter: EventFilter): Loss {
    let { number, untilMs } = NOTHING_LOST;
    for (const [level, loss] of this.#lost) {
      if (!passesLevel(filter, level)) continue;
      number = Math.max(number, loss.number);
      untilMs = Math.max(untilMs, loss.untilMs);
    }
    return { number, untilMs };
  }

  #placeOf(index: number): number {
    return (this.#head + index) % this.#limits.maxEvents;
  }

  #dropOldest(): void {
    const oldest = this.at(0);
    if (oldest === undefined) return;
    this.#places[this.#head] = undefined;
    this.#head = this.#placeOf(1);
    this.#size -= 1;
    this.#bytes -= sizeOf(oldest);
    this.#recordLoss(oldest);
  }

  #recordLoss(event: GatewayEvent): void {
    const before = this.#lost.get(event.logLevel) ?? NOTHING_LOST;
    this.#lost.set(event.logLevel, {
      number: Math.max(before.number, event.number),
      untilMs: Math.max(before.untilMs, event.atMs),
    });
  }
}

function sizeOf(event: GatewayEvent): number {
  return Buffer.byteLength(event.payload) + EVENT_OVERHEAD_BYTES;
}
