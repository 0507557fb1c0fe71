/** `masq-gateway status`: every hop, once or at every change. */
import type { ClientOptions } from './client-options.js';
import { follow } from './event-follower.js';
import { statusLine, statusTable } from './hop-words.js';
import { decodeStatus, readStatus } from './status-reading.js';
import { endOf } from './terminal.js';
import type { Terminal } from './terminal.js';
import { print } from './print.js';

/** How the status is shown. */
export interface StatusForm {
  readonly watch: boolean;
  readonly json: boolean;
}

const CLEAR_SCREEN = '\u001b[H\u001b[2J';

/** Prints the status; with `watch` again at every change, until the terminal says stop. */
export async function status(
  options: ClientOptions,
  form: StatusForm,
  terminal: Terminal,
): Promise<void> {
  if (form.watch) return watch(options, form, terminal);
  const reading = await readStatus(options, { signal: endOf(terminal) });
  const where = options.socketPath ?? options.url;
  await print(terminal, form.json ? reading.text : statusTable(reading.status, where));
}

async function watch(options: ClientOptions, form: StatusForm, terminal: Terminal): Promise<void> {
  const where = options.socketPath ?? options.url;
  const events = follow(options, {
    query: new URLSearchParams({ opcode: 'gateway.state' }),
    lastEventId: undefined,
    signal: endOf(terminal),
    onBreak: (reason) => void terminal.err.write(`${now()} ${reason}; trying again\n`),
  });
  for await (const { opcode, data } of events) {
    if (opcode !== 'gateway.state') continue;
    const present = decodeStatus(data);
    if (form.json) await print(terminal, `${data}\n`);
    else if (terminal.out.isTTY === true) {
      await print(terminal, `${CLEAR_SCREEN}${statusTable(present, where)}`);
    } else await print(terminal, `${now()} ${present.overall}: ${statusLine(present)}\n`);
  }
}

function now(): string {
  return new Date().toISOString();
}
