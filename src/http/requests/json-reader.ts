/** Reads the JSON text of a request without losing a digit, in one pass: the time is linear in the length of any text. */
import { MAX_VALUES } from '../../api/validator.js';
import { endOfString, readString, skipSpaces, type JsonValue } from '../../protocol/json-text.js';
import type { GatewayError } from '../../errors.js';
import { invalidRequest } from '../../problems/request-faults.js';

/** Deepest nesting of a body; no payload of the protocol comes near it. @internal */
export const MAX_BODY_DEPTH = 32;
/** No field takes more digits than a u64; reading a million of them would take too long. */
const MAX_INTEGER_CHARS = 40;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const surrogate = /\p{Surrogate}/u;
const words = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/**
 * Reads one JSON value; integers beyond 2^53 become bigint. Refuses what parsers usually accept silently: duplicate keys, halves of
 * surrogate pairs and numbers that would be rounded. @throws GatewayError invalid-request with the place of the fault; it quotes no value.
 */
export function readJson(text: string): JsonValue {
  return new JsonReader(text).document();
}

/** One reference token of an RFC 6901 pointer. */
export function pointerToken(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

class JsonReader {
  readonly #text: string;
  /** Key or index of the open member or item of each open object and array. */
  readonly #path: (string | number)[] = [];
  #at = 0;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    this.#skipSpaces();
    const value = this.#value();
    if (this.#at < this.#text.length) throw this.#malformed();
    return value;
  }

  /** The value that begins here; white space after it is skipped. */
  #value(): JsonValue {
    const value = this.#bareValue();
    this.#skipSpaces();
    return value;
  }

  #bareValue(): JsonValue {
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
      default:
        return this.#number() ?? this.#word();
    }
  }

  #object(): JsonValue {
    const members = new Map<string, JsonValue>();
    this.#list('}', () => {
      if (this.#text[this.#at] !== '"') throw this.#malformed();
      const key = this.#string();
      this.#path.push(key);
      if (members.has(key)) throw this.#fault('stands twice in its object; leave one out.');
      this.#skipSpaces();
      if (!this.#take(':')) throw this.#malformed();
      this.#skipSpaces();
      members.set(key, this.#value());
    });
    return Object.fromEntries(members);
  }

  #array(): JsonValue {
    const items: JsonValue[] = [];
    this.#list(']', () => {
      this.#path.push(items.length);
      items.push(this.#value());
    });
    return items;
  }

  /** Members or items up to `close`; `readOne` reads one and leaves its place in the path. */
  #list(close: string, readOne: () => void): void {
    if (this.#path.length >= MAX_BODY_DEPTH) throw tooDeep();
    this.#at += 1;
    this.#skipSpaces();
    if (this.#take(close)) return;
    do {
      this.#skipSpaces();
      this.#values += 1;
      if (this.#values > MAX_VALUES) throw tooMany();
      readOne();
      this.#path.pop();
    } while (this.#take(','));
    if (!this.#take(close)) throw this.#malformed();
  }

  #string(): string {
    const end = endOfString(this.#text, this.#at);
    const token = this.#text.slice(this.#at, end);
    const value = end < 0 ? undefined : readString(token);
    if (value === undefined) throw this.#malformed();
    if (token.includes('\\') && surrogate.test(value)) {
      throw this.#fault('holds half of a surrogate pair; no UTF-8 text can.');
    }
    this.#at = end;
    return value;
  }

  #number(): number | bigint | undefined {
    number.lastIndex = this.#at;
    if (!number.test(this.#text)) return undefined;
    const token = this.#text.slice(this.#at, number.lastIndex);
    const value = exactNumber(token);
    if (value === undefined) {
      throw this.#fault(
        'A number is too large for its notation; write integers with all their digits.',
      );
    }
    this.#at += token.length;
    return value;
  }

  #word(): JsonValue {
    const found = words.find(([word]) => this.#text.startsWith(word, this.#at));
    if (found === undefined) throw this.#malformed();
    this.#at += found[0].length;
    return found[1];
  }

  #take(character: string): boolean {
    const isThere = this.#text[this.#at] === character;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #skipSpaces(): void {
    this.#at = skipSpaces(this.#text, this.#at);
  }

  #fault(detail: string): GatewayError {
    return invalidRequest([{ pointer: this.#path.map(pointerToken).join(''), detail }]);
  }

  #malformed(): GatewayError {
    return bodyFault(`The body is not well-formed JSON (at character ${this.#at}).`);
  }
}

/** Integers stay exact; a fraction stays a number for the schema to judge. Undefined for what a double would round. */
function exactNumber(token: string): number | bigint | undefined {
  const value = Number(token);
  const isInteger = /^-?\d+$/.test(token);
  if (isInteger && Number.isSafeInteger(value)) return value;
  if (isInteger && token.length <= MAX_INTEGER_CHARS) return BigInt(token);
  const isRounded =
    !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
  return isRounded ? undefined : value;
}

function tooDeep(): GatewayError {
  return bodyFault(`The body is nested more than ${MAX_BODY_DEPTH} levels deep.`);
}

function tooMany(): GatewayError {
  return bodyFault(`The body must not hold more than ${MAX_VALUES} values.`);
}

/** A fault of the body as a whole. */
export function bodyFault(detail: string): GatewayError {
  return invalidRequest([{ pointer: '', detail }]);
}
