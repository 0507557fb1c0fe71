/** Server-Sent Events out of text that comes in pieces (WHATWG HTML, 9.2.6). Pure. */

/** No event of a gateway comes near it. @internal */
export const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/**
 * @typedef {object} Message
 * @property {string | undefined} id the last one that the stream named
 * @property {string} event
 * @property {string} data
 */

/** Reads one stream. */
export class Messages {
  /** What `retry:` asks for, in milliseconds. @type {number | undefined} */
  retryMs;
  /** @type {string | undefined} */
  #id;
  #event = '';
  /** @type {string[]} */
  #data = [];
  /** Pieces of the line that has not ended. @type {string[]} */
  #line = [];
  #endsInReturn = false;
  #characters = 0;

  /**
   * The messages that this piece completes. @throws Error for one that is too long.
   *
   * @param {string} text
   * @returns {Message[]}
   */
  read(text) {
    if (text === '') return [];
    const isSplitEnd = this.#endsInReturn && text.startsWith('\n');
    this.#endsInReturn = text.endsWith('\r');
    const [first = '', ...others] = (isSplitEnd ? text.slice(1) : text).split(/\r\n|[\r\n]/);
    this.#hold(first);
    /** @type {Message[]} */
    const messages = [];
    for (const next of others) {
      const message = this.#take(this.#line.join(''));
      if (message !== undefined) messages.push(message);
      this.#line = [];
      this.#hold(next);
    }
    return messages;
  }

  /** @param {string} part */
  #hold(part) {
    if (part !== '') this.#line.push(part);
    this.#characters += part.length;
    if (this.#characters > MAX_EVENT_CHARACTERS) {
      throw new Error(`an event has more than ${MAX_EVENT_CHARACTERS} characters`);
    }
  }

  /** @param {string} line */
  #take(line) {
    if (line === '') return this.#end();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  #end() {
    const message = { id: this.#id, event: this.#event || 'message', data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#event = '';
    this.#data = [];
    this.#characters = 0;
    return isEmpty ? undefined : message;
  }
}
