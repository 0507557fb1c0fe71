/** The wait of a long poll for the next event that its reader wants. */
import type { EventLog } from '../events/event-log.js';
import { matches } from '../events/event-filter.js';
import type { HistoryQuery } from '../events/history.js';
import { waitFor } from './wait-for.js';

/** What the wait needs. */
export interface EventWaitDeps {
  readonly eventLog: Pick<EventLog, 'read' | 'subscribe'>;
  /** Aborted when the gateway closes: the wait ends. */
  readonly closing: AbortSignal;
}

/** Resolves as soon as the query has something to tell, an event or a gap; when the wait is over; or when nobody waits any more. */
export function awaitEvents(
  { eventLog, closing }: EventWaitDeps,
  { since, opcodes, minLogLevel }: HistoryQuery,
  wait: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const filter = { opcodes, minLogLevel };
  const { events, gap } = eventLog.read({ after: since, limit: 1, filter });
  if (events.length > 0 || gap !== null) return Promise.resolve();
  const untilMatch = (end: () => void): (() => void) =>
    eventLog.subscribe((event) => {
      if (matches(filter, event)) end();
    });
  return waitFor(untilMatch, { waitMs: wait.waitMs, signals: [closing, wait.signal] });
}
