/** `masq-gateway events`: everything that happens, as it happens. */
import type { EventOptions } from '../client/client.js';
import type { ClientOptions } from './client-options.js';
import { eventLine } from './event-lines.js';
import { follow } from './following.js';
import { print } from './print.js';
import type { Terminal } from './terminal.js';

/** Which events, and how they are printed. */
interface EventsForm extends Pick<EventOptions, 'opcodes' | 'minLogLevel' | 'lastEventId'> {
  /** The envelopes untouched, one a line, in place of words. */
  readonly json: boolean;
}

/** Prints events until the terminal says stop; reconnects automatically and reports gaps. */
export async function events(
  options: ClientOptions,
  { json, ...which }: EventsForm,
  terminal: Terminal,
): Promise<void> {
  for await (const data of follow(options, which, terminal)) {
    await print(terminal, `${json ? data : eventLine(data)}\n`);
  }
}
