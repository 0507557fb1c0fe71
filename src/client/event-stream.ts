/** The event stream as an async iterable that goes on where it broke off. */
import { followStream, StreamRefused } from '../dashboard/event-stream.js';
import type { StreamBroken } from '../dashboard/event-stream.js';
import type { Message } from '../dashboard/sse-messages.js';
import type { Connection } from './connection.js';
import { errorOf, GatewayUnreachable, UnexpectedAnswer } from './errors.js';
import { readEvent } from './events.js';
import type { GatewayEvent } from './events.js';

/** Which events, from where on, and until when. */
export interface EventOptions {
  /** Only these opcodes; what begins with `gateway.` comes always. */
  readonly opcodes?: readonly string[];
  /** Of the log lines only those at least as grave. */
  readonly minLogLevel?: 'Error' | 'Warn' | 'Info';
  /** Id of the last event that was dealt with; what came since comes first. */
  readonly lastEventId?: string;
  /** Ends the stream; the loop then throws its reason. */
  readonly signal?: AbortSignal;
  /** Called each time the stream breaks off or is refused for the moment, before it is opened again; what it throws ends the loop. */
  readonly onInterruption?: (interruption: Interruption) => void;
  /** Silence, heartbeats included, after which the connection is taken for dead. In milliseconds. @default 45000 */
  readonly silenceLimitMs?: number;
}

/** A stream that broke off and will be opened again. */
export interface Interruption {
  /** Why; undefined if the stream ended with its connection, as streams do. */
  readonly error: Error | undefined;
  /** Milliseconds until it is opened again. */
  readonly waitMs: number;
}

const HEARTBEAT = 'gateway.heartbeat';
const EVENT_STREAM = 'text/event-stream';

/**
 * Events in their order, none twice, reconnecting for ever: after `Retry-After` if the gateway asks for it, else after growing
 * waits. @throws GatewayProblem for a refusal that waiting does not cure, UnexpectedAnswer, or the signal's reason.
 */
export async function* followEvents(
  connection: Connection,
  options: EventOptions,
): AsyncGenerator<GatewayEvent, void, undefined> {
  for await (const { data } of followMessages(connection, options)) yield eventIn(data);
}

/** The same events as they come: `data` is the envelope's JSON text. */
export async function* followMessages(
  { baseUrl, headers, fetch }: Connection,
  { lastEventId, signal, onInterruption, silenceLimitMs, ...filters }: EventOptions,
): AsyncGenerator<Message, void, undefined> {
  const url = `${baseUrl}/v1/events?${query(filters)}`;
  const stream = followStream({
    lastEventId,
    signal,
    open: (place, ending) =>
      fetch(
        new Request(url, {
          headers: {
            ...headers,
            Accept: EVENT_STREAM,
            ...(place === undefined ? {} : { 'Last-Event-ID': place }),
          },
          signal: ending,
        }),
      ),
    onInterruption: ({ error, waitMs }) =>
      onInterruption?.({ error: error && named(error, url), waitMs }),
    ...(silenceLimitMs === undefined ? {} : { silenceLimitMs }),
  });
  try {
    for await (const message of stream) if (message.event !== HEARTBEAT) yield message;
  } catch (error) {
    throw error instanceof StreamRefused ? named(error, url) : error;
  }
}

/** The error of this client that a break or a refusal is. */
function named(error: StreamBroken | StreamRefused, url: string): Error {
  if (error instanceof StreamRefused) return errorOf(error.response, error.text);
  return error.cause instanceof GatewayUnreachable
    ? error.cause
    : new GatewayUnreachable(url, error.cause);
}

function eventIn(data: string): GatewayEvent {
  try {
    return readEvent(data);
  } catch (error) {
    throw new UnexpectedAnswer(200, EVENT_STREAM, error);
  }
}

function query({ opcodes, minLogLevel }: EventOptions): string {
  const wanted = new URLSearchParams({ envelope: 'true' });
  if (opcodes !== undefined) wanted.set('opcode', opcodes.join(','));
  if (minLogLevel !== undefined) wanted.set('minLogLevel', minLogLevel);
  return wanted.toString();
}
