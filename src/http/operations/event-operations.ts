/** The event stream and its history. */
import { matches } from '../../events/event-filter.js';
import { historyJson, type HistoryQuery } from '../../events/history.js';
import { EVENT_STREAM_HEADERS, NDJSON_TYPE } from '../../events/sse-format.js';
import { varyOf } from '../responses/answer-writer.js';
import { waitFor } from '../long-poll.js';
import { requestFault } from '../../problems/request-faults.js';
import { jsonAnswer, noStore, type Answer } from '../responses/answer.js';
import type { AppDeps } from '../app-deps.js';
import type { Call } from '../requests/call.js';
import type { Handlers } from './handlers.js';

const SECOND_MS = 1000;
const DEFAULT_HISTORY_LIMIT = 100;

/** streamEvents and getEventHistory. */
export function eventHandlers(deps: AppDeps) {
  return {
    streamEvents: (call) => {
      openStream(deps.eventStreams, call);
      return Promise.resolve(undefined);
    },
    getEventHistory: (call) => history(deps, call),
  } satisfies Partial<Handlers>;
}

async function history(
  deps: AppDeps,
  { query, exchange }: Call<'getEventHistory'>,
): Promise<Answer> {
  const { since, limit = DEFAULT_HISTORY_LIMIT, wait = 0, opcode, minLogLevel } = query;
  const asked = { since, limit, opcodes: opcode && new Set(opcode), minLogLevel };
  if (wait > 0) {
    await awaitEvents(deps, asked, { waitMs: wait * SECOND_MS, signal: exchange.signal });
  }
  return jsonAnswer(200, historyJson(deps.eventLog, asked), noStore);
}

/** Resolves as soon as the query has something to tell, an event or a gap; when the wait is over; or when nobody waits any more. */
function awaitEvents(
  { eventLog, closing }: AppDeps,
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

function openStream(streams: AppDeps['eventStreams'], call: Call<'streamEvents'>): void {
  const { query, request, response, exchange, answerType } = call;
  const headers = {
    ...EVENT_STREAM_HEADERS,
    'Content-Type': answerType,
    'x-content-type-options': 'nosniff',
    'x-request-id': exchange.requestId,
    vary: varyOf(response, ['Accept']),
  };
  // In one go, for headers that are set one by one stay in memory as long as their stream.
  const writeHead = (): unknown => response.writeHead(200, headers);
  if (request.method === 'HEAD') {
    writeHead();
    response.end();
    return;
  }
  const begin = (): void => {
    // The last response of its connection: a change queued behind it must not be carried out when it ends, perhaps days later.
    response.shouldKeepAlive = false;
    writeHead();
  };
  const asked = {
    lastEventId: cursorOf(request.headers['last-event-id']) ?? cursorOf(query.lastEventId),
    opcodes: query.opcode && new Set(query.opcode),
    minLogLevel: query.minLogLevel,
    envelope: query.envelope === true,
    ndjson: answerType === NDJSON_TYPE,
  };
  if (streams.open(asked, response, begin) !== 'streams-full') return;
  throw requestFault(
    'streams-full',
    'As many event streams are open as the setting max-streams allows.',
  );
}

// The header is what EventSource sends when it reconnects; it is newer than what stands in the URL.
function cursorOf(text: string | string[] | undefined): string | undefined {
  return typeof text === 'string' && text !== '' ? text : undefined;
}
