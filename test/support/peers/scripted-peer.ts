/** A WebSocket peer that does exactly what a test tells it to, right or wrong. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

const PEER_HOST = '127.0.0.1';
const LIMIT_MS = 20_000;

/** A request as it came. */
export interface PeerRequest {
  readonly opcode: string;
  readonly contextId: number | undefined;
  readonly payload: unknown;
  readonly text: string;
  /** Which of the peer's connections it came on, from 0. */
  readonly connection: number;
  /** Unix milliseconds of its coming. */
  readonly atMs: number;
}

/** Answers one request; texts are written as frames. Undefined: silence. */
export type Script = (request: PeerRequest, peer: ScriptedPeer) => string | undefined;

/** The frame of a reply, as the peers write it. */
export function reply(request: PeerRequest, payload = '{}'): string {
  return `{"opcode": "${request.opcode}", "contextId": ${request.contextId ?? 0}, "payload": ${payload}}`;
}

/** The frame of an error, as the peers write it. */
export function failure(request: PeerRequest, code: string, message = 'no'): string {
  return `{"opcode": "${request.opcode}", "contextId": ${request.contextId ?? 0}, "error": {"code": ${code}, "message": "${message}"}}`;
}

/** The Daemon's redirect for a request. */
export function redirect(request: PeerRequest, port: number): string {
  const payload = JSON.stringify(JSON.stringify(request.payload));
  return `{"opcode": "redirect", "payload": {"port":${port},"opcode":"${request.opcode}","contextId":${request.contextId ?? 'null'},"payload":${payload}}}`;
}

/** A listening peer; every request is remembered and answered by the script. */
export class ScriptedPeer {
  readonly requests: PeerRequest[] = [];
  script: Script;
  /** True: handshakes are accepted as TCP connections and never answered. */
  deaf = false;
  #port = 0;
  #connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<WebSocket>();
  readonly #raw = new Set<Socket>();
  readonly #watchers = new Set<() => void>();

  private constructor(script: Script, subprotocol: string) {
    this.script = script;
    this.#server = createServer();
    const upgrades = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
    });
    this.#server.on('connection', (raw: Socket) => {
      this.#raw.add(raw);
      raw.once('close', () => this.#raw.delete(raw));
    });
    this.#server.on('upgrade', (request, raw, head) => {
      if (this.deaf) return;
      upgrades.handleUpgrade(request, raw, head, (socket) => this.#welcome(socket));
    });
  }

  /** Listens on a free port, or on the one given. */
  static async listen(
    script: Script = (request) => reply(request),
    options: { readonly port?: number; readonly subprotocol?: string } = {},
  ): Promise<ScriptedPeer> {
    const peer = new ScriptedPeer(script, options.subprotocol ?? 'MASQNode-UIv2');
    await new Promise<void>((resolve, reject) => {
      peer.#server.once('error', reject);
      peer.#server.listen(options.port ?? 0, PEER_HOST, resolve);
    });
    peer.#port = (peer.#server.address() as AddressInfo).port;
    return peer;
  }

  get port(): number {
    return this.#port;
  }

  /** Sockets that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Handshakes that were completed. */
  get connections(): number {
    return this.#connections;
  }

  /** Requests of one opcode. */
  of(opcode: string): readonly PeerRequest[] {
    return this.requests.filter((request) => request.opcode === opcode);
  }

  /** Writes a frame to everybody. */
  broadcast(text: string): void {
    for (const socket of this.#sockets) socket.send(text);
  }

  /** Resolves when `condition` holds; it is looked at whenever something happens. */
  async until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#watchers.delete(watch);
        reject(
          new Error(
            `the peer waited in vain; it got ${JSON.stringify(this.requests.map((r) => r.opcode))}`,
          ),
        );
      }, LIMIT_MS);
      const watch = (): void => {
        if (!condition()) return;
        clearTimeout(limit);
        this.#watchers.delete(watch);
        resolve();
      };
      this.#watchers.add(watch);
    });
  }

  /** Cuts every connection as the death of the process does. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
    for (const raw of this.#raw) raw.destroy();
  }

  /** Stops reading: nothing is heard or answered any more, closing handshakes included. */
  freeze(): void {
    for (const raw of this.#raw) raw.pause();
  }

  /** Dies: cuts every connection and listens no more. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  #welcome(socket: WebSocket): void {
    const connection = this.#connections++;
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // the close that follows tells it
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#happened();
    });
    socket.on('message', (data: Buffer) =>
      this.#receive(socket, data.toString('utf8'), connection),
    );
    this.#happened();
  }

  #receive(socket: WebSocket, text: string, connection: number): void {
    const { opcode, contextId, payload } = JSON.parse(text) as PeerRequest;
    const request = { opcode, contextId, payload, text, connection, atMs: Date.now() };
    this.requests.push(request);
    const answer = this.script(request, this);
    if (answer !== undefined) socket.send(answer);
    this.#happened();
  }

  #happened(): void {
    for (const watch of [...this.#watchers]) watch();
  }
}
