/**
 * The one follower of `/v1/events`: opens the stream, reads it, and opens it again behind the last event after a break. The
 * dashboard runs it as it is, `masq-gateway/client` with types, and the command line through that client.
 */
import { Messages } from './sse-messages.js';

/** Heartbeats come every 15 s; three in a row do not get lost. */
export const SILENCE_LIMIT_MS = 45_000;
/** How long to wait before opening again, until the gateway says otherwise (`retry:`). */
export const FIRST_RETRY_MS = 2000;
/** Without `Retry-After` the waits double up to this, as long as no event comes. */
export const LONGEST_RETRY_MS = 30_000;
/** A refusal is a problem document; what is longer is none. */
export const MAX_REFUSAL_CHARACTERS = 64 * 1024;
/** Longer timers run out at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const TOO_MANY = 429;
const SERVER_FAULT = 500;

/**
 * @typedef {import('./sse-messages.js').Message} Message
 * @typedef {object} Interruption a break or a refusal that waiting may cure
 * @property {StreamBroken | StreamRefused | undefined} error undefined if the stream ended with its connection, as streams do
 * @property {number} waitMs until it is opened again
 * @typedef {object} Following
 * @property {(lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>} open sends the request
 * @property {string | undefined} lastEventId where to begin; at what comes next if undefined
 * @property {AbortSignal | undefined} signal ends everything
 * @property {(interruption: Interruption) => void} onInterruption
 * @property {number} [silenceLimitMs] silence, heartbeats included, after which a connection is taken for dead
 */

/** The answer is no event stream. */
export class StreamRefused extends Error {
  /**
   * @param {Response} response
   * @param {string} text its body, or the beginning of it
   */
  constructor(response, text) {
    super(`the event stream was refused with status ${response.status}`);
    this.response = response;
    this.text = text;
  }

  /** True if waiting may help. */
  get isCurable() {
    return this.response.status === TOO_MANY || this.response.status >= SERVER_FAULT;
  }

  /** What `Retry-After` asks for; undefined if it is missing or a date. */
  get retryAfterMs() {
    const value = this.response.headers.get('retry-after') ?? '';
    return /^\d+$/.test(value) ? Number(value) * 1000 : undefined;
  }
}

/** No answer, or one that broke off; `cause` says why. */
export class StreamBroken extends Error {
  /** @param {unknown} cause */
  constructor(cause) {
    super('the event stream broke', { cause });
  }
}

/**
 * Messages in their order, none twice, for ever. @throws StreamRefused for a refusal that waiting does not cure, or the
 * signal's reason.
 *
 * @param {Following} following
 * @returns {AsyncGenerator<Message, never, undefined>}
 */
export async function* followStream(following) {
  const { signal } = following;
  const place = { lastEventId: following.lastEventId, retryMs: FIRST_RETRY_MS, failures: 0 };
  for (;;) {
    signal?.throwIfAborted();
    /** @type {Interruption['error']} */
    let error;
    try {
      yield* oneConnection(following, place);
    } catch (thrown) {
      signal?.throwIfAborted();
      if (thrown instanceof StreamRefused && !thrown.isCurable) throw thrown;
      error = thrown instanceof StreamRefused ? thrown : new StreamBroken(thrown);
    }
    const waitMs = waitAfter(error, place);
    place.failures += 1;
    following.onInterruption({ error, waitMs });
    await pause(waitMs, signal);
  }
}

/**
 * @param {Following} following
 * @param {{ lastEventId: string | undefined, retryMs: number, failures: number }} place
 * @returns {AsyncGenerator<Message, void, undefined>}
 */
async function* oneConnection({ open, signal, silenceLimitMs = SILENCE_LIMIT_MS }, place) {
  const ending = new AbortController();
  const onAbort = () => ending.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  /**
   * Ends the connection if this takes too long; the pauses of our own reader do not count.
   *
   * @template T
   * @param {Promise<T>} promise
   */
  const soon = (promise) => {
    const timer = setTimeout(
      () => ending.abort(new Error(`nothing was heard for ${silenceLimitMs} ms`)),
      silenceLimitMs,
    );
    return promise.finally(() => clearTimeout(timer));
  };
  try {
    const response = await soon(open(place.lastEventId, ending.signal));
    const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    const messages = new Messages();
    if (!response.ok || !isStream) {
      const text = await beginningOf(response, MAX_REFUSAL_CHARACTERS, soon);
      throw new StreamRefused(response, text);
    }
    for await (const text of pieces(response, soon)) {
      for (const message of messages.read(text)) {
        Object.assign(place, { lastEventId: message.id ?? place.lastEventId, failures: 0 });
        yield message;
      }
      place.retryMs = messages.retryMs ?? place.retryMs;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    ending.abort();
  }
}

/**
 * The text of a body as it comes; the body is cancelled when the loop is left.
 *
 * @param {Response} response
 * @param {<T>(promise: Promise<T>) => Promise<T>} soon watches each wait
 * @returns {AsyncGenerator<string, void, undefined>}
 */
async function* pieces({ body }, soon) {
  if (body === null) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await soon(reader.read());
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // A body that has failed says so again here; whoever reads has been told already.
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * The text of a body, but no more than the first piece beyond `most` characters.
 *
 * @param {Response} response
 * @param {number} most
 * @param {<T>(promise: Promise<T>) => Promise<T>} soon watches each wait
 */
export async function beginningOf(response, most, soon = (promise) => promise) {
  let text = '';
  for await (const piece of pieces(response, soon)) {
    text += piece;
    if (text.length > most) break;
  }
  return text;
}

/**
 * @param {Interruption['error']} error
 * @param {{ readonly retryMs: number, readonly failures: number }} place
 */
function waitAfter(error, { retryMs, failures }) {
  const asked = error instanceof StreamRefused ? error.retryAfterMs : undefined;
  const doubled = Math.min(retryMs * 2 ** failures, Math.max(retryMs, LONGEST_RETRY_MS));
  return Math.min(asked ?? doubled, MAX_TIMER_MS);
}

/**
 * @param {number} ms
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<void>}
 */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
