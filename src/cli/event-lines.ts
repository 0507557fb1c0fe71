/** Events in one line each, for people. Pure. */
import { memberReader } from '../protocol/codec.js';
import { readString } from '../protocol/json-text.js';
import { readLogMessage } from '../protocol/log-line.js';
import { printable } from './printable.js';

/** The line of an event in envelope form; `envelope` is JSON text. */
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
