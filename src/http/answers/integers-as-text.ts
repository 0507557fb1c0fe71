/** 64-bit integers of an answer as strings, for readers whose numbers are doubles: a rewrite of the text, no digit is read. */
import type { IntegerFields } from '../../generated/integer-fields.js';
import { itemSpans, memberSpans, type Span } from '../../protocol/json-text.js';

const integer = /^-?\d+$/;
const EVERY = '*';

/** The JSON text with quotes around the integers at `fields`; what stands there and is no integer (null) stays as it is. */
export function integersAsText(text: string, fields: IntegerFields): string {
  if (fields === true) return integer.test(text) ? `"${text}"` : text;
  const parts = valuesOf(text)
    .map(([name, span]) => ({ span, below: fieldOf(fields, name) }))
    .filter(({ below }) => below !== undefined)
    .sort((one, other) => one.span.start - other.span.start);
  let written = '';
  let end = 0;
  for (const { span, below } of parts) {
    const value = text.slice(span.start, span.end);
    written +=
      text.slice(end, span.start) + (below === undefined ? value : integersAsText(value, below));
    end = span.end;
  }
  return written + text.slice(end);
}

function fieldOf(fields: Exclude<IntegerFields, true>, name: string): IntegerFields | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : fields[EVERY];
}

function valuesOf(text: string): readonly (readonly [string, Span])[] {
  const items = itemSpans(text)?.map((span) => [EVERY, span] as const);
  return items ?? [...(memberSpans(text) ?? [])];
}
