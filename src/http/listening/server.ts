/** The listening side: one HTTP server per loopback address before one application. */
import {
  createServer as createHttpServer,
  IncomingMessage,
  ServerResponse,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { Connections } from './connections.js';
import { inheritedPath } from './inherited-path.js';
import { isLoopbackAddress, StartError } from './start-error.js';
import { listenAtPath, type OwnedSocket, type SocketPlace } from './unix-socket.js';

/** Bounds of what a client may cost; all in milliseconds but where the name says else. @internal */
export interface ServerLimits {
  /** Time for a request's headers to arrive. */
  readonly headersTimeoutMs: number;
  /** Time for a whole request to arrive; answers may take longer. */
  readonly requestTimeoutMs: number;
  /** How long an idle connection is kept: longer than the minute at which monitors poll. */
  readonly keepAliveTimeoutMs: number;
  /** A client that takes nothing of its answer for so long is dropped; event streams have a bound of their own. */
  readonly answerTakenMs: number;
  /** How often the time-outs above are looked at. */
  readonly checkIntervalMs: number;
  readonly maxHeaderBytes: number;
  /** Connections open at once on each address. */
  readonly maxConnections: number;
  /** How long close waits for the rest of requests that are arriving. */
  readonly arrivalGraceMs: number;
  /** How long close waits for answers under way. */
  readonly closeDeadlineMs: number;
}

/** The bounds unless told otherwise. @internal */
export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 75_000,
  answerTakenMs: 30_000,
  checkIntervalMs: 2_000,
  maxHeaderBytes: 16_384,
  maxConnections: 4_096,
  arrivalGraceMs: 1_000,
  closeDeadlineMs: 4_500,
};

/** Where to listen; port 0 takes a free one, the same on all addresses. */
interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** What a server is made with. @internal */
export interface ServerOptions {
  /** Ends streams and long polls; called once, as soon as the server accepts no more. Must not reject. */
  readonly beforeClose?: () => void | Promise<void>;
  /** Hears of an IPv6 loopback that this system does not have. */
  readonly onWarning?: (message: string) => void;
  /** @default DEFAULT_SERVER_LIMITS, each for itself */
  readonly limits?: Partial<ServerLimits>;
}

/** How often a closing server drops connections that have become idle. */
const IDLE_SWEEP_MS = 20;

