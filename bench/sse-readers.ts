/** Many readers of the event stream that count bytes; a few of them look at every event. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';

const marker = /bench (\d+) (\d+)/g;
/** Every so many readers one looks at every event. */
const SAMPLE_EVERY = 50;

/** What the readers saw since `mark`. */
export interface ReadingFigures {
  /** Bytes that each reader got; equal where nothing was lost, for all get the same writes. */
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
  #latenciesMs: number[] = [];

  /** Opens `count` more; resolves when all have their first bytes. */
  async open(port: number, count: number, query = ''): Promise<void> {
    const text = `GET /v1/events${query} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n`;
    const opened = Array.from({ length: count }, async (_, at) => {
      const socket = connect(port, '127.0.0.1');
      const reader: Reader = {
        socket,
        bytes: 0,
        numbers: at % SAMPLE_EVERY === 0 ? [] : undefined,
        rest: '',
      };
      this.#readers.push(reader);
      socket.on('data', (chunk) => this.#take(reader, chunk));
      socket.on('error', () => undefined);
      socket.write(text);
      await once(socket, 'data');
    });
    await Promise.all(opened);
  }

  /** Counts anew. */
  mark(): void {
    for (const reader of this.#readers) {
      reader.bytes = 0;
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

  close(): void {
    for (const { socket } of this.#readers.splice(0)) socket.destroy();
  }

  #take(reader: Reader, chunk: Buffer): void {
    reader.bytes += chunk.length;
    if (reader.numbers === undefined) return;
    const text = reader.rest + chunk.toString('latin1');
    const nowMs = performance.now();
    let end = 0;
    for (const found of text.matchAll(marker)) {
      end = found.index + found[0].length;
      if (end === text.length) break; // the number may go on in the next chunk
      reader.numbers.push(Number(found[1]));
      this.#latenciesMs.push(nowMs - Number(found[2]) / 1000);
    }
    const from = end === text.length ? text.lastIndexOf('bench ') : Math.max(end, text.length - 40);
    reader.rest = text.slice(from);
  }
}
