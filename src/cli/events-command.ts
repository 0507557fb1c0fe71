/** `masq-gateway events`: everything that happens, as it happens. */
import { memberReader } from '../protocol/codec.js';
import { readString } from '../protocol/json-text.js';
import type { ClientOptions } from './client-options.js';
import { follow } from './event-follower.js';
import { eventLine, SILENT_OPCODE } from './event-lines.js';
import { print } from './print.js';
import { endOf } from './terminal.js';
import type { Terminal } from './terminal.js';

/** Which events, and how they are printed. */
export interface EventsForm {
  readonly opcodes: readonly string[];
  readonly minLogLevel: string | undefined;
  /** Resume behind this id (or RFC 3339 time). */
  readonly after: string | undefined;
  /** The envelopes untouched, one a line, in place of words. */
  readonly json: boolean;
}

/** Prints events until the terminal says stop; comes back by itself and tells of gaps. */
export async function events(
  options: ClientOptions,
  form: EventsForm,
  terminal: Terminal,
): Promise<void> {
  const stream = follow(options, {
    query: queryOf(form),
    lastEventId: form.after,
    signal: endOf(terminal),
    onBreak: (reason, pauseMs) =>
      void terminal.err.write(`masq-gateway: ${reason}; again in ${Math.round(pauseMs)} ms\n`),
  });
  for await (const { data } of stream) {
    if (readString(memberReader(data)('opcode') ?? '') === SILENT_OPCODE) continue;
    await print(terminal, `${form.json ? data : eventLine(data)}\n`);
  }
}

function queryOf({ opcodes, minLogLevel }: EventsForm): URLSearchParams {
  const query = new URLSearchParams({ envelope: 'true' });
  if (opcodes.length > 0) query.set('opcode', opcodes.join(','));
  if (minLogLevel !== undefined) query.set('minLogLevel', minLogLevel);
  return query;
}
