/** Many readers of an event stream that count bytes; a few of them look at every event. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

const marker = /bench (\d+) (\d+) /g;
/** Longer than a marker; what follows the last whole one is kept for the next chunk. */
const MARKER_BYTES = 64;
/** Every so many readers one looks at every event. */
const SAMPLE_EVERY = 50;
const READ_BYTES = 256 * 1024;

/** What the readers saw since `mark`. */
export interface ReadingFigures {
  /** Bytes that each reader got; equal unless something was lost, because all get the same writes. */
  readonly bytes: readonly number[];
  /** Numbers of events that the watching readers got, one list each. */
  readonly numbers: readonly (readonly number[])[];
  /** From the peer's sending to the reading, milliseconds. */
  readonly latenciesMs: readonly number[];
}

interface Reader {
  readonly socket: Socket;
  bytes: number;
  numbers: number[] | undefined;
  rest: string;
}

/** Readers with one request each. */
export class SseReaders {
  readonly #readers: Reader[] = [];
  /** One for all readers: each chunk is looked at before the next is read. */
  readonly #buffer = Buffer.alloc(READ_BYTES);
  #latenciesMs: number[] = [];

  /** Opens `count` more; resolves when all have their first bytes. */
  async open(port: number, count: number, query = ''): Promise<void> {
    const request = `GET /v1/events${query} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n`;
    const opened = Array.from({ length: count }, (_, at) => {
      return new Promise<void>((resolve) => {
        const callback = (length: number): boolean => {
          resolve();
          this.#take(reader, length);
          return true;
        };
        const onread = { buffer: this.#buffer, callback };
        const socket = connect({ port, host: '127.0.0.1', onread });
        const numbers = at % SAMPLE_EVERY === 0 ? [] : undefined;
        const reader: Reader = { socket, bytes: 0, numbers, rest: '' };
        this.#readers.push(reader);
        socket.on('error', () => undefined); // cut off: it shows in the bytes
        socket.write(request);
      });
    });
    await Promise.all(opened);
  }

  /** Counts from zero again. */
  mark(): void {
    for (const reader of this.#readers) {
      reader.bytes = 0;
      reader.rest = '';
      if (reader.numbers !== undefined) reader.numbers = [];
    }
    this.#latenciesMs = [];
  }

  get figures(): ReadingFigures {
    return {
      bytes: this.#readers.map(({ bytes }) => bytes),
      numbers: this.#readers.flatMap(({ numbers }) => (numbers === undefined ? [] : [numbers])),
      latenciesMs: this.#latenciesMs,
    };
  }

  /** True when each watching reader has `count` events. */
  haveAll(count: number): boolean {
    return this.#readers.every(({ numbers }) => (numbers?.length ?? count) >= count);
  }

  /** Resolves when all connections are gone. */
  async close(): Promise<void> {
    await Promise.all(
      this.#readers.splice(0).map(async ({ socket }) => {
        if (socket.closed) return;
        socket.destroy();
        await once(socket, 'close');
      }),
    );
  }

  #take(reader: Reader, length: number): void {
    reader.bytes += length;
    if (reader.numbers === undefined) return;
    const text = reader.rest + this.#buffer.toString('latin1', 0, length);
    const nowUs = Number(process.hrtime.bigint() / 1000n);
    let end = 0;
    for (const found of text.matchAll(marker)) {
      end = found.index + found[0].length;
      reader.numbers.push(Number(found[1]));
      this.#latenciesMs.push((nowUs - Number(found[2])) / 1000);
    }
    reader.rest = text.slice(Math.max(end, text.length - MARKER_BYTES));
  }
}
