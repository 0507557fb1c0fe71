/** JSON as text: finding members without parsing them, and writing values without losing a digit. */

/** A value read losslessly: integers beyond 2^53 are bigint, all others number. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A stretch of a text, from `start` up to but not including `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const spaces = /[ \t\n\r]*/y;

/** The position of the first character at or after `at` that is not white space. */
export function skipSpaces(text: string, at: number): number {
  spaces.lastIndex = at;
  spaces.test(text);
  return spaces.lastIndex;
}

/** The position behind the string whose opening quote is at `at`; -1 if the string has no end. */
export function endOfString(text: string, at: number): number {
  for (let position = at + 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) return position + 1;
    if (code === BACKSLASH) position += 1;
  }
  return -1;
}

/** The position behind the value at `at` of a well-formed text. One pass without calls or recursion. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  let isInString = false;
  for (let position = at; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (isInString) {
      if (code === BACKSLASH) position += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) {
      isInString = true;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (depth === 0) return position;
      depth -= 1;
    } else if (code === COMMA && depth === 0) {
      return position;
    }
  }
  return text.length;
}

/** The value between `start` and the comma or bracket at `end`, without the white space before that. */
function trimmedSpan(text: string, start: number, end: number): Span {
  let last = end;
  while (text.charCodeAt(last - 1) <= SPACE) last -= 1;
  return { start, end: last };
}

/** True if `text` is exactly one JSON value that begins with `opening`, white space around it aside. */
function isWellFormed(text: string, opening: '{' | '['): boolean {
  if (text[skipSpaces(text, 0)] !== opening) return false;
  try {
    JSON.parse(text); // judges the text only: the values, whose integers it may have rounded, are dropped
    return true;
  } catch {
    return false;
  }
}

/** True if `text` is exactly one well-formed JSON object. */
export function isObjectText(text: string): boolean {
  return isWellFormed(text, '{');
}

/**
 * Where the members of the JSON object `text` stand; of two members with the same key the last counts, as with the peers.
 * Undefined if `text` is not exactly one well-formed object.
 */
export function memberSpans(text: string): ReadonlyMap<string, Span> | undefined {
  if (!isObjectText(text)) return undefined;
  const members = new Map<string, Span>();
  let at = skipSpaces(text, skipSpaces(text, 0) + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const start = skipSpaces(text, skipSpaces(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    members.set(readString(text.slice(at, keyEnd)) ?? '', trimmedSpan(text, start, end));
    at = skipSpaces(text, end + 1);
  }
  return members;
}

/** Where the items of the JSON array `text` stand. Undefined if `text` is not exactly one well-formed array. */
export function itemSpans(text: string): readonly Span[] | undefined {
  if (!isWellFormed(text, '[')) return undefined;
  const items: Span[] = [];
  let at = skipSpaces(text, skipSpaces(text, 0) + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_BRACKET) {
    const end = endOfValue(text, at);
    items.push(trimmedSpan(text, at, end));
    at = skipSpaces(text, end + 1);
  }
  return items;
}

/** The string that the JSON text `token` stands for; undefined where it is not a JSON string. */
export function readString(token: string): string | undefined {
  if (!token.startsWith('"')) return undefined;
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // not well-formed: the caller treats it as no string
  }
}

/** The JSON text of a value, without spaces, every digit of a bigint kept. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(writeJson).join(',')}]`;
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`,
  );
  return `{${members.join(',')}}`;
}

/** Array.isArray for JSON values; the built-in does not narrow readonly arrays. */
export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
