/** One reader of the event stream: replayed to at its own pace, then live, cut off when it falls too far behind. */
import { gapJson } from './envelope.js';
import type { EventBatch } from './event-batch.js';
import { filterKey, type EventFilter } from './event-filter.js';
import type { EventLog } from './event-log.js';
import type { LogLevel } from './event.js';
import type { FormattedEvents } from './formatted-events.js';
import type { ClassNumbers } from './loss.js';
import type { Cancel, Scheduler } from './scheduler.js';
import { writtenEvent, writtenRetry, type StreamForm } from './sse-format.js';

/** As much as is read from the log before the reader's socket is asked whether it takes more. */
const REPLAY_PAGE = { limit: 256, maxBytes: 64 * 1024 };

/** What a stream needs of the HTTP response; node's ServerResponse satisfies it. */
export interface StreamSink {
  /** Bytes accepted by `write` that have not left the process. */
  readonly writableLength: number;
  readonly destroyed: boolean;
  /** False where the sink wants no more until `drain`. */
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(): unknown;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
  off(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
}

export interface StreamRequest {
  /** A cursor: the id last seen, or an RFC 3339 time. Absent or empty: live from now. */
  readonly lastEventId?: string | undefined;
  readonly opcodes?: ReadonlySet<string> | undefined;
  readonly minLogLevel?: LogLevel | undefined;
  /** True where the data is to be the envelope instead of the bare payload. */
  readonly envelope?: boolean | undefined;
  /** True where the stream is to be one envelope per line, without anything of Server-Sent Events. */
  readonly ndjson?: boolean | undefined;
}

export interface StreamContext {
  readonly log: EventLog;
  readonly formatted: FormattedEvents;
  readonly scheduler: Scheduler;
  readonly now: () => number;
  /** JSON text of the payload of `gateway.state`. */
  readonly describeState: () => string;
  readonly retryMs: () => number;
  readonly cutOffBytes: number;
  readonly cutOffGraceMs: number;
  /** The stream takes no more events: its sink is ending or gone. */
  readonly onLeft: (stream: EventStream, cutOff: boolean) => void;
  readonly onGone: (stream: EventStream) => void;
}

/** `leaving`: the sink has been ended and may still flush what it holds. */
type StreamState = 'replaying' | 'live' | 'leaving' | 'gone';

/** A subscription with its sink; it ends by itself when the sink does. */
export class EventStream {
  readonly filter: EventFilter;
  readonly form: StreamForm;
  readonly group: string;
  readonly #context: StreamContext;
  readonly #sink: StreamSink;
  #state: StreamState = 'replaying';
  #passed: number;
  #told: ClassNumbers;
  #cancelGrace: Cancel | undefined;

  constructor(request: StreamRequest, sink: StreamSink, context: StreamContext) {
    this.filter = { opcodes: request.opcodes, minLogLevel: request.minLogLevel };
    const sse = request.envelope === true ? 'envelope' : 'plain';
    this.form = request.ndjson === true ? 'ndjson' : sse;
    this.group = `${this.form} ${filterKey(this.filter)}`;
    this.#context = context;
    this.#sink = sink;
    const { after, told } = context.log.end();
    this.#passed = after;
    this.#told = told;
  }

  /** Number of the last event that the reader has been given, or that its filter has let go by. */
  get passed(): number {
    return this.#passed;
  }

  get live(): boolean {
    return this.#state === 'live';
  }

  /** Writes the head, and what a cursor asks for as far as the sink takes it. */
  start(cursor: string | undefined): void {
    this.#sink.on('drain', this.#onDrain);
    this.#sink.on('close', this.#onClose);
    this.#sink.on('error', this.#onError);
    const retry = writtenRetry(this.#context.retryMs(), this.form);
    if (cursor === undefined || cursor === '') {
      this.#goLive(retry);
      return;
    }
    const { place, gap, usable } = this.#context.log.locate(cursor, this.filter);
    this.#passed = place.after;
    this.#told = place.told;
    const head = gap === null ? retry : retry + this.#written('gateway.gap', gapJson(gap));
    if (usable) this.#replay(Buffer.from(head));
    else this.#goLive(head);
  }

  /** Gives a live reader its piece of the batch, in one write; cuts it off instead if it is too far behind already. */
  deliver(batch: EventBatch, upTo: number): void {
    if (this.#sink.writableLength > this.#context.cutOffBytes) {
      this.#leave(true);
      return;
    }
    const piece = batch.pieceFor(this);
    this.#passed = upTo;
    // Whether the sink wants more does not matter here: the look at its length next time does.
    if (piece.length > 0) this.#sink.write(piece);
  }

  /** Ends the response; what it still holds may flush for the time of grace. Idempotent. */
  close(): void {
    this.#leave(false);
  }

  readonly #onDrain = (): void => {
    if (this.#state === 'replaying') this.#replay();
  };

  readonly #onError = (): void => {
    this.#sink.destroy();
    this.#onClose();
  };

  readonly #onClose = (): void => {
    if (this.#state === 'gone') return;
    const wasReading = this.#state !== 'leaving';
    this.#state = 'gone';
    this.#cancelGrace?.();
    this.#sink.off('drain', this.#onDrain);
    this.#sink.off('close', this.#onClose);
    // The error listener stays: an error that comes after the close must find one.
    if (wasReading) this.#context.onLeft(this, false);
    this.#context.onGone(this);
  };

  #replay(head: Buffer = Buffer.alloc(0)): void {
    const { log, formatted } = this.#context;
    const chunks = [head];
    let wantsMore = true;
    while (wantsMore && this.#state === 'replaying') {
      const place = { after: this.#passed, told: this.#told };
      const page = log.page(place, REPLAY_PAGE, this.filter);
      if (page.gap !== null) {
        chunks.push(Buffer.from(this.#written('gateway.gap', gapJson(page.gap))));
      }
      for (const event of page.events) chunks.push(formatted.bytes(event, this.form));
      this.#passed = page.next.after;
      this.#told = page.next.told;
      if (this.#passed === log.newest) {
        chunks.push(Buffer.from(this.#snapshot()));
        // Set before the write, which may end the stream.
        this.#state = 'live';
      }
      wantsMore = this.#sink.write(Buffer.concat(chunks.splice(0)));
    }
  }

  #goLive(head: string): void {
    this.#state = 'live';
    this.#sink.write(Buffer.from(head + this.#snapshot()));
  }

  #snapshot(): string {
    return this.#written('gateway.state', this.#context.describeState());
  }

  /** An event that is not in the log: it bears the id of the last event passed, so that it moves no cursor. */
  #written(opcode: string, payload: string): string {
    const { log, now } = this.#context;
    const id = log.idOf(this.#passed);
    return writtenEvent({ id, atMs: now(), hop: 'gateway', opcode, payload }, this.form);
  }

  #leave(cutOff: boolean): void {
    if (this.#state === 'leaving' || this.#state === 'gone') return;
    this.#state = 'leaving';
    this.#cancelGrace = this.#context.scheduler.after(this.#context.cutOffGraceMs, () => {
      this.#sink.destroy();
      this.#onClose();
    });
    this.#context.onLeft(this, cutOff);
    this.#sink.end();
  }
}
