/** What happened within one tick, cut into one piece of bytes for all readers that want the same of it. */
import { matches, type EventFilter } from './event-filter.js';
import type { GatewayEvent } from './event.js';
import type { StreamForm } from './sse-format.js';

/** A reader as far as its bytes depend on it. */
interface BatchReader {
  /** Equal for readers with the same filter and form. */
  readonly group: string;
  readonly filter: EventFilter;
  readonly form: StreamForm;
  /** Number of the last event that it has passed. */
  readonly passed: number;
}

/** Bytes of an event, and of what follows the events, in one form. */
interface BatchBytes {
  event(event: GatewayEvent, form: StreamForm): Buffer;
  /** Ends every piece, also an otherwise empty one; empty where nothing is to follow. */
  tail(form: StreamForm): Buffer;
}

/** The events of a tick in ascending order. */
export class EventBatch {
  readonly #events: readonly GatewayEvent[];
  readonly #bytes: BatchBytes;
  readonly #pieces = new Map<string, Buffer>();
  readonly #first: number;

  constructor(events: readonly GatewayEvent[], bytes: BatchBytes) {
    this.#events = events;
    this.#bytes = bytes;
    this.#first = events[0]?.number ?? 0;
  }

  /** All that the reader has not passed and wants; empty where there is nothing. */
  pieceFor(reader: BatchReader): Buffer {
    // Nearly all readers stand before the batch; only one that opened in this very tick stands within it.
    const within = reader.passed >= this.#first;
    const key = within ? `${reader.passed} ${reader.group}` : reader.group;
    let piece = this.#pieces.get(key);
    if (piece === undefined) {
      piece = this.#join(reader);
      this.#pieces.set(key, piece);
    }
    return piece;
  }

  #join({ passed, filter, form }: BatchReader): Buffer {
    const parts = this.#events
      .filter((event) => event.number > passed && matches(filter, event))
      .map((event) => this.#bytes.event(event, form));
    return Buffer.concat([...parts, this.#bytes.tail(form)]);
  }
}
