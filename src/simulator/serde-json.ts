/** JSON read and written as the peers' parser does it: 64-bit integers exact, keys sorted, its own words for faults. */

/** A JSON value: integers of 64 bits are bigint, all other numbers number; objects are maps. */
export type Json =
  null | boolean | string | bigint | number | readonly Json[] | ReadonlyMap<string, Json>;

/** Why a text is no JSON, in the words of the peers' logs. */
export class JsonSyntaxFault extends Error {
  override readonly name = 'JsonSyntaxFault';
}

const MAX_U64 = (1n << 64n) - 1n;
const MIN_I64 = -(1n << 63n);
const MAX_DEPTH = 128;
const numberToken = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Parses a whole text; throws JsonSyntaxFault. */
export function parseJson(text: string): Json {
  return new Parser(text).whole();
}

class Parser {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Json {
    const value = this.#value(0);
    this.#skipSpaces();
    if (this.#at < this.#text.length) this.#fail('trailing characters', 1);
    return value;
  }

  #value(depth: number): Json {
    this.#skipSpaces();
    if (depth > MAX_DEPTH) this.#fail('recursion limit exceeded', 1);
    const first = this.#text[this.#at];
    if (first === undefined) this.#fail('EOF while parsing a value', 0);
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#list(depth);
    if (first === '"') return this.#string();
    for (const [word, value] of words) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    this.#at += 1;
    this.#items('}', 'an object', () => {
      if (this.#text[this.#at] !== '"') this.#fail('key must be a string', 1);
      const key = this.#string();
      this.#skipSpaces();
      if (this.#text[this.#at] !== ':') this.#fail('expected `:`', 1);
      this.#at += 1;
      members.set(key, this.#value(depth + 1));
    });
    return members;
  }

  #list(depth: number): Json {
    const items: Json[] = [];
    this.#at += 1;
    this.#items(']', 'a list', () => items.push(this.#value(depth + 1)));
    return items;
  }

  #items(close: string, what: string, readItem: () => void): void {
    this.#skipSpaces();
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      if (this.#at >= this.#text.length) this.#fail(`EOF while parsing ${what}`, 0);
      readItem();
      this.#skipSpaces();
      const next = this.#text[this.#at];
      if (next === undefined) this.#fail(`EOF while parsing ${what}`, 0);
      this.#at += 1;
      if (next === close) return;
      if (next !== ',') {
        this.#at -= 1;
        this.#fail(`expected \`,\` or \`${close}\``, 1);
      }
      this.#skipSpaces();
      if (this.#text[this.#at] === close) this.#fail('trailing comma', 1);
    }
  }

  #string(): string {
    stringToken.lastIndex = this.#at;
    const token = stringToken.exec(this.#text)?.[0];
    if (token === undefined) {
      this.#at = this.#text.length;
      this.#fail('EOF while parsing a string', 0);
    }
    this.#at += token.length;
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : '';
  }

  #number(): bigint | number {
    numberToken.lastIndex = this.#at;
    const match = numberToken.exec(this.#text);
    if (match === null) this.#fail('expected value', 1);
    const [token, fraction, exponent] = match;
    this.#at += token.length;
    if (fraction !== undefined || exponent !== undefined) return Number(token);
    const integer = BigInt(token);
    return integer > MAX_U64 || integer < MIN_I64 ? Number(token) : integer;
  }

  #skipSpaces(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  #fail(reason: string, beyond: 0 | 1): never {
    const before = this.#text.slice(0, this.#at).split('\n');
    const column = (before.at(-1) ?? '').length + beyond;
    throw new JsonSyntaxFault(`Error("${reason}", line: ${before.length}, column: ${column})`);
  }
}

const words: readonly (readonly [string, Json])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

/** A JSON object given in plain form. */
export function isJsonMap(value: Json | undefined): value is ReadonlyMap<string, Json> {
  return value instanceof Map;
}

/** Array.isArray that narrows readonly lists. */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The compact text of a value, keys sorted, numbers as the peers' writer puts them. */
export function writeSorted(value: Json): string {
  if (isJsonMap(value)) {
    const members = [...value].sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${writeSorted(item)}`).join(',')}}`;
  }
  if (isJsonList(value)) return `[${value.map(writeSorted).join(',')}]`;
  return typeof value === 'number' || typeof value === 'bigint'
    ? numberText(value)
    : JSON.stringify(value);
}

/** A value as the peers' debug output shows it in messages about wrong types. */
export function debugText(value: Json): string {
  if (value === null) return 'Null';
  if (isJsonMap(value)) {
    const members = [...value].sort(([left], [right]) => (left < right ? -1 : 1));
    return `Object({${members.map(([key, item]) => `${JSON.stringify(key)}: ${debugText(item)}`).join(', ')}})`;
  }
  if (isJsonList(value)) return `Array([${value.map(debugText).join(', ')}])`;
  if (typeof value === 'string') return `String(${JSON.stringify(value)})`;
  if (typeof value === 'boolean') return `Bool(${value})`;
  return `Number(${displayNumber(value)})`;
}

/** A value as the peers' plain output shows it; floats that are whole lose their point there. */
export function displayText(value: Json): string {
  return typeof value === 'number' ? displayNumber(value) : writeSorted(value);
}

function displayNumber(value: number | bigint): string {
  return typeof value === 'bigint' ? value.toString() : plainDigits(value);
}

function plainDigits(value: number): string {
  const text = value.toString();
  return text.includes('e') ? BigInt(Math.trunc(value)).toString() : text;
}

const EXPONENT_FROM = 1e16;
const EXPONENT_BELOW = 1e-5;

function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') return value.toString();
  const size = Math.abs(value);
  if (size >= EXPONENT_FROM || (size > 0 && size < EXPONENT_BELOW)) {
    return value.toExponential().replace('e+', 'e');
  }
  return Number.isInteger(value) ? `${value}.0` : value.toString();
}
