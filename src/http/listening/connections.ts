/** What every connection owes: answers to its requests in their order, and a last word where what comes is no request. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GatewayError } from '../../errors.js';
import { requestFault } from '../../problems/request-faults.js';
import { PROBLEM_TYPE, problemDocument, problemOf, problemStatus } from '../problems/problem.js';

/** Requests that one connection may have open at once; one more ends it. */
export const MAX_PIPELINED_REQUESTS = 100;
/** For so long a client may still send, and is not listened to, after it was told why its connection ends. */
const LINGER_MS = 500;

/** When an answer that waits to be taken last got on. */
interface Progress {
  readonly bytes: number;
  readonly sinceMs: number;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Serves an application on servers made without one; holds a timer only for connections that end with a last word. */
export class Connections {
  readonly #app: RequestListener;
  readonly #open = new WeakMap<Duplex, Set<Exchange>>();
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new WeakMap<Socket, Progress>();
  /** Nothing more is read from these. */
  readonly #ending = new WeakSet<Duplex>();

  constructor(app: RequestListener) {
    this.#app = app;
  }

  /** Listens to everything that `server` tells of its connections. */
  attach(server: Server): void {
    const serve = (request: IncomingMessage, response: ServerResponse): void =>
      this.#serve(request, response);
    server.on('request', serve);
    // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node's own answer would be no problem document.
    server.on('checkExpectation', serve);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
      this.#end(socket, noProxy());
    });
    server.on('clientError', (error: Error, socket: Duplex) => this.#failed(error, socket));
  }

  /** Ends every connection whose next request has not arrived as a whole; what was asked is answered first. */
  endUnasked(): void {
    for (const socket of [...this.#sockets]) {
      const open = [...(this.#open.get(socket) ?? [])];
      const asked = open.some(({ request, response }) => request.complete || response.headersSent);
      if (!asked && !this.#ending.has(socket)) this.#end(socket, closing());
    }
  }

  /**
   * Ends every connection whose client has taken nothing of a complete answer for `limitMs`; to be called now and then.
   * Event streams have a bound of their own.
   */
  endUntaken(limitMs: number, nowMs: number): void {
    for (const socket of this.#sockets) {
      const [first] = this.#open.get(socket) ?? [];
      const untaken = first?.response.writableEnded === true && socket.writableLength > 0;
      const last = this.#waiting.get(socket);
      if (!untaken) this.#waiting.delete(socket);
      else if (last?.bytes !== taken(socket)) {
        this.#waiting.set(socket, { bytes: taken(socket), sinceMs: nowMs });
      } else if (nowMs - last.sinceMs >= limitMs) socket.destroy();
    }
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const open = this.#open.get(socket) ?? new Set();
    this.#open.set(socket, open);
    if (open.size >= MAX_PIPELINED_REQUESTS) {
      socket.destroy();
      return;
    }
    const exchange = { request, response };
    open.add(exchange);
    response.on('close', () => {
      open.delete(exchange);
      if (this.#ending.has(socket)) this.#endWhenAnswered(socket, open);
    });
    this.#app(request, response);
  }

  /** Bytes that are no HTTP, too many of them, or too few in time. */
  #failed(error: Error, socket: Duplex): void {
    if (this.#ending.has(socket)) return;
    if (codeOf(error) === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const open = [...(this.#open.get(socket) ?? [])];
    // Only a word that cannot be taken for the answer to an earlier request may be said at once.
    const ofItself = open.every(
      ({ request, response }) => !request.complete && !response.headersSent,
    );
    if (ofItself) this.#end(socket, faultOf(error));
    else {
      this.#ending.add(socket);
      socket.pause();
      this.#endWhenAnswered(socket, new Set(open));
    }
  }

  #endWhenAnswered(socket: Duplex, open: ReadonlySet<Exchange>): void {
    if (![...open].some(({ request }) => request.complete)) socket.end(() => socket.destroy());
  }

  #end(socket: Duplex, fault: GatewayError): void {
    this.#ending.add(socket);
    socket.on('error', () => undefined); // whoever has gone needs no last word
    socket.end(lastWord(fault));
    const linger = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(linger));
  }
}

/** Bytes that the system has taken off our hands. */
function taken(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength;
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}

function closing(): GatewayError {
  return requestFault(
    'request-timeout',
    'The gateway is closing, and the request had not arrived as a whole.',
  );
}

function noProxy(): GatewayError {
  return requestFault('invalid-request', 'The gateway is no proxy: it opens no tunnels.');
}

function faultOf(error: Error): GatewayError {
  switch (codeOf(error)) {
    case 'HPE_HEADER_OVERFLOW':
      return requestFault(
        'headers-too-large',
        'Request line and headers have more than 16 KiB together.',
      );
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return requestFault('too-large', 'The chunk extensions of the body have more than 16 KiB.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return requestFault(
        'request-timeout',
        'The request did not arrive in time: 10 s for its headers, 30 s for all of it.',
      );
    default:
      return requestFault(
        'invalid-request',
        'What came is not HTTP/1.1, or can be read in more than one way; the connection is closed.',
      );
  }
}

/** A whole answer as bytes: the parser that would have brought a response along has failed. */
function lastWord(fault: GatewayError): string {
  const requestId = randomUUID();
  const problem = problemOf(fault);
  const status = problemStatus(problem);
  const body = problemDocument(problem, { requestId, uuid: randomUUID() });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
