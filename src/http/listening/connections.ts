/** All connections of a gateway's listeners, and what becomes of bytes on them that are no request. */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GatewayError } from '../../errors.js';
import { requestFault } from '../../problems/request-faults.js';
import { Connection } from './connection.js';

/** Serves an application on servers made without one. */
export class Connections {
  readonly #app: RequestListener;
  readonly #open = new Map<Duplex, Connection>();

  constructor(app: RequestListener) {
    this.#app = app;
  }

  /** Listens to everything that `server` reports of its connections. */
  attach(server: Server): void {
    const serve = (request: IncomingMessage, response: ServerResponse): void =>
      this.#open.get(request.socket)?.take(request, response);
    server.on('request', serve);
    // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node's own answer would be no problem document.
    server.on('checkExpectation', serve);
    server.on('connection', (socket: Socket) => {
      this.#open.set(socket, new Connection(socket, this.#app));
      socket.once('close', () => this.#open.delete(socket));
    });
    server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
      this.#open.get(socket)?.refuse(noProxy()),
    );
    server.on('clientError', (error: Error, socket: Duplex) => this.#failed(error, socket));
  }

  /** Ends every connection whose next request has not arrived as a whole; what was asked is answered first. */
  endUnasked(): void {
    for (const connection of [...this.#open.values()]) connection.endUnasked(closing());
  }

  /**
   * Ends every connection whose client has taken nothing of a complete response for `limitMs`; to be called now and then.
   * Event streams have a bound of their own.
   */
  endUntaken(limitMs: number, nowMs: number): void {
    for (const connection of this.#open.values()) {
      connection.endUntaken(limitMs, nowMs);
      connection.discardUnservable();
    }
  }

  /** Bytes that are no HTTP, too many of them, or too few in time. */
  #failed(error: Error, socket: Duplex): void {
    const connection = this.#open.get(socket);
    if (connection === undefined || codeOf(error) === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
    } else connection.refuse(faultOf(error));
  }
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
