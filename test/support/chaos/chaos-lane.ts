/** What goes wrong on the way between the gateway and one peer; levers that a test pulls while connections are open. */
import type { Socket } from 'node:net';
import { TEXT, FrameReader, fragments, frame } from '../peers/ws-frames.js';

const HEAD_END = '\r\n\r\n';
const FRAGMENT_BYTES = 7;

/** What becomes of the peer's answer to an opening handshake. */
export type HandshakeFault =
  'none' | 'wrong-subprotocol' | 'no-subprotocol' | 'refused' | 'garbage' | 'never-ends';

/** The levers of one hop; those of a Node hold for all its ports. */
export class ChaosLane {
  /** Every chunk is as late as this, in both directions. */
  delayMs = 0;
  /** What the peer says comes one byte at a time. */
  slices = false;
  /** What the peer says comes in fragments of a few bytes. */
  fragmented = false;
  handshake: HandshakeFault = 'none';
  /** What the peer's message becomes; several or none are allowed. */
  alter: (text: string) => readonly string[] = (text) => [text];
  /** New connections are reset at once. */
  resets = false;
  #cutNext = false;
  #holdFrom: string | undefined;
  #holds = { requests: gate(), answers: gate() };
  readonly #connections = new Set<ChaosConnection>();

  /** Connections open now. */
  get open(): number {
    return this.#connections.size;
  }

  /** Nothing arrives any more in this direction, or in both; it is kept, as TCP keeps it. */
  hold(what: 'answers' | 'requests' | 'all' = 'all'): void {
    if (what !== 'requests') this.#holds.answers.close();
    if (what !== 'answers') this.#holds.requests.close();
  }

  /** Nothing that the peer says arrives any more, from the first message on that holds this text. */
  holdFrom(text: string): void {
    this.#holdFrom = text;
  }

  /** What was held arrives. */
  release(what: 'answers' | 'all' = 'all'): void {
    this.#holdFrom = undefined;
    this.#holds.answers.open();
    if (what === 'all') this.#holds.requests.open();
  }

  /** The next message of the peer breaks off in the middle, and the connection with it. */
  cutNextFrame(): void {
    this.#cutNext = true;
  }

