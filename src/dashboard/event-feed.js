/**
 * The event stream as long as anybody wants it: the latest events of the log first, then live. The browser reconnects by itself where
 * the line breaks; where the server refused, or a stream has gone silent, it is opened again here, after growing pauses.
 */
import { asRecord } from './actions.js';
import { opcodes } from './event-rows.js';
import { parseExact } from './exact-json.js';

/**
 * @typedef {import('./types.js').GatewayEvent} GatewayEvent
 * @typedef {import('./types.js').LinkView['state']} LinkState
 */

const HISTORY_EVENTS = 500;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** The gateway's heart beats every 15 s; after three missed beats the line is taken for dead. */
const SILENCE_LIMIT_MS = 50_000;

/** What the feed needs of its surroundings; a browser's own outside of tests. */
export const browser = {
  /** @type {(path: string, init?: RequestInit) => Promise<Response>} */
  ask: (path, init) => fetch(path, init),
  /** @type {(path: string) => EventSource} */
  openStream: (path) => new EventSource(path),
  /** @type {(run: () => void, delayMs: number) => number} */
  after: (run, delayMs) => setTimeout(run, delayMs),
  /** @type {(timer: number | undefined) => void} */
  cancel: (timer) => clearTimeout(timer),
  random: Math.random,
};

/** See the file's head. */
export class EventFeed {
  #surroundings;
  #hear;
  #hearOld;
  #onLink;
  /** @type {string | undefined} */
  #cursor;
  /** @type {EventSource | undefined} */
  #source;
  /** @type {number | undefined} */
  #timer;
  #pauseMs = FIRST_PAUSE_MS;
  #attempt = 0;

  /**
   * @param {object} listener
   * @param {(event: GatewayEvent) => void} listener.hear what happens
   * @param {(events: readonly GatewayEvent[]) => void} listener.hearOld what had happened before the first stream
   * @param {(state: LinkState, status: unknown) => void} listener.onLink `status` where one was read beside the stream
   * @param {typeof browser} surroundings
   */
  constructor({ hear, hearOld, onLink }, surroundings = browser) {
    this.#hear = hear;
    this.#hearOld = hearOld;
    this.#onLink = onLink;
    this.#surroundings = surroundings;
  }

  /** Opens the stream, or opens it anew at once. */
  open() {
    this.close();
    this.#attempt += 1;
    void this.#open(this.#attempt);
  }

  /** Ends everything. */
  close() {
    this.#attempt += 1;
    this.#surroundings.cancel(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  /** @param {number} attempt */
  async #open(attempt) {
    try {
      this.#cursor ??= await this.#readHistory(attempt);
    } catch {
      if (attempt === this.#attempt) await this.#refused(attempt);
      return;
    }
    if (attempt !== this.#attempt) return;
    const cursor = encodeURIComponent(this.#cursor);
    const source = this.#surroundings.openStream(`/v1/events?envelope=true&lastEventId=${cursor}`);
    this.#source = source;
    source.onopen = () => this.#heard();
    source.onerror = () => {
      if (attempt !== this.#attempt) return;
      if (source.readyState === 2) void this.#refused(attempt);
      else this.#onLink('lost', undefined); // the browser connects again by itself
    };
    for (const opcode of opcodes) {
      source.addEventListener(opcode, (/** @type {MessageEvent<string>} */ message) =>
        this.#read(opcode, message),
      );
    }
    this.#watchSilence();
  }

  /**
   * @param {number} attempt
   * @returns {Promise<string>} the cursor behind the last event
   */
  async #readHistory(attempt) {
    const path = `/v1/events/history?limit=${HISTORY_EVENTS}`;
    const response = await this.#surroundings.ask(path, { cache: 'no-store' });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { events, next } = asRecord(parseExact(await response.text()));
    if (!Array.isArray(events) || typeof next !== 'string') throw new Error('no history');
    if (attempt === this.#attempt) this.#hearOld(/** @type {GatewayEvent[]} */ (events));
    return next;
  }

  /**
   * @param {string} opcode
   * @param {MessageEvent<string>} message
   */
  #read(opcode, { data, lastEventId }) {
    this.#cursor = lastEventId === '' ? this.#cursor : lastEventId;
    this.#heard();
    const event = readEnvelope(data);
    if (event === undefined) return;
    if (opcode === 'gateway.state') this.#onLink('live', event.payload);
    this.#hear(event);
  }

  #heard() {
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#watchSilence();
  }

  #watchSilence() {
    this.#surroundings.cancel(this.#timer);
    this.#timer = this.#surroundings.after(() => this.open(), SILENCE_LIMIT_MS);
  }

  /**
   * Finds out why there is no stream, says so, and tries again after a pause.
   *
   * @param {number} attempt
   */
  async #refused(attempt) {
    this.#source?.close();
    this.#source = undefined;
    this.#surroundings.cancel(this.#timer);
    const [state, status] = await this.#reason();
    if (attempt !== this.#attempt) return;
    this.#onLink(state, status);
    const jitter = 0.75 + this.#surroundings.random() / 2;
    this.#timer = this.#surroundings.after(() => this.open(), this.#pauseMs * jitter);
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
  }

  /** @returns {Promise<[LinkState, unknown]>} */
  async #reason() {
    try {
      const response = await this.#surroundings.ask('/v1/status', { cache: 'no-store' });
      if (response.status === 401) return ['unauthorized', undefined];
      return response.ok ? ['full', await response.json()] : ['lost', undefined];
    } catch {
      return ['lost', undefined];
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
