/** One WebSocket to a peer on this host: opened, always read, closed in the proper way. */
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../protocol/codec.js';
import type { HandshakeFailure } from './links.js';
import type { PeerTimings } from '../timings.js';

/** Both peers listen on the loopback address only (node/src/ui_gateway/websocket_supervisor.rs:98). */
const PEER_HOST = '127.0.0.1';
/** No reply comes near it; it only keeps a foreign process on a peer's port from filling our memory. */
const MAX_FRAME_BYTES = 256 * 1024 * 1024;
const NORMAL_CLOSURE = 1000;

/** What a transport tells its present owner. */
export interface TransportListener {
  /** A text frame; an empty text stands for a binary frame, which no peer sends. */
  onText(text: string): void;
  /** The socket is gone, however it went; told once. */
  onClosed(): void;
}

/** An open socket. */
export interface Transport {
  readonly port: number;
  /** Frames and the end of the socket go to `listener` from now on. */
  listen(listener: TransportListener): void;
  /** Writes one text frame; false where the socket is closing, so that nothing was written. */
  send(text: string): boolean;
  /** Closing handshake, then after `closeLimitMs` the hard way. Resolves when the socket is gone; idempotent. */
  close(): Promise<void>;
}

/** What becomes of an opening handshake; exactly one of both is told, neither after an abort. @internal */
export interface OpeningListener {
  onOpen(transport: Transport): void;
  onFailed(failure: HandshakeFailure): void;
}

/** Limits of one socket. @internal */
export interface TransportOptions {
  readonly timings: Pick<PeerTimings, 'handshakeLimitMs' | 'closeLimitMs'>;
  /** The local port to connect from; the system chooses one where it is absent. */
  readonly localPort?: number;
}

/** Begins an opening handshake; returns what aborts it. */
export type OpenTransport = (
  port: number,
  listener: OpeningListener,
  options: TransportOptions,
) => () => void;

/** Opens a WebSocket to `ws://127.0.0.1:port/` with the peers' subprotocol, without compression and without pings. */
export const openTransport: OpenTransport = (port, listener, options) => {
  let failure: HandshakeFailure = 'aborted';
  let settled = false;
  const settle = (tell: () => void): void => {
    clearTimeout(limit);
    if (settled) return;
    settled = true;
    tell();
  };
  const giveUp = (reason: HandshakeFailure): void => {
    failure = reason;
    socket.terminate();
  };
  // Known to ws, not yet to its types: 30 s unless told otherwise, for a peer that says goodbye or nonsense and then hangs.
  const closing = { closeTimeout: options.timings.closeLimitMs };
  const socket = new WebSocket(`ws://${PEER_HOST}:${port}/`, SUBPROTOCOL, {
    ...closing,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    ...(options.localPort === undefined ? {} : { localPort: options.localPort }),
    finishRequest: (request) => {
      request.once('socket', (raw) => whenConnected(raw, () => giveUp('self-connect')));
      request.end();
    },
  });
  const limit = setTimeout(() => giveUp('timed-out'), options.timings.handshakeLimitMs);
  socket.on('error', (error) => {
    // Only the opening handshake's errors tell anything; later ones are followed by a close, which says it all.
    if (failure === 'aborted') failure = classify(error);
  });
  socket.once('open', () => {
    settle(() => listener.onOpen(new SocketTransport(socket, port, options.timings.closeLimitMs)));
  });
  socket.once('close', () => settle(() => listener.onFailed(failure)));
  return () => {
    settle(() => undefined);
    socket.terminate();
  };
};

// A connect to a free port of the ephemeral range can meet itself: both ends are then one socket, and nobody is there.
function whenConnected(raw: Socket, onSelf: () => void): void {
  const check = (): void => {
    if (raw.localPort !== undefined && raw.localPort === raw.remotePort) onSelf();
  };
  if (raw.connecting) raw.once('connect', check);
  else check();
}

function classify(error: Error): HandshakeFailure {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timed-out';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'aborted' : 'not-uiv2';
}

class SocketTransport implements Transport {
  readonly port: number;
  readonly #socket: WebSocket;
  readonly #closeLimitMs: number;
  readonly #gone: Promise<void>;
  #listener: TransportListener | undefined;

  constructor(socket: WebSocket, port: number, closeLimitMs: number) {
    this.port = port;
    this.#socket = socket;
    this.#closeLimitMs = closeLimitMs;
    socket.on('message', (data, isBinary) => {
      this.#listener?.onText(isBinary ? '' : textOf(data));
    });
    this.#gone = new Promise((resolve) => {
      socket.once('close', () => {
        resolve();
        this.#listener?.onClosed();
      });
    });
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
  }

  send(text: string): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#socket.close(NORMAL_CLOSURE);
    const limit = setTimeout(() => this.#socket.terminate(), this.#closeLimitMs);
    await this.#gone;
    clearTimeout(limit);
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data)
    ? Buffer.concat(data).toString('utf8')
    : Buffer.from(data).toString('utf8');
}
