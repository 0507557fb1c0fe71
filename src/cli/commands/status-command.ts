/** `masq-gateway status`: every hop, once or at every change. */
import { readJson } from '../../client/exact-json.js';
import { memberReader } from '../../protocol/codec.js';
import { readString } from '../../protocol/json-text.js';
import type { ClientOptions } from '../gateway/client-options.js';
import { follow } from '../gateway/following.js';
import { statusLine, statusTable } from '../output/hop-words.js';
import { checkedStatus, readStatus } from '../gateway/status-reading.js';
import { endOf, print, type Terminal } from '../output/terminal.js';

interface StatusForm {
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
  for await (const data of follow(options, { opcodes: ['gateway.state'] }, terminal)) {
    const member = memberReader(data);
    if (readString(member('opcode') ?? '') !== 'gateway.state') continue;
    const text = member('payload') ?? '';
    const present = checkedStatus(readJson(text));
    if (form.json) await print(terminal, `${text}\n`);
    else if (terminal.out.isTTY === true) {
      await print(terminal, `${CLEAR_SCREEN}${statusTable(present, where)}`);
    } else {
      const now = new Date().toISOString();
      await print(terminal, `${now} ${present.overall}: ${statusLine(present)}\n`);
    }
  }
}
