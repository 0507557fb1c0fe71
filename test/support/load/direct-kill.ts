/** How a Node is killed without a gateway: nothing but polite, well-formed reads, more of them than its mailboxes have places. */
import { UiClient } from '../peers/ui-client.js';

/** What became of the Node. */
export interface DirectKill {
  readonly dead: boolean;
  /** From the first message to the end of its socket; of a Node that lives, to the end of the attempt. */
  readonly tookMs: number;
  readonly written: number;
}

/** Reads in flight at once, each worker asking its next question when its last is answered. */
const WORKERS = 32;
const reads = ['descriptor', 'configuration', 'connectionStatus', 'financials'];
const payloads: Readonly<Record<string, string>> = { financials: '{"statsRequired":true}' };

/**
 * Asks the Node at `port` as fast as it answers, beside one password check after the other, until it dies or `limitMs` is over.
 * The check needs no password: a wrong one takes the Configurator as long as a right one.
 */
export async function killNodeDirectly(port: number, limitMs: number): Promise<DirectKill> {
  const ui = await UiClient.open(port);
  const startedMs = performance.now();
  const isOver = (): boolean => !ui.isOpen || performance.now() - startedMs > limitMs;
  let written = 0;
  const ask = async (opcode: string, payload: string): Promise<void> => {
    written += 1;
    await Promise.race([ui.ask(opcode, payload, limitMs), ui.closed]).catch(ignore);
  };
  const worker = async (first: number): Promise<void> => {
    for (let turn = first; !isOver(); turn += 1) {
      const opcode = reads[turn % reads.length] ?? 'descriptor';
      await ask(opcode, payloads[opcode] ?? '{}');
    }
  };
  const checker = async (): Promise<void> => {
    while (!isOver()) await ask('checkPassword', '{"dbPasswordOpt":"not the password"}');
  };
  await Promise.all([checker(), ...Array.from({ length: WORKERS }, (_, index) => worker(index))]);
  const tookMs = performance.now() - startedMs;
  const dead = !ui.isOpen;
  ui.terminate();
  return { dead, tookMs, written };
}

function ignore(): void {
  // A read without an answer is no surprise here.
}