  /** Ends every connection with a TCP reset. */
  reset(): void {
    for (const connection of [...this.#connections]) connection.reset();
  }

  /** Bytes to the gateway, between the peer's messages. */
  inject(bytes: Buffer): void {
    for (const connection of this.#connections) connection.inject(bytes);
  }

  /** A text message to the gateway, as if the peer said it. */
  say(text: string): void {
    this.inject(frame(text));
  }

  /** No fault any more. */
  calm(): void {
    Object.assign(this, { delayMs: 0, slices: false, fragmented: false, resets: false });
    this.handshake = 'none';
    this.alter = (text) => [text];
    this.#cutNext = false;
    this.release();
  }

  /** Waits while this direction is held. */
  passed(direction: 'answers' | 'requests'): Promise<void> {
    return this.#holds[direction].passed();
  }

  add(connection: ChaosConnection): void {
    this.#connections.add(connection);
  }

  remove(connection: ChaosConnection): void {
    this.#connections.delete(connection);
  }

  /** The bytes of a message of the peer; `cut` where they are its last. */
  encode(text: string): { readonly bytes: Buffer; readonly cut: boolean } {
    if (this.#holdFrom !== undefined && text.includes(this.#holdFrom)) this.hold('answers');
    const bytes = this.fragmented ? fragments(text, FRAGMENT_BYTES) : frame(text);
    if (!this.#cutNext) return { bytes, cut: false };
    this.#cutNext = false;
    return { bytes: bytes.subarray(0, Math.ceil(bytes.length / 2)), cut: true };
  }
}

/** One connection of the gateway with the peer behind it. */
export class ChaosConnection {
  readonly #lane: ChaosLane;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #reader = new FrameReader();
  readonly #answers: Pipe;
  readonly #requests: Pipe;
  #head: Buffer | undefined = Buffer.alloc(0);
  #work: Promise<void> = Promise.resolve();

  /** @param rewrite told every message of the peer before anybody else; gives what goes on */
  constructor(
    lane: ChaosLane,
    client: Socket,
    server: Socket,
    rewrite: (text: string) => Promise<string>,
  ) {
    this.#lane = lane;
    this.#client = client;
    this.#server = server;
    this.#answers = new Pipe(lane, 'answers', client);
    this.#requests = new Pipe(lane, 'requests', server);
    lane.add(this);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined); // the close that follows says it
    }
    client.on('data', (chunk: Buffer) => this.#requests.push(chunk));
    server.on('data', (chunk: Buffer) => {
      this.#work = this.#work.then(() => this.#fromPeer(chunk, rewrite));
    });
    client.once('end', () => this.#requests.push('end'));
    server.once('end', () => this.#afterWork('end'));
    client.once('close', () => {
      lane.remove(this);
      this.#requests.push('gone');
    });
  }

  /** The peer's end of the connection is gone; the gateway hears of it behind what is still under way. */
  peerGone(): void {
    this.#afterWork('gone');
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  inject(bytes: Buffer): void {
    this.#answers.push(bytes);
  }

  #afterWork(ending: Ending): void {
    void this.#work.then(() => this.#answers.push(ending));
  }

  async #fromPeer(chunk: Buffer, rewrite: (text: string) => Promise<string>): Promise<void> {
    const rest = this.#head === undefined ? chunk : this.#withoutHead(chunk);
    if (rest === undefined) return;
    for (const { opcode, payload, raw } of this.#reader.push(rest)) {
      if (opcode !== TEXT) this.#answers.push(raw);
      else for (const text of this.#lane.alter(await rewrite(payload.toString()))) this.#say(text);
    }
  }

  #say(text: string): void {
    const { bytes, cut } = this.#lane.encode(text);
    this.#answers.push(bytes);
    if (cut) this.#answers.push('gone');
  }

  /** Passes the answer to the handshake on, for better or worse; gives the bytes behind it. */
  #withoutHead(chunk: Buffer): Buffer | undefined {
    const all = Buffer.concat([this.#head ?? Buffer.alloc(0), chunk]);
    const end = all.indexOf(HEAD_END);
    this.#head = end === -1 ? all : undefined;
    if (end === -1) return undefined;
    this.#answers.push(Buffer.from(spoilt(all.toString('latin1', 0, end), this.#lane.handshake)));
    return all.subarray(end + HEAD_END.length);
  }
}

function spoilt(head: string, fault: HandshakeFault): string {
  const name = /sec-websocket-protocol: MASQNode-UIv2/i;
  switch (fault) {
    case 'none':
      return head + HEAD_END;
    case 'wrong-subprotocol':
      return head.replace(name, 'Sec-WebSocket-Protocol: MASQNode-UI') + HEAD_END;
    case 'no-subprotocol':
      return head.replace(name, 'X-Nothing: 1') + HEAD_END;
    case 'refused':
      return `HTTP/1.1 400 Bad Request${HEAD_END}`;
    case 'garbage':
      return `220 mail.example ESMTP${HEAD_END}`;
    case 'never-ends':
      return head;
  }
}

/** `end`: no more in this direction, `gone`: none in either. */
type Ending = 'end' | 'gone';

/** Bytes in one direction, in order, as late and in as small pieces as the lane has it. */
class Pipe {
  readonly #lane: ChaosLane;
  readonly #direction: 'answers' | 'requests';
  readonly #to: Socket;
  readonly #queue: (Buffer | Ending)[] = [];
  #busy = false;

  constructor(lane: ChaosLane, direction: 'answers' | 'requests', to: Socket) {
    this.#lane = lane;
    this.#direction = direction;
    this.#to = to;
  }

  push(what: Buffer | Ending): void {
    this.#queue.push(what);
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (; this.#queue.length > 0; this.#queue.shift()) {
      await this.#lane.passed(this.#direction);
      if (this.#lane.delayMs > 0) await after(this.#lane.delayMs);
      const [what] = this.#queue;
      if (what === 'gone') this.#to.destroySoon();
      else if (what === 'end') this.#to.end();
      else if (what !== undefined) await this.#write(what);
    }
    this.#busy = false;
  }

  async #write(bytes: Buffer): Promise<void> {
    const size = this.#lane.slices && this.#direction === 'answers' ? 1 : bytes.length;
    for (let at = 0; at < bytes.length && !this.#to.destroyed; at += size) {
      this.#to.write(bytes.subarray(at, at + size));
      if (size === 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

interface Gate {
  open(): void;
  close(): void;
  passed(): Promise<void>;
}

function gate(): Gate {
  let release: (() => void) | undefined;
  let passed = Promise.resolve();
  return {
    passed: () => passed,
    open: () => {
      release?.();
      release = undefined;
    },
    close: () => {
      if (release !== undefined) return;
      passed = new Promise((resolve) => {
        release = resolve;
      });
    },
  };
}

function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
