/** Holds answers and events to openapi.yaml: for tests that see one, whoever made it. */
import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'lossless-json';
import { addExactKeywords } from '../../../scripts/ajv-exact.js';
import { componentsSchema, exactSchema } from '../../../scripts/exact-schema.js';
import {
  asObject,
  asString,
  operationsOf,
  readDocument,
  resolve,
  type DocumentedOperation,
  type ExactObject,
} from '../../../scripts/openapi-document.js';

const PROBLEM_TYPE = 'application/problem+json';
const document = readDocument();
const operations = new Map(operationsOf(document).map((each) => [each.operationId, each]));
/** How integers of 64 bits stand in what is held to the document. */
type IntegerForm = 'number' | 'text';
const ajvs = { number: documentAjv('number'), text: documentAjv('text') } as const;
const compiled = new Map<string, ValidateFunction>();

function documentAjv(integers: IntegerForm): Ajv2020 {
  const made = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  });
  addFormats.default(made);
  addExactKeywords(made);
  made.addVocabulary(['x-rule']);
  made.addSchema(componentsSchema(document, { validators: false, integers }));
  return made;
}

/** Every operation of the document, in its order. */
export function documentedOperations(): readonly DocumentedOperation[] {
  return [...operations.values()];
}

/** Reads JSON as the document's schemas want it: integers beyond 2^53 are bigint. */
export function parseExact(text: string): unknown {
  return parse(text, undefined, (digits) => {
    const value = Number(digits);
    return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? BigInt(digits) : value;
  });
}

/** Fails unless `value` fits the schema, which stands at `key` in the document. */
export function assertFits(
  key: string,
  schema: ExactObject,
  value: unknown,
  what: string,
  integers: IntegerForm = 'number',
): void {
  const ajv = ajvs[integers];
  const name = `${key} ${integers}`;
  const validate =
    compiled.get(name) ?? ajv.compile(exactSchema(schema, { validators: false, integers }));
  compiled.set(name, validate);
  assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors, { dataVar: 'body' })}`);
}

/** Fails unless `value` fits the component of that name. */
export function assertComponent(name: string, value: unknown): void {
  const schema = { $ref: `#/components/schemas/${name}` };
  assertFits(`component ${name}`, schema, value, name);
}

/**
 * Fails unless the document knows this answer: its status and media type are documented for the operation, its text fits their
 * schema. Gives back the body, read exactly where it is JSON.
 */
export function assertResponse(
  operationId: string,
  status: number,
  contentType: string,
  bodyText: string,
): unknown {
  const { operation } = documented(operationId);
  const what = `${operationId} ${status}`;
  const response = asObject(operation.responses)[String(status)];
  assert.ok(response !== undefined, `${what} is not documented; the body was ${bodyText}`);
  const mediaType = mediaTypeOf(contentType);
  const media = asObject(resolve(document, response).content)[mediaType];
  assert.ok(media !== undefined, `${what} is not documented as ${mediaType}`);
  const body = bodyOf(mediaType, bodyText);
  const integers = contentType.includes('integers=string') ? 'text' : 'number';
  assertFits(`${what} ${mediaType}`, asObject(asObject(media).schema), body, what, integers);
  if (mediaType === PROBLEM_TYPE) assert.equal(asObject(body as ExactObject).status, status);
  return body;
}

/** Fails unless the answer is a problem document of this status; for paths and methods that the document does not have. */
export function assertProblem(status: number, contentType: string, bodyText: string): unknown {
  assert.equal(mediaTypeOf(contentType), PROBLEM_TYPE, `not a problem: ${bodyText}`);
  const body = bodyOf(PROBLEM_TYPE, bodyText);
  assertComponent('Problem', body);
  const { code, status: told } = body as { readonly code: string; readonly status: number };
  assert.equal(told, status);
  assert.equal(problemStatuses().get(code), status, `${code} has another status`);
  return body;
}

/** Fails unless the payload fits what the document says about events of this opcode; unknown opcodes take any object. */
export function assertEvent(opcode: string, payloadText: string): unknown {
  const payload = parseExact(payloadText);
  assertComponent('EventEnvelope', {
    id: 'mb1x2kao-1',
    at: '2026-11-23T00:10:00.000Z',
    hop: opcode.startsWith('gateway.') ? 'gateway' : 'node',
    opcode,
    payload,
  });
  return payload;
}

/** Status of every problem code, as the table in the document says. */
export function problemStatuses(): ReadonlyMap<string, number> {
  const schema = resolve(document, { $ref: '#/components/schemas/ProblemCode' });
  const rows = asString(schema.description).matchAll(/^\| (\d{3}) \| `([a-z-]+)` \|/gm);
  return new Map([...rows].map(([, status, code]) => [code ?? '', Number(status)]));
}

function documented(operationId: string): DocumentedOperation {
  const found = operations.get(operationId);
  assert.ok(found !== undefined, `${operationId} is no operation of openapi.yaml`);
  return found;
}

function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function bodyOf(mediaType: string, text: string): unknown {
  return mediaType === 'application/json' || mediaType === PROBLEM_TYPE ? parseExact(text) : text;
}