/** The gateway's listeners before one application; nothing listens yet. */
export class GatewayServer {
  readonly #connections: Connections;
  readonly #options: ServerOptions;
  readonly #limits: ServerLimits;
  readonly #classes: MessageClasses;
  readonly #servers: Server[] = [];
  readonly #sockets: OwnedSocket[] = [];
  #check: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(app: Express, options: ServerOptions = {}) {
    this.#connections = new Connections(app);
    this.#classes = messageClasses(app);
    this.#options = options;
    this.#limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
  }

  /**
   * Listens on every address and gives the URLs. An IPv6 loopback that does not exist is a warning.
   * @throws StartError not-loopback before anything is opened; in-use or unavailable after closing what was opened.
   */
  async listenOn(addresses: readonly ListenAddress[]): Promise<readonly string[]> {
    for (const { host } of addresses) refuseForeign(host);
    const urls: string[] = [];
    let sharedPort: number | undefined;
    try {
      for (const { host, port } of addresses) {
        const wanted = port === 0 ? (sharedPort ?? 0) : port;
        const bound = await this.#listen(host, wanted, urls.length > 0);
        if (bound === undefined) continue;
        sharedPort ??= bound;
        urls.push(urlOf(host, bound));
      }
      if (urls.length === 0)
        throw new StartError('unavailable', 'No address to listen on is left.');
    } catch (error) {
      await this.close();
      throw error;
    }
    return urls;
  }

  /**
   * Listens at a path beside or instead of addresses and gives it as `unix:PATH`.
   * @throws what listenAtPath does, after closing everything that was opened.
   */
  async listenAt(place: SocketPlace): Promise<string> {
    const server = this.#createHttpServer();
    try {
      const socket = await listenAtPath(server, place);
      this.#servers.push(server);
      this.#sockets.push(socket);
      return `unix:${socket.path}`;
    } catch (error) {
      server.close();
      await this.close();
      throw error;
    }
  }

  /**
   * Takes over sockets that a service manager listens on already, by file descriptor, and gives their URLs (`unix:PATH`, or `unix:`
   * where the path cannot be known).
   * @throws StartError not-loopback for a socket that others can reach, after closing everything that was opened.
   */
  async listenOnInherited(descriptors: readonly number[]): Promise<readonly string[]> {
    const urls: string[] = [];
    try {
      for (const fd of descriptors) {
        const server = this.#createHttpServer();
        this.#servers.push(server);
        urls.push(await listeningOnInherited(server, fd));
      }
    } catch (error) {
      await this.close();
      throw error;
    }
    return urls;
  }

  /** Ends streams, stops accepting, waits for answers under way up to the deadline. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #listen(host: string, port: number, haveOther: boolean): Promise<number | undefined> {
    const server = this.#createHttpServer();
    try {
      const bound = await listening(server, host, port);
      this.#servers.push(server);
      return bound;
    } catch (error) {
      const code = systemCode(error);
      const isMissing = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
      if (!(isMissing && host === '::1' && haveOther)) throw asStartError(error, host, port);
      this.#options.onWarning?.(
        'This system has no IPv6 loopback; the gateway does not listen on [::1].',
      );
      return undefined;
    }
  }

  #createHttpServer(): Server {
    const limits = this.#limits;
    const server = createHttpServer({
      ...this.#classes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      maxHeaderSize: limits.maxHeaderBytes,
      requireHostHeader: false, // the guard looks at it, and answers with a problem document
    });
    server.maxConnections = limits.maxConnections;
    this.#connections.attach(server);
    this.#check ??= setInterval(
      () => this.#connections.endUntaken(limits.answerTakenMs, performance.now()),
      limits.checkIntervalMs,
    ).unref();
    return server;
  }

  #closeIdle(): void {
    for (const server of this.#servers) server.closeIdleConnections();
  }

  async #closeAll(): Promise<void> {
    const released = Promise.all(this.#sockets.map((socket) => socket.release()));
    const closed = this.#servers.map((server) => closedOf(server));
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#limits.closeDeadlineMs);
    });
    const orderly = Promise.resolve(this.#options.beforeClose?.()).then(() => Promise.all(closed));
    // A connection whose answer ends after this moment would otherwise be kept alive for its next request.
    const sweep = setInterval(() => this.#closeIdle(), IDLE_SWEEP_MS);
    const grace = setTimeout(() => this.#connections.endUnasked(), this.#limits.arrivalGraceMs);
    await Promise.race([orderly, deadline]);
    clearTimeout(timer);
    clearTimeout(grace);
    clearInterval(sweep);
    clearInterval(this.#check);
    for (const server of this.#servers) server.closeAllConnections();
    await Promise.all(closed);
    await released;
  }
}

interface MessageClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/**
 * Classes whose prototypes are the application's own, so that its setPrototypeOf on every request finds nothing to do:
 * changing the prototype of a living object is what makes Express slow.
 */
function messageClasses(app: Express): MessageClasses {
  class GatewayRequest extends IncomingMessage {}
  class GatewayResponse<
    Request extends IncomingMessage = IncomingMessage,
  > extends ServerResponse<Request> {
    // Where Express finds none it makes one without a prototype, a hash table that outlives every other part of a stream.
    readonly locals: object = { exchange: undefined };
  }
  adopt(app, 'request', GatewayRequest.prototype);
  adopt(app, 'response', GatewayResponse.prototype);
  return { IncomingMessage: GatewayRequest, ServerResponse: GatewayResponse };
}

function adopt(app: Express, name: 'request' | 'response', prototype: object): void {
  Object.setPrototypeOf(prototype, app[name]);
  Object.assign(app, { [name]: prototype });
}

function refuseForeign(host: string): void {
  if (isLoopbackAddress(host)) return;
  throw new StartError(
    'not-loopback',
    `${host} is not a loopback address. Whoever reaches the gateway commands the Node and its money, so it listens on 127.0.0.1 and ::1 only; forward the port (ssh -L) to reach it from elsewhere.`,
  );
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: host === '::1' }, () => {
      server.removeListener('error', reject);
      resolve(portOf(server.address()));
    });
  });
}

function listeningOnInherited(server: Server, fd: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ fd }, () => {
      server.removeListener('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') {
        resolve(`unix:${inheritedPath(fd) ?? ''}`); // a path is guarded by its mode, which the service manager sets
        return;
      }
      try {
        refuseForeign(address.address);
        resolve(urlOf(address.address, address.port));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function closedOf(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

function asStartError(error: unknown, host: string, port: number): StartError {
  const code = systemCode(error);
  if (code === 'EADDRINUSE') {
    return new StartError(
      'in-use',
      `Port ${port} on ${host} is taken; choose another with the setting port.`,
      error,
    );
  }
  return new StartError(
    'unavailable',
    `The gateway cannot listen on ${host}, port ${port} (${code ?? 'unknown reason'}).`,
    error,
  );
}
