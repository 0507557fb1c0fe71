/** The conversation straight over ws: what every added layer is measured against. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

const contextForm = /"contextId": (\d+)/;

/** One socket to a peer; replies are told apart by their contextId. */
export class StraightLink {
  readonly #socket: WebSocket;
  readonly #open = new Map<number, (frame: string) => void>();
  #contextId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const frame = data.toString('utf8');
      const contextId = Number(contextForm.exec(frame.slice(0, 200))?.[1] ?? 'NaN');
      this.#open.get(contextId)?.(frame);
      this.#open.delete(contextId);
    });
  }

  static async open(port: number): Promise<StraightLink> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, 'MASQNode-UIv2', {
      perMessageDeflate: false,
    });
    await once(socket, 'open');
    return new StraightLink(socket);
  }

  /** Resolves with the whole frame of the reply. */
  ask(opcode: string, payload: string): Promise<string> {
    this.#contextId += 1;
    const contextId = this.#contextId;
    return new Promise((resolve) => {
      this.#open.set(contextId, resolve);
      this.#socket.send(`{"opcode":"${opcode}","contextId":${contextId},"payload":${payload}}`);
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}
