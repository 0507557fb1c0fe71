/** A gateway's event stream, followed over every break: resumed by id, never twice. */
import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';
import type { ClientOptions } from './client-options.js';
import { ConnectionError, open } from './gateway-connection.js';
import { readRefusal } from './refused-stream.js';

/** One event as it came. */
export interface StreamedEvent {
  readonly id: string | undefined;
  readonly opcode: string;
  readonly data: string;
}

/** What is followed, and until when. */
export interface Following {
  readonly query: URLSearchParams;
  /** Where to begin; live where absent. */
  readonly lastEventId: string | undefined;
  readonly signal: AbortSignal;
  /** The stream broke; it is tried again after so long. */
  readonly onBreak: (reason: string, pauseMs: number) => void;
  /** @default 45 s: three heartbeats */
  readonly silenceLimitMs?: number;
}

const FIRST_RETRY_MS = 2_000;
const SILENCE_LIMIT_MS = 45_000;

/**
 * Yields events until the signal aborts. Rejects with ConnectionError where the first attempt fails, and with CommandError
 * (refused) where the gateway will not serve the stream; later breaks are told and mended.
 */
export async function* follow(
  options: ClientOptions,
  following: Following,
): AsyncGenerator<StreamedEvent, void> {
  const { signal } = following;
  const course = { lastEventId: following.lastEventId, retryMs: FIRST_RETRY_MS, opened: false };
  while (!signal.aborted) {
    let reason = 'the gateway ended the stream';
    try {
      const response = await openStream(options, following, course.lastEventId);
      course.opened = true;
      const setRetry = (retryMs: number): void => void (course.retryMs = retryMs);
      for await (const event of eventsOf(response, following, setRetry)) {
        course.lastEventId = event.id ?? course.lastEventId;
        yield event;
      }
    } catch (error) {
      if (isAborted(signal)) return;
      if (!(error instanceof ConnectionError) || !course.opened) throw error;
      reason = error.message;
    }
    if (isAborted(signal)) return;
    following.onBreak(reason, course.retryMs);
    await pause(course.retryMs, signal);
  }
}

// A function, because the compiler takes what it has seen of the signal for settled.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function openStream(
  options: ClientOptions,
  { query, signal }: Following,
  lastEventId: string | undefined,
): Promise<IncomingMessage> {
  const path = `/v1/events?${query.toString()}`;
  const response = await open(options, path, {
    signal,
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  if (response.statusCode === 200) return response;
  throw await readRefusal('/v1/events', response);
}

async function* eventsOf(
  response: IncomingMessage,
  { silenceLimitMs = SILENCE_LIMIT_MS }: Following,
  onRetry: (retryMs: number) => void,
): AsyncGenerator<StreamedEvent, void> {
  let ready: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void ready.push(event), onRetry });
  // Armed only while we wait for the gateway: a slow reader of ours is no silence of it.
  const arm = (): NodeJS.Timeout =>
    setTimeout(() => response.destroy(new Error('silent')), silenceLimitMs);
  let watchdog = arm();
  response.setEncoding('utf8');
  try {
    for await (const chunk of response as AsyncIterable<string>) {
      clearTimeout(watchdog);
      parser.feed(chunk);
      const events = ready;
      ready = [];
      for (const { id, event, data } of events) yield { id, opcode: event ?? 'message', data };
      watchdog = arm();
    }
  } catch (error) {
    throw new ConnectionError('broken', 'the stream broke', { cause: error });
  } finally {
    clearTimeout(watchdog);
    response.destroy();
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener('abort', end, { once: true });
  });
}
