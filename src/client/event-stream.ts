/** The event stream as an async iterable that goes on where it broke off. */
import type { Connection } from './connection.js';
import {
  errorOf,
  GatewayProblem,
  GatewayUnreachable,
  mediaType,
  UnexpectedAnswer,
} from './errors.js';
import { readEvent } from './events.js';
import type { GatewayEvent } from './events.js';
import { SilenceWatch } from './silence-watch.js';
import { readMessages } from './sse-messages.js';

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
  /** Told each time the stream breaks off or is refused for the moment, before it is opened again. */
  readonly onInterruption?: (interruption: Interruption) => void;
  /** Silence, heartbeats included, after which the connection is taken for dead. In milliseconds. @default 45000 */
  readonly silenceLimitMs?: number;
}

/** A stream that broke off and will be opened again. */
export interface Interruption {
  /** Why; undefined where the gateway ended the stream in good order. */
  readonly error: Error | undefined;
  /** Milliseconds until it is opened again. */
  readonly waitMs: number;
}

/** Heartbeats come every 15 s; three in a row do not get lost. */
const SILENCE_LIMIT_MS = 45_000;
/** How long to wait before opening again as long as the gateway has not said. */
const RETRY_MS = 2000;
const HEARTBEAT = 'gateway.heartbeat';
const EVENT_STREAM = 'text/event-stream';
const TOO_MANY = 429;
const SERVER_FAULT = 500;

interface Place {
  lastEventId: string | undefined;
  retryMs: number;
}

/**
 * Events in their order, none twice, reconnecting for ever: after the time that the gateway asks for, after `Retry-After` where it
 * refuses for the moment. @throws GatewayProblem for a refusal that waiting does not cure, UnexpectedAnswer, or the signal's reason.
 */
export async function* followEvents(
  connection: Connection,
  options: EventOptions,
): AsyncGenerator<GatewayEvent, void, undefined> {
  const place: Place = { lastEventId: options.lastEventId, retryMs: RETRY_MS };
  options.signal?.throwIfAborted();
  for (;;) {
    let error: Error | undefined;
    try {
      yield* oneConnection(connection, options, place);
    } catch (thrown) {
      error = curable(thrown, options.signal);
    }
    const waitMs = waitAfter(error) ?? place.retryMs;
    options.onInterruption?.({ error, waitMs });
    options.signal?.throwIfAborted();
    await pause(waitMs, options.signal);
  }
}

async function* oneConnection(
  { baseUrl, headers, fetch }: Connection,
  options: EventOptions,
  place: Place,
): AsyncGenerator<GatewayEvent, void, undefined> {
  const silence = new SilenceWatch(options.silenceLimitMs ?? SILENCE_LIMIT_MS);
  const request = new Request(`${baseUrl}/v1/events?${query(options)}`, {
    headers: {
      ...headers,
      Accept: EVENT_STREAM,
      ...(place.lastEventId === undefined ? {} : { 'Last-Event-ID': place.lastEventId }),
    },
    signal: AbortSignal.any([silence.signal, ...(options.signal ? [options.signal] : [])]),
  });
  try {
    const response = await silence.watch(fetch(request));
    if (!response.ok || mediaType(response) !== EVENT_STREAM || response.body === null) {
      throw errorOf(response, await silence.watch(response.text()));
    }
    for await (const message of readMessages(response.body, silence)) {
      if ('retryMs' in message) {
        place.retryMs = message.retryMs;
        continue;
      }
      const event = eventIn(response, message.data);
      place.lastEventId = event.id;
      if (event.opcode !== HEARTBEAT) yield event;
    }
  } catch (error) {
    if (isAnswer(error) || error instanceof GatewayUnreachable) throw error;
    throw new GatewayUnreachable(request.url, error);
  }
}

function eventIn(response: Response, data: string): GatewayEvent {
  try {
    return readEvent(data);
  } catch (error) {
    throw new UnexpectedAnswer(response.status, EVENT_STREAM, error);
  }
}

function isAnswer(error: unknown): error is GatewayProblem | UnexpectedAnswer {
  return error instanceof GatewayProblem || error instanceof UnexpectedAnswer;
}

function query({ opcodes, minLogLevel }: EventOptions): string {
  const wanted = new URLSearchParams({ envelope: 'true' });
  if (opcodes !== undefined) wanted.set('opcode', opcodes.join(','));
  if (minLogLevel !== undefined) wanted.set('minLogLevel', minLogLevel);
  return wanted.toString();
}

/** The error, where opening the stream again may cure it. @throws it otherwise, or the signal's reason. */
function curable(error: unknown, signal: AbortSignal | undefined): Error {
  if (signal?.aborted === true) throw signal.reason;
  if (error instanceof GatewayUnreachable) return error;
  if (isAnswer(error) && (error.status === TOO_MANY || error.status >= SERVER_FAULT)) return error;
  throw error;
}

function waitAfter(error: Error | undefined): number | undefined {
  const seconds = error instanceof GatewayProblem ? error.retryAfterS : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
