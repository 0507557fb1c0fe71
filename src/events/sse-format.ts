/** Server-Sent Events as text (WHATWG HTML, "Server-sent events"). Pure. */
import { envelopeJson, type IdentifiedEvent } from './envelope.js';

/** `ndjson`: envelopes, one per line; the other two are Server-Sent Events. */
export type StreamForm = SseForm | 'ndjson';

export const NDJSON_TYPE = 'application/x-ndjson';

/** One event as it is written to a stream of this form. */
export function writtenEvent(event: IdentifiedEvent, form: StreamForm): string {
  return form === 'ndjson' ? `${envelopeJson(event)}\n` : formatEvent(event, form);
}

/** What a stream begins with: how long to wait before connecting again, where the form has a word for it. */
export function writtenRetry(retryMs: number, form: StreamForm): string {
  return form === 'ndjson' ? '' : formatRetry(retryMs);
}

/** Head of every event stream; X-Accel-Buffering keeps nginx from holding events back. */
export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
} as const;

const lineBreak = /\r\n|\r|\n/;
// NUL makes readers ignore a field, CR and LF end it; no opcode has a use for control characters.
const fieldBreakers = /[\u0000-\u001f\u007f]/g;

/** How the data of an event looks: the payload untouched, or with all that is known about the event around it. */
type SseForm = 'plain' | 'envelope';

/** One event with id, name and data, its closing blank line included. @internal */
export function formatEvent(event: IdentifiedEvent, form: SseForm): string {
  const name = event.opcode.replace(fieldBreakers, '?');
  const data = form === 'envelope' ? envelopeJson(event) : event.payload;
  return `id: ${event.id}\nevent: ${name}\n${formatData(data)}\n`;
}

/** Tells the reader how long to wait before it connects again. @internal */
export function formatRetry(retryMs: number): string {
  return `retry: ${Math.round(retryMs)}\n\n`;
}

function formatData(data: string): string {
  return data
    .split(lineBreak)
    .map((line) => `data: ${line}\n`)
    .join('');
}
