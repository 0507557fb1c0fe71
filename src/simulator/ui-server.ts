/** The WebSocket side of a peer: handshake, client ids, frames in and out (node/src/ui_gateway/websocket_supervisor.rs). */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../protocol/codec.js';

/** Severity of a log line that every UI gets. */
export type LogLevel = 'Error' | 'Warn' | 'Info';

export type Target = { readonly only: number } | { readonly except: number } | 'all';

interface UiServerListener {
  onText(clientId: number, text: string, address: string): void;
  onLog(level: LogLevel, line: string): void;
  /** A reader has let its socket fill up: the peer's UI thread hangs for good. */
  onStalledReader(clientId: number): void;
}

interface UiServerOptions {
  /** The id that the first client gets; a launched Node has spent 0 on its launch probe. */
  readonly firstClientId: number;
  /** Bytes beyond the kernel's buffers that a reader may owe before it counts as stalled. */
  readonly stalledReaderBytes: number;
}

interface Client {
  readonly id: number;
  readonly address: string;
  readonly socket: WebSocket;
  /** Gone without a closing handshake; the peer finds out when it writes the next time. */
  isGhost: boolean;
}

/** The close code of a socket that went without a closing handshake (RFC 6455, 7.1.5). */
const ABNORMAL_CLOSURE = 1006;

type HeldUpgrade = () => void;

export class UiServer {
  readonly #listener: UiServerListener;
  readonly #options: UiServerOptions;
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    autoPong: false,
    handleProtocols: () => SUBPROTOCOL,
    maxPayload: 0,
  });
  readonly #clients = new Map<number, Client>();
  readonly #sockets = new Set<Socket>();
  /** Sockets that became clients, or whose failure has been told. */
  readonly #settled = new WeakSet<Duplex>();
  #nextClientId: number;
  #frozen = false;
  #destroyed = false;
  #held: HeldUpgrade[] = [];

  constructor(listener: UiServerListener, options: UiServerOptions) {
    this.#listener = listener;
    this.#options = options;
    this.#nextClientId = options.firstClientId;
    // The peers leave Nagle on, so that small replies behind each other wait for an acknowledgement.
    this.#http = createServer({ noDelay: false });
    this.#http.on('connection', (socket) => this.#onConnection(socket));
    this.#http.on('request', (request) => this.#drop(request.socket, 'NoSecWsKeyHeader'));
    this.#http.on('clientError', (_error, socket) => this.#drop(socket, 'Parsing(Header)'));
    this.#http.on('upgrade', (request, socket, head) =>
      this.#whenThawed(() => this.#onUpgrade(request, socket, head)),
    );
  }

  get port(): number {
    const address = this.#http.address();
    return isAddressInfo(address) ? address.port : 0;
  }

  /** Listens on 127.0.0.1; rejects where the port is taken. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, '127.0.0.1', () => {
        this.#http.off('error', reject);
        resolve(this.port);
      });
    });
  }

  send(target: Target, text: string): void {
    this.#whenThawed(() => {
      for (const client of this.#clientsOf(target)) this.#sendTo(client, text);
    });
  }

  /** From now on nothing is read, answered or sent; sockets stay as they are, as with a hung UI thread. */
  freeze(): void {
    this.#frozen = true;
  }

  /** Does in order what was held back. */
  thaw(): void {
    this.#frozen = false;
    const held = this.#held;
    this.#held = [];
    for (const act of held) act();
  }

  /** Ends the port as the end of a process does: sockets drop without a closing handshake. */
  async destroy(): Promise<void> {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#held = [];
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    for (const client of this.#clients.values()) client.socket.terminate();
    for (const socket of this.#sockets) socket.destroy();
    this.#clients.clear();
    this.#webSockets.close();
    await closed;
  }

  #clientsOf(target: Target): readonly Client[] {
    const all = [...this.#clients.values()];
    if (target === 'all') return all;
    if ('except' in target) return all.filter((client) => client.id !== target.except);
    const client = this.#clients.get(target.only);
    if (client === undefined) {
      this.#listener.onLog(
        'Warn',
        `WebsocketSupervisor: WARN: Tried to send to an absent client ${target.only}`,
      );
      return [];
    }
    return [client];
  }

  #sendTo(client: Client, text: string): void {
    if (client.isGhost) {
      this.#clients.delete(client.id);
      this.#listener.onLog(
        'Warn',
        `Client ${client.id} hit a fatal flush error: BrokenPipe, dropping the client`,
      );
      return;
    }
    if (client.socket.readyState !== WebSocket.OPEN) return;
    client.socket.send(text);
    setImmediate(() => {
      if (client.socket.bufferedAmount > this.#options.stalledReaderBytes && !this.#frozen) {
        this.#listener.onStalledReader(client.id);
      }
    });
  }

  #whenThawed(act: () => void): void {
    if (this.#destroyed) return;
    if (this.#frozen) this.#held.push(act);
    else act();
  }

  #onConnection(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // the close that follows says all there is to say
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#drop(
        socket,
        'Io(Custom { kind: ConnectionReset, error: "Connection dropped before handshake could be read" })',
      );
    });
  }

  /** Ends a connection that never became a client, and tells it once. */
  #drop(socket: Duplex, error: string): void {
    socket.destroy();
    if (this.#destroyed || this.#settled.has(socket)) return;
    this.#settled.add(socket);
    this.#listener.onLog(
      'Warn',
      `Unsuccessful connection to UI port detected: InvalidConnection { stream: "...", parsed: "...", buffer: "...", error: ${error} }`,
    );
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#settled.add(socket);
    const offered = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((protocol) => protocol.trim());
    if (!offered.includes(SUBPROTOCOL)) {
      const names = offered.filter((name) => name !== '').map((name) => JSON.stringify(name));
      this.#listener.onLog(
        'Info',
        `UI attempted connection without protocol ${SUBPROTOCOL}: [${names.join(', ')}]`,
      );
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return;
    }
    const { remoteAddress, remotePort } = request.socket;
    const address = `${remoteAddress ?? ''}:${remotePort ?? 0}`;
    this.#listener.onLog('Info', `UI connected at ${address}`);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      request.socket.setNoDelay(false);
      this.#adopt(webSocket, address);
    });
  }

  #adopt(socket: WebSocket, address: string): void {
    const client: Client = { id: this.#nextClientId++, address, socket, isGhost: false };
    this.#clients.set(client.id, client);
    socket.on('message', (data: Buffer, isBinary: boolean) =>
      this.#whenThawed(() => {
        if (isBinary) this.#ignore(address, 'binary');
        else this.#listener.onText(client.id, data.toString('utf8'), address);
      }),
    );
    socket.on('ping', () => this.#whenThawed(() => this.#ignore(address, 'ping')));
    socket.on('pong', () => this.#whenThawed(() => this.#ignore(address, 'pong')));
    socket.on('error', () => undefined); // a protocol violation ends in close, below
    socket.on('close', (code) => {
      if (code === ABNORMAL_CLOSURE) client.isGhost = true;
      else this.#whenThawed(() => this.#forget(client));
    });
  }

  #ignore(address: string, kind: string): void {
    this.#listener.onLog('Info', `UI at ${address} sent unexpected ${kind} message; ignoring`);
  }

  #forget(client: Client): void {
    if (!this.#clients.delete(client.id)) return;
    this.#listener.onLog(
      'Info',
      `UI at ${client.address} (client ID ${client.id}) disconnected from port ${this.port}`,
    );
  }
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
