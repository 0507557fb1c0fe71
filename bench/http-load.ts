/** HTTP/1.1 load over raw sockets: Node's own client would cost more than what is measured. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';

const lengthForm = /\r\ncontent-length: (\d+)\r\n/i;
const headEnd = Buffer.from('\r\n\r\n');
const READ_BYTES = 256 * 1024;

/** What one stretch of load saw; latencies in milliseconds. */
export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

/** A request as text; the same bytes every time. */
export function requestText(method: string, path: string, body?: string, headers = ''): string {
  const length =
    body === undefined
      ? ''
      : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: */*\r\nuser-agent: bench\r\n${headers}${length}\r\n${body ?? ''}`;
}

/** One kept-alive connection, one request at a time. */
export class Client {
  readonly #socket: Socket;
  #got: Buffer = Buffer.alloc(0);
  #missing = -1;
  #settle: ((status: number) => void) | undefined;
  #status = 0;
  #last: Promise<number> = Promise.resolve(0);

  private constructor(port: number) {
    // One buffer for all that comes: a new one for each chunk of a large reply would cost this side more than the reply costs the other.
    const callback = (length: number, buffer: Uint8Array): boolean => {
      this.#take(Buffer.from(buffer.buffer, buffer.byteOffset, length));
      return true;
    };
    const onread = { buffer: Buffer.alloc(READ_BYTES), callback };
    this.#socket = connect({ port, host: '127.0.0.1', onread }).setNoDelay(true);
  }

  static async open(port: number): Promise<Client> {
    const client = new Client(port);
    await once(client.#socket, 'connect');
    return client;
  }

  /** Resolves with the status once the whole answer is here; waits for the answers to what was asked before. */
  ask(request: string): Promise<number> {
    const before = this.#last;
    this.#last = before.then(
      () =>
        new Promise((resolve) => {
          this.askThen(request, resolve);
        }),
    );
    return this.#last;
  }

  /** As {@link ask} where no other request is open, and without a promise, whose turn would count as the server's time. */
  askThen(request: string, settle: (status: number) => void): void {
    this.#settle = settle;
    this.#socket.write(request, 'latin1');
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#missing > 0) {
      this.#missing -= chunk.length;
    } else {
      this.#got = this.#got.length === 0 ? chunk : Buffer.concat([this.#got, chunk]);
      const end = this.#got.indexOf(headEnd);
      if (end < 0) {
        this.#got = Buffer.from(this.#got); // the next chunk takes its place
        return;
      }
      const head = this.#got.toString('latin1', 0, end + 2);
      const length = Number(lengthForm.exec(head)?.[1] ?? 'NaN');
      if (Number.isNaN(length)) throw new Error(`an answer without a length: ${head}`);
      this.#status = Number(head.slice(9, 12));
      this.#missing = end + headEnd.length + length - this.#got.length;
      this.#got = Buffer.alloc(0);
    }
    if (this.#missing > 0) return;
    this.#missing = -1;
    this.#settle?.(this.#status);
  }
}

/** As many requests as go, each connection sending its next when its answer is here. Fails where an answer is not 2xx. */
export async function closedLoop(
  port: number,
  connections: number,
  requests: readonly string[],
  durationMs: number,
): Promise<LoadResult> {
  const clients = await Promise.all(Array.from({ length: connections }, () => Client.open(port)));
  for (const client of clients) await client.ask(requests[0] ?? '');
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const endMs = startMs + durationMs;
  await Promise.all(
    clients.map(
      (client, at) =>
        new Promise<void>((resolve) => {
          const request = requests[at % requests.length] ?? '';
          let sentMs = 0;
          const send = (): void => {
            sentMs = performance.now();
            if (sentMs < endMs) client.askThen(request, onAnswer);
            else resolve();
          };
          const onAnswer = (status: number): void => {
            if (status >= 300) throw new Error(`the load met status ${status}`);
            latenciesMs.push(performance.now() - sentMs);
            send();
          };
          send();
        }),
    ),
  );
  const elapsedMs = performance.now() - startMs;
  for (const client of clients) client.close();
  return {
    requests: latenciesMs.length,
    perSecond: (latenciesMs.length / elapsedMs) * 1000,
    latenciesMs,
  };
}

const WARM_CONNECTIONS = 16;
const WARM_MS = 2_000;

/** Thousands of shared readings: what has run a few times only is not compiled yet, and several times as slow. */
export async function warm(port: number, path: string): Promise<void> {
  await closedLoop(port, WARM_CONNECTIONS, [requestText('GET', path)], WARM_MS);
}

/** Calls at fixed moments, whether or not the last one has ended; latencies count from the sending, since the timers of this side are late by themselves. */
export async function openLoop(
  perSecond: number,
  durationMs: number,
  call: (number: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const latenciesMs: number[] = [];
  const calls: Promise<unknown>[] = [];
  const startMs = performance.now();
  const count = Math.floor((durationMs / 1000) * perSecond);
  for (let number = 0; number < count; number++) {
    const dueMs = startMs + (number * 1000) / perSecond;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs));
    const sentMs = performance.now();
    calls.push(call(number).then(() => latenciesMs.push(performance.now() - sentMs)));
  }
  await Promise.all(calls);
  return latenciesMs;
}
