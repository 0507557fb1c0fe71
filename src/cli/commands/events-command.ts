/** `masq-gateway events`: everything that happens, as it happens. */
import type { EventOptions } from '../../client/client.js';
import type { ClientOptions } from '../gateway/client-options.js';
import { follow } from '../gateway/following.js';
import { print, printable, type Terminal } from '../output/terminal.js';
import { memberReader } from '../../protocol/codec.js';
import { readString } from '../../protocol/json-text.js';
import { readLogMessage } from '../../protocol/log-line.js';

/** The line of an event in envelope form; `envelope` is JSON text. @internal */
export function eventLine(envelope: string): string {
  const member = memberReader(envelope);
  const text = (key: string): string => printable(readString(member(key) ?? '') ?? '?');
  const opcode = text('opcode');
  const payload = member('payload') ?? '{}';
  return `${text('at')} ${text('hop')} ${opcode} ${payloadWords(opcode, payload)}`.trimEnd();
}

function payloadWords(opcode: string, payload: string): string {
  const member = memberReader(payload);
  const word = (key: string): string => printable(readString(member(key) ?? '') ?? 'not known');
  switch (opcode) {
    case 'logBroadcast': {
      const line = readLogMessage(payload);
      return line === undefined ? printable(payload) : `${line.logLevel}: ${word('msg')}`;
    }
    case 'gateway.state':
      return `${word('overall')}: Daemon ${word('daemonState')}, Node ${word('nodeState')}`;
    case 'gateway.gap':
      return `something may have been missed: ${printable(payload)}`;
    default:
      return payload === '{}' ? '' : printable(payload);
  }
}

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
