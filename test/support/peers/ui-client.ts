/** A bare UIv2 client: raw frames in and out, no knowledge of the gateway. It reads always, as every UI must. */
import { WebSocket } from 'ws';

const DEFAULT_WAIT_MS = 15_000;

/** One frame of a peer as it came. */
export interface ReceivedFrame {
  readonly text: string;
  /** Its place among all frames of this client, from 0. */
  readonly index: number;
}

/** A parsed view of a frame for assertions that need no 64-bit exactness. */
export interface FrameView {
  readonly opcode?: unknown;
  readonly contextId?: unknown;
  readonly payload?: unknown;
  readonly error?: { readonly code: unknown; readonly message: string };
}

interface Waiter {
  readonly matches: (text: string) => boolean;
  readonly resolve: (text: string) => void;
}

/** A UI that connects, speaks and remembers every frame. */
export class UiClient {
  readonly frames: string[] = [];
  /** Resolves when the socket is gone, however it went. */
  readonly closed: Promise<void>;
  readonly localPort: number;
  #nextContextId = 1;
  readonly #waiters = new Set<Waiter>();
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket, localPort: number) {
    this.#socket = socket;
    this.localPort = localPort;
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.on('error', () => undefined); // the close that follows tells it
    this.closed = new Promise((resolve) => socket.on('close', () => resolve()));
  }

  /** Connects to a peer; rejects when the handshake fails. */
  static open(port: number): Promise<UiClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, 'MASQNode-UIv2', {
      perMessageDeflate: false,
    });
    return new Promise((resolve, reject) => {
      let localPort = 0;
      socket.once('upgrade', (response) => (localPort = response.socket.localPort ?? 0));
      socket.once('open', () => resolve(new UiClient(socket, localPort)));
      socket.once('error', reject);
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** A contextId that this client has not used. */
  newContextId(): number {
    return this.#nextContextId++;
  }

  write(text: string): void {
    this.#socket.send(text);
  }

  ping(): void {
    this.#socket.ping();
  }

  sendBinary(bytes: Buffer): void {
    this.#socket.send(bytes);
  }

  /** Writes a conversational request and returns its contextId without waiting. */
  post(opcode: string, payload = '{}'): number {
    const contextId = this.newContextId();
    this.write(`{"opcode":"${opcode}","contextId":${contextId},"payload":${payload}}`);
    return contextId;
  }

  /** Writes a fire-and-forget message. */
  tell(opcode: string, payload = '{}'): void {
    this.write(`{"opcode":"${opcode}","payload":${payload}}`);
  }

  /** Holds a conversation; resolves with the whole frame's text, be it a payload or an error. */
  ask(opcode: string, payload = '{}', timeoutMs = DEFAULT_WAIT_MS): Promise<string> {
    return this.answerTo(opcode, this.post(opcode, payload), timeoutMs);
  }

  /** The answer to an earlier {@link post}. */
  answerTo(opcode: string, contextId: number, timeoutMs = DEFAULT_WAIT_MS): Promise<string> {
    return this.waitFor(isAnswer(opcode, contextId), timeoutMs, `${opcode} ${contextId}`);
  }

  /** True where an answer to that request has come by now. */
  hasAnswer(opcode: string, contextId: number): boolean {
    return this.frames.some(isAnswer(opcode, contextId));
  }

  /** The first broadcast of `opcode` at or behind frame `from` that `matches`. */
  broadcast(
    opcode: string,
    matches: (text: string) => boolean = () => true,
    from = 0,
    timeoutMs = DEFAULT_WAIT_MS,
  ): Promise<string> {
    const head = `{"opcode": "${opcode}", "payload": `;
    return this.waitFor(
      (text) => text.startsWith(head) && matches(text),
      timeoutMs,
      `broadcast ${opcode}`,
      from,
    );
  }

  /** Frames of one opcode without a contextId. */
  broadcasts(opcode: string): readonly string[] {
    return this.frames.filter((text) => text.startsWith(`{"opcode": "${opcode}", "payload": `));
  }

  waitFor(
    matches: (text: string) => boolean,
    timeoutMs = DEFAULT_WAIT_MS,
    what = 'a frame',
    from = 0,
  ): Promise<string> {
    const found = this.frames.slice(from).find(matches);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        reject(
          new Error(`${reason} while waiting for ${what}; last: ${this.frames.at(-1) ?? '-'}`),
        );
      };
      const timer = setTimeout(() => fail(`nothing within ${timeoutMs} ms`), timeoutMs);
      const waiter: Waiter = {
        matches,
        resolve: (text) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(text);
        },
      };
      this.#waiters.add(waiter);
      void this.closed.then(() => this.#waiters.has(waiter) && fail('the socket closed'));
    });
  }

  /** Closes in the proper way and waits for the socket's end. */
  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  /** Drops the socket without a closing handshake. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Stops reading: what an ill-behaved UI does. */
  pause(): void {
    this.#socket.pause();
  }

  #receive(text: string): void {
    this.frames.push(text);
    for (const waiter of [...this.#waiters]) if (waiter.matches(text)) waiter.resolve(text);
  }
}

function isAnswer(opcode: string, contextId: number): (text: string) => boolean {
  const head = `{"opcode": "${opcode}", "contextId": ${contextId}, `;
  return (text) => text.startsWith(head);
}

/** The frame as plain data. Numbers beyond 2^53 lose digits: compare such on the text. */
export function view(text: string): FrameView {
  return JSON.parse(text) as FrameView;
}

/** The payload's exact text as it stood in the frame. */
export function payloadText(text: string): string {
  const at = text.indexOf('"payload": ');
  if (at < 0) throw new Error(`no payload in ${text}`);
  return text.slice(at + '"payload": '.length, -1);
}

/** The error's exact code and message. */
export function errorOf(text: string): { readonly code: string; readonly message: string } {
  const match = /"error": \{"code": (\d+), "message": "(.*)"\}\}$/s.exec(text);
  if (match === null) throw new Error(`no error in ${text}`);
  return { code: match[1] ?? '', message: JSON.parse(`"${match[2] ?? ''}"`) as string };
}
