/** Events as JSON objects: the envelope form, the same in the stream, in ndjson and in history. */
import type { Hop } from '../errors.js';
import type { Gap } from './event.js';
import { formatTimestamp } from './timestamp.js';

/** An event with its id, as every outer form is made from it. `payload` is JSON text. */
export interface IdentifiedEvent {
  readonly id: string;
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly hop: Hop;
  readonly opcode: string;
  readonly payload: string;
}

const lineBreaks = /[\r\n]/g;

/** JSON text of `{"id","at","hop","opcode","payload"}` in one line, the payload spliced in digit by digit. */
export function envelopeJson({ id, atMs, hop, opcode, payload }: IdentifiedEvent): string {
  // In JSON text a bare line break can only be white space between tokens.
  const line = payload.replace(lineBreaks, ' ');
  return `{"id":"${id}","at":"${formatTimestamp(atMs)}","hop":"${hop}","opcode":${JSON.stringify(opcode)},"payload":${line}}`;
}

/** JSON text of a gap, its keys always all there and in this order. */
export function gapJson(gap: Gap): string {
  const { reason, hop, from, to } = gap;
  return JSON.stringify({ reason, hop, class: gap.class, from, to });
}
