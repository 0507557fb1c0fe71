/** A Node's UI side as fast as ws goes: prepared replies, Nagle left on as the real one leaves it, broadcasts on demand. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

const frameForm = /"opcode"\s*:\s*"(\w+)"(?:\s*,\s*"contextId"\s*:\s*(\d+))?/;
const smallPayload =
  '{"running": true, "nodeFlags": "none", "uptime": 123456789012, "padding": "so that it is 107"}';

/** Replies of a size that the real Node's have. */
const payloads: Readonly<Record<string, string>> = {
  connectionStatus: '{"stage": "RouteFound"}',
  walletAddresses:
    '{"consumingWalletAddress": "0x1234567890abcdef", "earningWalletAddress": "0xfedcba0987654321"}',
  checkPassword: '{"matches": true}',
};

/** See the file's head. */
export class BenchPeer {
  /** How many messages came, by opcode. */
  readonly received = new Map<string, number>();
  readonly #server: Server;
  readonly #sockets = new Set<WebSocket>();
  readonly #replies = new Map<string, string>(Object.entries(payloads));

  private constructor() {
    // Whoever cannot look into this process asks it how many messages came.
    this.#server = createServer({ noDelay: false }, (_request, response) => {
      response.end(String(this.messages));
    });
    const sockets = new WebSocketServer({
      server: this.#server,
      perMessageDeflate: false,
      handleProtocols: () => 'MASQNode-UIv2',
    });
    sockets.on('connection', (socket, request) => this.#greet(socket, request));
  }

  static async open(): Promise<BenchPeer> {
    const peer = new BenchPeer();
    await new Promise<void>((resolve) => peer.#server.listen(0, '127.0.0.1', resolve));
    return peer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many messages came, all opcodes together. */
  get messages(): number {
    return [...this.received.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Answers an opcode with this payload from now on. */
  reply(opcode: string, payload: string): void {
    this.#replies.set(opcode, payload);
  }

  /** A log line to every UI. */
  broadcastLog(msg: string): void {
    const frame = `{"opcode": "logBroadcast", "payload": {"msg": "${msg}", "logLevel": "Info"}}`;
    for (const socket of this.#sockets) socket.send(frame);
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#server.close();
  }

  #greet(socket: WebSocket, request: IncomingMessage): void {
    request.socket.setNoDelay(false); // ws has turned Nagle off
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#answer(socket, data.toString('latin1')));
  }

  #answer(socket: WebSocket, text: string): void {
    const [, opcode = '', contextId] = frameForm.exec(text) ?? [];
    this.received.set(opcode, (this.received.get(opcode) ?? 0) + 1);
    if (contextId === undefined) return;
    const payload = this.#replies.get(opcode) ?? smallPayload;
    socket.send(`{"opcode": "${opcode}", "contextId": ${contextId}, "payload": ${payload}}`);
  }
}
