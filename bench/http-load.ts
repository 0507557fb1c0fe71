/** Single HTTP/1.1 requests over raw sockets, for latency: Node's own client would cost more than what is measured. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

const lengthForm = /\r\ncontent-length: (\d+)\r\n/i;
const headEnd = Buffer.from('\r\n\r\n');
const READ_BYTES = 256 * 1024;

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
  #last: Promise<void> = Promise.resolve();

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

  /** Resolves once the whole response is here; waits for the responses to earlier requests. @throws Error if it is not 2xx. */
  ask(request: string): Promise<void> {
    const answered = this.#last.then(() => this.#send(request));
    this.#last = answered.catch(() => undefined);
    return answered;
  }

  #send(request: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = (status) => {
        if (status >= 200 && status < 300) resolve();
        else reject(new Error(`answered with ${status}: ${request.split('\r\n', 1)[0] ?? ''}`));
      };
      this.#socket.write(request, 'latin1');
    });
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

/**
 * Calls at fixed moments, whether or not the last call has ended: a slow answer does not thin out the load. Latencies in milliseconds, counted
 * from the sending, because the timers of this process are late by themselves, for both sides alike.
 */
export async function openLoop(
  perSecond: number,
  durationMs: number,
  call: () => Promise<unknown>,
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
    calls.push(call().then(() => latenciesMs.push(performance.now() - sentMs)));
  }
  await Promise.all(calls);
  return latenciesMs;
}

/** Calls one after another for `durationMs`; latencies in milliseconds. */
export async function oneAfterAnother(
  durationMs: number,
  call: () => Promise<unknown>,
): Promise<readonly number[]> {
  const latenciesMs: number[] = [];
  const endMs = performance.now() + durationMs;
  for (let sentMs = performance.now(); sentMs < endMs; sentMs = performance.now()) {
    await call();
    latenciesMs.push(performance.now() - sentMs);
  }
  return latenciesMs;
}
