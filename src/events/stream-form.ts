/** Events as they stand in a stream: Server-Sent Events, or one JSON object per line. */
import { envelopeJson, type IdentifiedEvent } from './envelope.js';
import { formatEvent, formatRetry, type SseForm } from './sse-format.js';

/** `ndjson`: envelopes, one per line; the other two are Server-Sent Events. */
export type StreamForm = SseForm | 'ndjson';

/** Media type of a stream of JSON lines. */
export const NDJSON_TYPE = 'application/x-ndjson';

/** One event as it is written to a stream of this form. */
export function writtenEvent(event: IdentifiedEvent, form: StreamForm): string {
  return form === 'ndjson' ? `${envelopeJson(event)}\n` : formatEvent(event, form);
}

/** What a stream begins with: how long to wait before connecting again, where the form has a word for it. */
export function writtenRetry(retryMs: number, form: StreamForm): string {
  return form === 'ndjson' ? '' : formatRetry(retryMs);
}
