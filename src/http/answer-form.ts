/** The form in which a caller wants an answer: 64-bit integers as strings, the body compressed. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { integerFields } from '../generated/integer-fields.js';
import { wantsIntegersAsText } from './accept.js';
import { integersAsText, INTEGERS_AS_TEXT_TYPE } from './integers-as-text.js';
import { JSON_TYPE } from './operation.js';
import type { Answer, Operation } from './operation.js';

/** The headers that decide. */
export interface WantedForm {
  readonly accept: string | undefined;
  readonly acceptEncoding: string | undefined;
}

/** Smaller bodies fit into one packet anyway. */
export const LEAST_COMPRESSED_BYTES = 1400;

const compress = promisify(gzip);

/** The answer as the caller wants it, with the headers by which it varies; a promise only where it has to be compressed. */
export function inWantedForm(
  answer: Answer,
  operation: Pick<Operation, 'operationId' | 'access' | 'secretAnswer'>,
  wanted: WantedForm,
): Answer | Promise<Answer> {
  const formed = withIntegers(answer, operation.operationId, wanted.accept);
  const isSecret = operation.access === 's' || operation.secretAnswer === true;
  return isSecret ? formed : compressed(formed, wanted.acceptEncoding);
}

function withIntegers(answer: Answer, operationId: string, accept: string | undefined): Answer {
  const { type, body } = answer;
  if (type !== JSON_TYPE || typeof body !== 'string') return answer;
  const varying = { ...answer, headers: varyingBy(answer, 'Accept') };
  if (!wantsIntegersAsText(accept)) return varying;
  const fields = Object.hasOwn(integerFields, operationId) ? integerFields[operationId] : undefined;
  return {
    ...varying,
    bytes: undefined,
    type: INTEGERS_AS_TEXT_TYPE,
    body: fields === undefined ? body : integersAsText(body, fields),
  };
}

/** The same answer gzipped, where it is large enough and the caller takes it. */
export function compressed(
  answer: Answer,
  acceptEncoding: string | undefined,
): Answer | Promise<Answer> {
  const { body } = answer;
  if ((answer.bytes?.length ?? lengthOf(body)) < LEAST_COMPRESSED_BYTES) return answer;
  const headers = varyingBy(answer, 'Accept-Encoding');
  if (!takesGzip(acceptEncoding)) return { ...answer, headers };
  return compress(answer.bytes ?? body).then((packed) => ({
    ...answer,
    bytes: undefined,
    body: packed,
    headers: { ...headers, 'content-encoding': 'gzip' },
  }));
}

function lengthOf(body: Answer['body']): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

/** True where an Accept-Encoding header allows gzip; without one the body stays as it is. */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  const codings = new Map(
    (acceptEncoding ?? '').split(',').map((part) => {
      const [coding = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [coding, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  return (codings.get('gzip') ?? codings.get('*') ?? 0) > 0;
}

function varyingBy({ headers }: Answer, name: string): Readonly<Record<string, string>> {
  const present = headers?.vary;
  if (present?.split(', ').includes(name) === true) return { ...headers };
  return { ...headers, vary: present === undefined ? name : `${present}, ${name}` };
}
