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

const MAX_DEPTH = 512;
const spaces = /[ \t\n\r]*/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
// Bounded: some millions of escapes in one go overflow the stack of the regular expression.
const stringPart =
  /[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*){0,10000}/y;

function skipSpaces(text: string, at: number): number {
  spaces.lastIndex = at;
  spaces.test(text);
  return spaces.lastIndex;
}

function skipString(text: string, at: number): number {
  let position = at + 1;
  for (;;) {
    stringPart.lastIndex = position;
    stringPart.test(text);
    const end = stringPart.lastIndex;
    if (text[end] === '"') return end + 1;
    if (end === position) return -1;
    position = end;
  }
}

function skipScalar(text: string, at: number): number {
  if (text[at] === '"') return skipString(text, at);
  word.lastIndex = at;
  return word.test(text) ? word.lastIndex : -1;
}

function skipList(
  text: string,
  at: number,
  close: string,
  skipItem: (at: number) => number,
): number {
  let position = skipSpaces(text, at + 1);
  if (text[position] === close) return position + 1;
  for (;;) {
    position = skipItem(position);
    if (position < 0) return -1;
    position = skipSpaces(text, position);
    if (text[position] === close) return position + 1;
    if (text[position] !== ',') return -1;
    position = skipSpaces(text, position + 1);
  }
}

type OnMember = (key: Span, value: Span) => void;

function skipObject(text: string, at: number, depth: number, onMember?: OnMember): number {
  return skipList(text, at, '}', (keyStart) => {
    const keyEnd = text[keyStart] === '"' ? skipScalar(text, keyStart) : -1;
    if (keyEnd < 0) return -1;
    const colon = skipSpaces(text, keyEnd);
    if (text[colon] !== ':') return -1;
    const start = skipSpaces(text, colon + 1);
    const end = skipValue(text, start, depth + 1);
    if (end >= 0) onMember?.({ start: keyStart, end: keyEnd }, { start, end });
    return end;
  });
}

/** The position behind the JSON value that begins at `at`; -1 where there is none or it is not well-formed. */
export function skipValue(text: string, at: number, depth = 0): number {
  if (depth > MAX_DEPTH) return -1;
  if (text[at] === '{') return skipObject(text, at, depth);
  if (text[at] === '[') {
    return skipList(text, at, ']', (item) => skipValue(text, item, depth + 1));
  }
  return skipScalar(text, at);
}

/**
 * Where the members of the JSON object `text` stand; of a key that stands twice the last counts, as with the peers.
 * Undefined where `text` is not exactly one well-formed object.
 */
export function memberSpans(text: string): ReadonlyMap<string, Span> | undefined {
  const start = skipSpaces(text, 0);
  if (text[start] !== '{') return undefined;
  const members = new Map<string, Span>();
  const end = skipObject(text, start, 0, (key, value) => {
    members.set(readString(text.slice(key.start, key.end)) ?? '', value);
  });
  return end >= 0 && skipSpaces(text, end) === text.length ? members : undefined;
}

/** Where the items of the JSON array `text` stand. Undefined where `text` is not exactly one well-formed array. */
export function itemSpans(text: string): readonly Span[] | undefined {
  const at = skipSpaces(text, 0);
  if (text[at] !== '[') return undefined;
  const items: Span[] = [];
  const close = skipList(text, at, ']', (start) => {
    const end = skipValue(text, start, 1);
    if (end >= 0) items.push({ start, end });
    return end;
  });
  return close >= 0 && skipSpaces(text, close) === text.length ? items : undefined;
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
