/** Schema faults in plain words; a value is never repeated, it may be a secret. */
import type { BodyRules, ReadBody } from '../../api/operation.js';
import type { ValidationFault } from '../../api/validator.js';
import type { FieldError } from '../../errors.js';
import { isJsonArray } from '../../protocol/json-text.js';
import type { JsonValue } from '../../protocol/json-text.js';
import { didYouMean } from '../../protocol/suggestion.js';
import { invalidRequest } from '../../problems/request-faults.js';
import { pointerToken } from './json-reader.js';

/** Passes a body that fits. @throws GatewayError invalid-request naming every fault. */
export function checkBody<Body>(
  rules: BodyRules<Body>,
  body: ReadBody,
): asserts body is ReadBody & Body {
  if (rules.fits(body)) return;
  const { errors, omitted } = rules.validators[body.mediaType] ?? {};
  throw invalidRequest(fieldErrors(errors ?? [], body.value), omitted);
}

/** The faults of one validation, each place once, sorted as found. */
export function fieldErrors(
  faults: readonly ValidationFault[],
  data: JsonValue,
): readonly FieldError[] {
  const byPlace = new Map<string, string[]>();
  for (const fault of withoutBranches(faults)) {
    const { pointer, detail } = describe(fault, data);
    const details = byPlace.get(pointer) ?? [];
    if (!details.includes(detail)) details.push(detail);
    byPlace.set(pointer, details);
  }
  return [...byPlace].map(([pointer, details]) => ({ pointer, detail: details.join(' Or: ') }));
}

const branchKeywords: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'if', '$ref']);

// A branch fault only says that none of the branches fit; each branch has said why.
function withoutBranches(faults: readonly ValidationFault[]): readonly ValidationFault[] {
  const leaves = faults.filter((fault) => !branchKeywords.has(fault.keyword));
  return leaves.length > 0 ? leaves : faults;
}

function describe(fault: ValidationFault, data: JsonValue): FieldError {
  const { instancePath, params } = fault;
  switch (fault.keyword) {
    case 'additionalProperties':
      return unknownKey(fault, text(params.additionalProperty));
    case 'unevaluatedProperties':
      return unknownKey(fault, text(params.unevaluatedProperty));
    case 'required':
      return {
        pointer: instancePath + pointerToken(text(params.missingProperty)),
        detail: 'is missing.',
      };
    case 'enum':
      return {
        pointer: instancePath,
        detail: enumDetail(params.allowedValues, valueAt(data, instancePath)),
      };
    default:
      return { pointer: instancePath, detail: sentence(fault) };
  }
}

function unknownKey(fault: ValidationFault, key: string): FieldError {
  const known = knownKeys(fault.parentSchema);
  const list = known.length === 0 ? '' : ` Known: ${known.join(', ')}.`;
  return {
    pointer: fault.instancePath + pointerToken(key),
    detail: `is not known here.${list}${didYouMean(key, known)}`,
  };
}

function knownKeys(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return [];
  const { properties } = schema;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function enumDetail(allowed: unknown, value: JsonValue | undefined): string {
  // Some are listed as number and as text.
  const words = Array.isArray(allowed) ? [...new Set(allowed.map(text))] : [];
  const hint = typeof value === 'string' ? didYouMean(value, words) : '';
  return `must be one of ${words.join(', ')}.${hint}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function sentence(fault: ValidationFault): string {
  const { params } = fault;
  switch (fault.keyword) {
    case 'type':
      return `must be ${typeWords(params.type)}.`;
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}.`;
    case 'minLength':
      return params.limit === 1
        ? 'must not be empty.'
        : `must have at least ${text(params.limit)} characters.`;
    case 'maxLength':
      return `must have at most ${text(params.limit)} characters.`;
    case 'minimum':
      return `must be at least ${text(params.limit)}.`;
    case 'maximum':
      return `must be at most ${text(params.limit)}.`;
    case 'minItems':
      return `must have at least ${text(params.limit)} entries.`;
    case 'maxItems':
      return `must have at most ${text(params.limit)} entries.`;
    case 'uniqueItems':
      return 'must not hold the same entry twice.';
    case 'minProperties':
      return 'must not be empty.';
    case 'pattern':
      return `must match ${text(params.pattern)}.`;
    case 'format':
      return `must be a valid ${text(params.format)}.`;
    default:
      return `${fault.message ?? 'does not fit'}.`;
  }
}

function typeWords(type: unknown): string {
  const types = Array.isArray(type) ? type.map(text) : [text(type)];
  return types.map((name) => typeNames[name] ?? name).join(' or ');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** The value at an RFC 6901 pointer; undefined where there is none. */
export function valueAt(data: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = data;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonArray(value)) value = value[Number(key)];
    else value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
