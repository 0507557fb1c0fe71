/** The event stream as long as anybody wants it: the latest events of the log first, then live. */
import { asRecord } from './actions.js';
import { followStream, LONGEST_RETRY_MS, StreamRefused } from './event-stream.js';
import { parseExact } from './exact-json.js';

/**
 * @typedef {import('./types.js').GatewayEvent} GatewayEvent
 * @typedef {import('./types.js').LinkView['state']} LinkState
 */

const HISTORY_EVENTS = 500;
const UNAUTHORIZED = 401;
const TOO_MANY = 429;
/** @type {RequestInit} */
const fresh = { cache: 'no-store' };

/** What the feed needs of its surroundings; a browser's own outside of tests. */
export const browser = {
  /** @type {(path: string, init?: RequestInit) => Promise<Response>} */
  ask: (path, init) => fetch(path, init),
  /** @type {(run: () => void, delayMs: number) => number} */
  after: (run, delayMs) => setTimeout(run, delayMs),
  /** @type {(timer: number | undefined) => void} */
  cancel: (timer) => clearTimeout(timer),
};

export class EventFeed {
  #surroundings;
  #hear;
  #hearOld;
  #onLink;
  /** Id of the last event. @type {string | undefined} */
  #cursor;
  #ending = new AbortController();
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {object} listener
   * @param {(event: GatewayEvent) => void} listener.hear what happens
   * @param {(events: readonly GatewayEvent[]) => void} listener.hearOld what had happened before the first stream
   * @param {(state: LinkState, status: unknown) => void} listener.onLink `status` if one was read beside the stream
   * @param {typeof browser} surroundings
   */
  constructor({ hear, hearOld, onLink }, surroundings = browser) {
    this.#hear = hear;
    this.#hearOld = hearOld;
    this.#onLink = onLink;
    this.#surroundings = surroundings;
  }

  /** Opens the stream, or opens it again at once. */
  open() {
    this.close();
    this.#ending = new AbortController();
    void this.#follow(this.#ending.signal);
  }

  close() {
    this.#ending.abort();
    this.#surroundings.cancel(this.#timer);
  }

  /** @param {AbortSignal} signal */
  async #follow(signal) {
    try {
      const messages = followStream({
        lastEventId: this.#cursor,
        signal,
        open: (lastEventId, ending) => this.#request(lastEventId, ending),
        onInterruption: ({ error }) => void this.#lost(error, signal),
      });
      for await (const { id, event, data } of messages) {
        this.#cursor = id ?? this.#cursor;
        this.#read(event, data);
      }
    } catch (error) {
      if (signal.aborted) return;
      // Waiting alone does not cure this, but somebody may: a proxy that logs in, a gateway that is configured.
      await this.#lost(error, signal);
      this.#timer = this.#surroundings.after(() => this.open(), LONGEST_RETRY_MS);
    }
  }

  /**
   * Opens the stream behind the history, which is read once.
   *
   * @param {string | undefined} lastEventId
   * @param {AbortSignal} signal
   */
  async #request(lastEventId, signal) {
    const { ask } = this.#surroundings;
    let cursor = lastEventId ?? this.#cursor;
    if (cursor === undefined) {
      const response = await ask(`/v1/events/history?limit=${HISTORY_EVENTS}`, {
        ...fresh,
        signal,
      });
      if (!response.ok) return response;
      const { events, next } = asRecord(parseExact(await response.text()));
      if (!Array.isArray(events) || typeof next !== 'string') throw new Error('no history');
      if (!signal.aborted) this.#hearOld(/** @type {GatewayEvent[]} */ (events));
      this.#cursor = cursor = next;
    }
    const headers = { accept: 'text/event-stream', 'last-event-id': cursor };
    return ask('/v1/events?envelope=true', { ...fresh, headers, signal });
  }

  /**
   * @param {string} opcode
   * @param {string} data
   */
  #read(opcode, data) {
    const event = readEnvelope(data);
    if (event === undefined) return;
    if (opcode === 'gateway.state') this.#onLink('live', event.payload);
    this.#hear(event);
  }

  /**
   * Says how the page stands with the gateway now; one that has no stream to spare still has a status.
   *
   * @param {unknown} error
   * @param {AbortSignal} signal
   */
  async #lost(error, signal) {
    const code = error instanceof StreamRefused ? error.response.status : undefined;
    if (code !== TOO_MANY) {
      this.#onLink(code === UNAUTHORIZED ? 'unauthorized' : 'lost', undefined);
      return;
    }
    const status = await this.#status(signal);
    if (!signal.aborted) this.#onLink(status === undefined ? 'lost' : 'full', status);
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<unknown>} undefined if there is none
   */
  async #status(signal) {
    try {
      const response = await this.#surroundings.ask('/v1/status', { ...fresh, signal });
      return response.ok ? /** @type {unknown} */ (await response.json()) : undefined;
    } catch {
      return undefined; // told as what it is: no gateway
    }
  }
}

/**
 * @param {string} data
 * @returns {GatewayEvent | undefined}
 */
function readEnvelope(data) {
  try {
    const { id, at, hop, opcode, payload } = asRecord(parseExact(data));
    if (typeof id !== 'string' || typeof at !== 'string' || typeof opcode !== 'string') {
      return undefined;
    }
    return { id, at, hop: String(hop), opcode, payload };
  } catch {
    return undefined;
  }
}
