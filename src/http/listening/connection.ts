/** One connection: its requests are served one at a time, in their order, and end with it. */
import { randomUUID } from 'node:crypto';
import {
  STATUS_CODES,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { deliveryUnderWay } from '../responses/delivery.js';
import type { GatewayError } from '../../errors.js';
import { PROBLEM_TYPE, problemDocument, problemOf, problemStatus } from '../problems/problem.js';

/** Requests that one connection may have open at once, the one being served included; one more ends it. @internal */
export const MAX_PIPELINED_REQUESTS = 100;
/** How long a client may still send, unread, after it was told why its connection ends. */
const LINGER_MS = 500;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** When the client last took something of a response that is waiting to be taken. */
interface Progress {
  readonly bytes: number;
  readonly sinceMs: number;
}

/**
 * Serves the next request only when the response before it has closed. Node emits `close` on a response only if it had its socket,
 * which a queued response never gets when the client leaves first: a request that has begun must not be queued. Requests that
 * wait when the connection ends were never begun.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #app: RequestListener;
  #serving: Exchange | undefined;
  readonly #waiting: Exchange[] = [];
  /** Said after the last response that is owed; nothing that arrives later is served. */
  #fault: GatewayError | undefined;
  #progress: Progress | undefined;

  constructor(socket: Socket, app: RequestListener) {
    this.#socket = socket;
    this.#app = app;
  }

  /** Serves a request now or when its turn comes. */
  take(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#socket.writable || this.#fault !== undefined) {
      request.resume(); // nobody is going to answer it
    } else if (this.#serving === undefined) {
      this.#serve({ request, response });
    } else if (1 + this.#waiting.length < MAX_PIPELINED_REQUESTS) {
      this.#waiting.push({ request, response });
    } else {
      this.#socket.destroy();
    }
  }

  /** What arrived is not a request: says so once everything asked before has been answered, then ends the connection. */
  refuse(fault: GatewayError): void {
    if (this.#fault !== undefined) return;
    this.#fault = fault;
    this.#socket.on('error', () => undefined); // a client that has gone needs no last word
    // Only a word that cannot be taken for the response to an earlier request may be said at once.
    if (!this.#isOwed()) this.#endWith(fault);
    // The parser that would notice it has failed.
    else this.#socket.once('end', () => this.#socket.destroy());
  }

  /** Ends the connection with `fault` unless it owes a response: its next request has not arrived as a whole. */
  endUnasked(fault: GatewayError): void {
    if (!this.#isOwed()) this.refuse(fault);
  }

  /** Ends the connection if its client has taken nothing of a complete response for `limitMs`. */
  endUntaken(limitMs: number, nowMs: number): void {
    const socket = this.#socket;
    const isUntaken = this.#serving?.response.writableEnded === true && socket.writableLength > 0;
    const bytes = socket.bytesWritten - socket.writableLength;
    if (!isUntaken) this.#progress = undefined;
    else if (this.#progress?.bytes !== bytes) this.#progress = { bytes, sinceMs: nowMs };
    else if (nowMs - this.#progress.sinceMs >= limitMs) socket.destroy();
  }

  /**
   * Lets go of what waits behind a response after which the connection closes, such as an event stream: it will never be served, and
   * a body that nobody reads would keep Node from noticing that the client has gone.
   */
  discardUnservable(): void {
    if (this.#serving?.response.shouldKeepAlive !== false) return;
    for (const { request } of this.#waiting) request.resume();
  }

  #serve(exchange: Exchange): void {
    this.#serving = exchange;
    const { request, response } = exchange;
    this.#app(request, response);
    // Behind the listeners of the application: what it says of this request comes before it hears of the next.
    response.on('close', () => {
      const delivery = deliveryUnderWay(this.#socket);
      if (delivery === undefined) this.#serveNext();
      else void delivery.then(() => this.#serveNext());
    });
  }

  #serveNext(): void {
    this.#serving = undefined;
    const next = this.#waiting.shift();
    if (!this.#socket.writable) this.#waiting.length = 0;
    else if (next !== undefined && (next.request.complete || this.#fault === undefined)) {
      this.#serve(next);
    } else if (this.#fault !== undefined) this.#endWith(this.#fault);
  }

  #isOwed(): boolean {
    const { request, response } = this.#serving ?? {};
    return request?.complete === true || response?.headersSent === true;
  }

  #endWith(fault: GatewayError): void {
    const socket = this.#socket;
    socket.end(lastWord(fault));
    const linger = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(linger));
  }
}

/** A whole response as bytes: the parser that would have brought a response along has failed. */
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
