/** What the log still holds: the rings of both retention classes, read as one sequence. */
import { wantsClass, type EventFilter } from './event-filter.js';
import type { GatewayEvent, RetentionClass } from './event.js';
import type { ClassNumbers } from './loss.js';
import { NOTHING_LOST, RetentionRing, type Loss, type RetentionLimits } from './retention-ring.js';

export type EventLogLimits = Readonly<Record<RetentionClass, RetentionLimits>>;

/** Two rings in one order of numbers. */
export class RetainedEvents {
  readonly #rings: Readonly<Record<RetentionClass, RetentionRing>>;

  constructor(limits: EventLogLimits) {
    this.#rings = { log: new RetentionRing(limits.log), other: new RetentionRing(limits.other) };
  }

  add(event: GatewayEvent): void {
    this.#rings[event.retention].add(event);
  }

  /** How many events of a class are kept, and what they are reckoned to cost in bytes. */
  kept(retention: RetentionClass): { readonly events: number; readonly bytes: number } {
    const { size, bytes } = this.#rings[retention];
    return { events: size, bytes };
  }

  /** The newest loss of a class that matters to a reader with this filter. */
  lossOf(retention: RetentionClass, filter: EventFilter): Loss {
    return wantsClass(filter, retention) ? this.#rings[retention].lossFor(filter) : NOTHING_LOST;
  }

  /** The newest lost number of each class that matters to a reader with this filter. */
  lostNumbers(filter: EventFilter): ClassNumbers {
    return { log: this.lossOf('log', filter).number, other: this.lossOf('other', filter).number };
  }

  /** Number of the first kept event at or after this instant (Unix ms); undefined where there is none. */
  firstSince(atMs: number): number | undefined {
    const { log, other } = this.#rings;
    const line = log.at(log.indexSince(atMs));
    const rest = other.at(other.indexSince(atMs));
    return line === undefined || rest === undefined
      ? (line ?? rest)?.number
      : Math.min(line.number, rest.number);
  }

  /** All that is kept behind event `number`, oldest first. */
  *after(number: number): Generator<GatewayEvent> {
    const { log, other } = this.#rings;
    let [logIndex, otherIndex] = [log.indexAfter(number), other.indexAfter(number)];
    for (;;) {
      const [line, rest] = [log.at(logIndex), other.at(otherIndex)];
      const event = (line?.number ?? Infinity) < (rest?.number ?? Infinity) ? line : rest;
      if (event === undefined) return;
      if (event === line) logIndex += 1;
      else otherIndex += 1;
      yield event;
    }
  }

  /** All that is kept, newest first. */
  *backwards(): Generator<GatewayEvent> {
    const { log, other } = this.#rings;
    let [logIndex, otherIndex] = [log.size - 1, other.size - 1];
    for (;;) {
      const [line, rest] = [log.at(logIndex), other.at(otherIndex)];
      const event = (line?.number ?? 0) > (rest?.number ?? 0) ? line : rest;
      if (event === undefined) return;
      if (event === line) logIndex -= 1;
      else otherIndex -= 1;
      yield event;
    }
  }
}
