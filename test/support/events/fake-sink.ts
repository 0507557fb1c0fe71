/** The response of an event stream without a socket: what the reader took, and what still waits for it. */
import { EventEmitter } from 'node:events';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { StreamSink } from '../../../src/events/event-stream.js';

/** As node's own streams: above this, `write` says no. */
export const HIGH_WATER_BYTES = 16 * 1024;

/** A sink whose reader takes everything at once, or, once stalled, only at `drain()`. */
export class FakeSink extends EventEmitter implements StreamSink {
  writes = 0;
  ended = false;
  destroyed = false;
  /** Fields that are not events: the `retry:` values in order. */
  readonly retries: number[] = [];
  readonly events: EventSourceMessage[] = [];
  #stalled = false;
  #waiting: Uint8Array[] = [];
  #needsDrain = false;
  readonly #decoder = new TextDecoder();
  readonly #parser = createParser({
    onEvent: (event) => this.events.push(event),
    onRetry: (retry) => this.retries.push(retry),
  });

  get writableLength(): number {
    return this.#waiting.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  /** Names of the events the reader got, in order. */
  get names(): (string | undefined)[] {
    return this.events.map((event) => event.event);
  }

  /** Ids of the events the reader got, in order. */
  get ids(): (string | undefined)[] {
    return this.events.map((event) => event.id);
  }

  write(chunk: Uint8Array): boolean {
    if (this.ended || this.destroyed) throw new Error('written to after its end');
    this.writes += 1;
    if (this.#stalled) this.#waiting.push(chunk);
    else this.#take(chunk);
    this.#needsDrain = this.writableLength > HIGH_WATER_BYTES;
    return !this.#needsDrain;
  }

  /** From now on the reader takes nothing. */
  stall(): void {
    this.#stalled = true;
  }

  /** The reader takes what waits; it stays stalled for what comes after. */
  drain(): void {
    for (const chunk of this.#waiting.splice(0)) this.#take(chunk);
    const needed = this.#needsDrain;
    this.#needsDrain = false;
    if (needed) this.emit('drain');
    if (this.ended) this.emit('close');
  }

  end(): void {
    this.ended = true;
    if (this.writableLength === 0) this.emit('close');
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.#waiting = [];
    this.emit('close');
  }

  #take(chunk: Uint8Array): void {
    this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
  }
}
