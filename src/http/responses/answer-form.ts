/** The form in which a caller wants an answer: 64-bit integers as strings, the body compressed. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { integerFields, type IntegerFields } from '../../generated/integer-fields.js';
import { acceptsGzip, INTEGERS_AS_TEXT_TYPE, wantsIntegersAsText } from '../requests/accept.js';
import { JSON_TYPE, type Answer } from './answer.js';
import type { OperationFacts } from '../../api/operation.js';
import { itemSpans, memberSpans, type Span } from '../../protocol/json-text.js';

const integer = /^-?\d+$/;
const EVERY = '*';

/** The JSON text with quotes around the integers at `fields`; what stands there and is no integer (null) stays as it is. @internal */
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

export interface WantedForm {
  readonly accept: string | undefined;
  readonly acceptEncoding: string | undefined;
}

/** Smaller bodies fit into one packet anyway. */
const LEAST_COMPRESSED_BYTES = 1400;

const compress = promisify(gzip);
const byAccept = ['Accept'] as const;
const byEncoding = ['Accept-Encoding'] as const;

/** The answer as the caller wants it, with the headers by which it varies; a promise only where it has to be compressed. */
export function inWantedForm(
  answer: Answer,
  operation: Pick<OperationFacts, 'operationId' | 'access' | 'secretAnswer'>,
  wanted: WantedForm,
): Answer | Promise<Answer> {
  const formed = withIntegers(answer, operation.operationId, wanted.accept);
  const isSecret = operation.access === 's' || operation.secretAnswer;
  return isSecret ? formed : compressed(formed, wanted.acceptEncoding);
}

function withIntegers(answer: Answer, operationId: string, accept: string | undefined): Answer {
  const { type, body } = answer;
  if (type !== JSON_TYPE || typeof body !== 'string') return answer;
  const variesBy = varyingBy(answer, byAccept);
  if (!wantsIntegersAsText(accept)) {
    // Not spread, nor are headers copied on their way: nearly every answer comes by here (docs/performance.md).
    return {
      status: answer.status,
      type,
      body,
      bytes: answer.bytes,
      headers: answer.headers,
      variesBy,
    };
  }
  const fields = Object.hasOwn(integerFields, operationId) ? integerFields[operationId] : undefined;
  return {
    ...answer,
    variesBy,
    bytes: undefined,
    type: INTEGERS_AS_TEXT_TYPE,
    body: fields === undefined ? body : integersAsText(body, fields),
  };
}

/** The same answer gzipped, where it is large enough and the caller takes it. @internal */
export function compressed(
  answer: Answer,
  acceptEncoding: string | undefined,
): Answer | Promise<Answer> {
  const { body } = answer;
  if ((answer.bytes?.length ?? lengthOf(body)) < LEAST_COMPRESSED_BYTES) return answer;
  const variesBy = varyingBy(answer, byEncoding);
  if (!acceptsGzip(acceptEncoding)) return { ...answer, variesBy };
  return compress(answer.bytes ?? body).then((packed) => ({
    ...answer,
    bytes: undefined,
    body: packed,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
    variesBy,
  }));
}

function lengthOf(body: Answer['body']): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

function varyingBy({ variesBy }: Answer, more: readonly string[]): readonly string[] {
  return variesBy === undefined ? more : [...new Set([...variesBy, ...more])];
}
