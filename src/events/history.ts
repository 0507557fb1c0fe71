/** The event log as one JSON document. */
import { envelopeJson, gapJson } from './envelope.js';
import type { EventLog } from './event-log.js';
import type { LogLevel } from './event.js';

export interface HistoryQuery {
  /** A cursor: id or RFC 3339 time. Absent: the latest `limit` events. */
  readonly since?: string | undefined;
  /** The first so many after the cursor. */
  readonly limit: number;
  readonly opcodes?: ReadonlySet<string> | undefined;
  readonly minLogLevel?: LogLevel | undefined;
}

/** Payloads of one answer together; past it the answer ends early, and `next` leads on. */
const MAX_HISTORY_BYTES = 4 * 1024 * 1024;

/** JSON text `{"events":[…],"next":"<epoch>-<n>","gap":null|{…}}`; payloads are spliced in as they came. */
export function historyJson(log: EventLog, query: HistoryQuery): string {
  const { since, limit, opcodes, minLogLevel } = query;
  const { events, next, gap } = log.read({
    after: since,
    limit,
    maxBytes: MAX_HISTORY_BYTES,
    filter: { opcodes, minLogLevel },
  });
  const list = events.map((event) => envelopeJson({ ...event, id: log.idOf(event.number) }));
  const told = gap === null ? 'null' : gapJson(gap);
  return `{"events":[${list.join(',')}],"next":"${next}","gap":${told}}`;
}
