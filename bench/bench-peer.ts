/** The bench's side of a peer process (baselines/peer.ts): what it received, what it answers, what it broadcasts. */
import type { Server } from './processes.js';

/** Events to send at a steady rate. */
export interface Burst {
  readonly count: number;
  readonly perSecond: number;
  /** Length of one event's data. */
  readonly bytes: number;
  /** Port of a server that takes events as `POST /publish`; without it all connected UIs get a broadcast. */
  readonly publishTo?: number;
}

/** Asks a peer process through its HTTP side. */
export class BenchPeer {
  readonly port: number;

  constructor(readonly server: Server) {
    this.port = server.port;
  }

  /** How many messages it received, by opcode, and of all opcodes. */
  async received(): Promise<{ readonly of: (opcode: string) => number; readonly all: number }> {
    const text = await this.#call('/received');
    const counts = new Map(
      text.split('\n').map((line): [string, number] => {
        const [opcode = '', count] = line.split(' ');
        return [opcode, Number(count)];
      }),
    );
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { of: (opcode) => counts.get(opcode) ?? 0, all };
  }

  /** Answers an opcode with this payload from now on. */
  async reply(opcode: string, payload: string): Promise<void> {
    await this.#call(`/replies/${opcode}`, payload);
  }

  /** Resolves with the rate at which the events were really sent. */
  async broadcast({ count, perSecond, bytes, publishTo }: Burst): Promise<number> {
    const query = `count=${count}&perSecond=${perSecond}&bytes=${bytes}&to=${publishTo ?? ''}`;
    return Number(await this.#call(`/burst?${query}`, ''));
  }

  close(): Promise<void> {
    return this.server.close();
  }

  async #call(path: string, body?: string): Promise<string> {
    const method = body === undefined ? {} : { method: 'POST', body };
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, method);
    const text = await response.text();
    if (!response.ok) throw new Error(`the peer failed: ${text}`);
    return text;
  }
}
