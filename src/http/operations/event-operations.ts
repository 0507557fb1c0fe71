/** The event stream and its history. */
import { getEventHistoryQuery, streamEventsQuery } from '../../generated/validators.js';
import type { EventLog } from '../../events/event-log.js';
import type { EventStreams } from '../../events/event-streams.js';
import type { LogLevel } from '../../events/event.js';
import { historyJson } from '../../events/history.js';
import { EVENT_STREAM_HEADERS } from '../../events/sse-format.js';
import { NDJSON_TYPE } from '../../events/stream-form.js';
import { varyOf } from '../answers/answer-writer.js';
import { awaitEvents } from '../event-wait.js';
import { requestFault } from '../../problems/request-faults.js';
import { JSON_TYPE, jsonAnswer, noStore } from '../operation.js';
import type { Answer, Call, Operation } from '../operation.js';
import type { QueryValues } from '../requests/request-query.js';

/** What these routes need. */
export interface EventDeps {
  readonly eventLog: EventLog;
  readonly eventStreams: Pick<EventStreams, 'open'>;
  /** Aborted when the gateway closes: long polls end. */
  readonly closing: AbortSignal;
}

const STREAM_TYPE = EVENT_STREAM_HEADERS['Content-Type'];
const SECOND_MS = 1000;
const DEFAULT_HISTORY_LIMIT = 100;

/** streamEvents and getEventHistory. */
export function eventOperations(deps: EventDeps): readonly Operation[] {
  return [
    {
      operationId: 'streamEvents',
      method: 'GET',
      path: '/v1/events',
      access: 'r',
      produces: [STREAM_TYPE, NDJSON_TYPE],
      query: { opcode: 'list', minLogLevel: 'text', lastEventId: 'text', envelope: 'flag' },
      queryValidator: streamEventsQuery,
      run: (call) => {
        openStream(deps.eventStreams, call);
        return Promise.resolve(undefined);
      },
    },
    {
      operationId: 'getEventHistory',
      method: 'GET',
      path: '/v1/events/history',
      access: 'r',
      produces: [JSON_TYPE],
      query: {
        since: 'text',
        limit: 'count',
        wait: 'count',
        opcode: 'list',
        minLogLevel: 'text',
      },
      queryValidator: getEventHistoryQuery,
      run: (call) => history(deps, call),
    },
  ];
}

async function history(deps: EventDeps, { query, exchange }: Call): Promise<Answer> {
  const { since, limit, wait } = query;
  const asked = {
    since: typeof since === 'string' ? since : undefined,
    limit: typeof limit === 'number' ? limit : DEFAULT_HISTORY_LIMIT,
    opcodes: opcodesOf(query),
    minLogLevel: levelOf(query),
  };
  if (typeof wait === 'number' && wait > 0) {
    await awaitEvents(deps, asked, { waitMs: wait * SECOND_MS, signal: exchange.signal });
  }
  return jsonAnswer(200, historyJson(deps.eventLog, asked), noStore);
}

function openStream(streams: EventDeps['eventStreams'], call: Call): void {
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
    lastEventId: cursorOf(request.headers['last-event-id'], query),
    opcodes: opcodesOf(query),
    minLogLevel: levelOf(query),
    envelope: query.envelope === true,
    ndjson: answerType === NDJSON_TYPE,
  };
  if (streams.open(asked, response, begin) !== 'streams-full') return;
  throw requestFault(
    'streams-full',
    'As many event streams are open as the setting max-streams allows.',
  );
}

// The header is what EventSource sends when it comes back; it knows better than the address it was first opened with.
function cursorOf(header: string | string[] | undefined, query: QueryValues): string | undefined {
  if (typeof header === 'string' && header !== '') return header;
  return typeof query.lastEventId === 'string' && query.lastEventId !== ''
    ? query.lastEventId
    : undefined;
}

function opcodesOf({ opcode }: QueryValues): ReadonlySet<string> | undefined {
  return Array.isArray(opcode) ? new Set<string>(opcode) : undefined;
}

function levelOf({ minLogLevel }: QueryValues): LogLevel | undefined {
  return minLogLevel === 'Error' || minLogLevel === 'Warn' || minLogLevel === 'Info'
    ? minLogLevel
    : undefined;
}
