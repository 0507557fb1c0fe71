/** Schemas of openapi.yaml as ajv compiles them: annotations gone, 64-bit integers exact, `null or X` without a branch. */
import { integerFormats } from './ajv-exact.js';
import type { ExactInteger, TextRule } from './ajv-exact.js';
import { asList, asObject, asString, isList, isObject } from './openapi-document.js';
import type { ExactObject, ExactValue } from './openapi-document.js';

/** A schema for ajv. */
export type PlainSchema = Record<string, unknown>;

/** What a schema is compiled for. */
export interface SchemaUse {
  /** True where `x-validated-as` replaces the schema beside it: what other code judges with better words is left out. */
  readonly validators: boolean;
  /** `text`: every 64-bit integer stands as its decimal text, as in answers with `integers=string`. @default 'number' */
  readonly integers?: 'number' | 'text';
}

/** Id of the schema that holds all components. */
export const COMPONENTS_ID = 'api';
const REF_PREFIX = '#/components/schemas/';

const annotations = new Set(['description', 'example', 'examples', 'default', 'title']);
/** Formats that say something to people and tools only. */
const silentFormats = new Set(['password']);
const schemaMaps = new Set(['properties']);
const schemaLists = new Set(['allOf', 'anyOf', 'oneOf']);
const subschemas = new Set(['items', 'additionalProperties', 'not', 'if', 'then', 'else']);

/** One schema holding all components as `$defs`. */
export function componentsSchema(document: ExactObject, use: SchemaUse): PlainSchema {
  const schemas = asObject(asObject(document.components).schemas);
  const definitions = Object.entries(schemas).map(([name, schema]) => [
    name,
    exactSchema(asObject(schema), use),
  ]);
  return { $id: COMPONENTS_ID, $defs: Object.fromEntries(definitions) as PlainSchema };
}

/** One schema in the form that ajv compiles beside {@link componentsSchema}. */
export function exactSchema(source: ExactObject, use: SchemaUse): PlainSchema {
  if (use.validators && isObject(source['x-validated-as'])) {
    return exactSchema(source['x-validated-as'], use);
  }
  const nullable = nullOr(source);
  if (nullable !== undefined) {
    return { if: { type: 'null' }, else: exactSchema(nullable, use) };
  }
  const schema = withRule(source);
  const integer = exactIntegerOf(source, use);
  const entries = Object.entries(schema)
    .filter(([key]) => keeps(key, schema, integer !== undefined))
    .map(([key, value]) => [key, exactKeyword(key, value, use)]);
  return {
    ...(Object.fromEntries(entries) as PlainSchema),
    ...(integer === undefined ? {} : { exactInteger: integer }),
  };
}

function keeps(key: string, schema: ExactObject, isExact: boolean): boolean {
  if (annotations.has(key) || (key.startsWith('x-') && key !== 'x-rule')) return false;
  if (key === 'format') return !isExact && !silentFormats.has(asString(schema.format));
  if (isExact && key === 'pattern') return !takesDecimals(schema);
  return !(isExact && (key === 'type' || key === 'minimum' || key === 'maximum'));
}

function exactKeyword(key: string, value: ExactValue, use: SchemaUse): unknown {
  if (key === '$ref') return asString(value).replace(REF_PREFIX, `${COMPONENTS_ID}#/$defs/`);
  if (schemaMaps.has(key)) {
    const properties = Object.entries(asObject(value));
    return Object.fromEntries(
      properties.map(([name, schema]) => [name, exactSchema(asObject(schema), use)]),
    );
  }
  if (schemaLists.has(key)) {
    return asList(value).map((schema) => exactSchema(asObject(schema), use));
  }
  if (subschemas.has(key) && isObject(value)) return exactSchema(value, use);
  return plainValue(value);
}

/** The value with numbers in place of bigints. @throws Error where that would lose a digit. */
export function plainValue(value: ExactValue): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new Error(`openapi.yaml: ${value.toString()} cannot stand in a schema; use a format`);
  }
  if (isList(value)) return value.map(plainValue);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
  }
  return value;
}

// `oneOf: [X, null]`: as a branch, every fault within X would come with "must be null" beside it.
function nullOr(source: ExactObject): ExactObject | undefined {
  const branches = asList(source.oneOf);
  const [first, second] = branches;
  const isNullOr = branches.length === 2 && isObject(second) && second.type === 'null';
  return isNullOr && isObject(first) ? first : undefined;
}

const replacedByRule = new Set(['pattern', 'minLength', 'x-rule']);

// The words tell about the pattern and about emptiness, so one fault is enough.
function withRule(source: ExactObject): ExactObject {
  const words = source['x-rule'];
  if (typeof words !== 'string' || typeof source.pattern !== 'string') return source;
  const rule: TextRule = { pattern: source.pattern, words };
  const rest = Object.entries(source).filter(([key]) => !replacedByRule.has(key));
  return { ...Object.fromEntries(rest), rule: { ...rule } };
}

function exactIntegerOf(source: ExactObject, use: SchemaUse): ExactInteger | undefined {
  const bounds = integerFormats[typeof source.format === 'string' ? source.format : ''];
  if (bounds === undefined) return undefined;
  const types = typesOf(source);
  const { minimum, maximum } = source;
  const decimals = takesDecimals(source);
  const asText = use.integers === 'text';
  return {
    minimum: (typeof minimum === 'bigint' ? minimum : bounds.min).toString(),
    maximum: (typeof maximum === 'bigint' ? maximum : bounds.max).toString(),
    also: (['string', 'null'] as const).filter(
      (kind) => types.includes(kind) && !(kind === 'string' && decimals),
    ),
    number: !asText,
    decimal: decimals || asText,
  };
}

/** True where strings are taken as the decimal text of such an integer only: the pattern says so, and their bounds are held to. */
export function takesDecimals(source: ExactObject): boolean {
  const types = typesOf(source);
  return (
    types.includes('string') &&
    types.includes('integer') &&
    typeof source.pattern === 'string' &&
    source['x-rule'] === undefined
  );
}

function typesOf(source: ExactObject): readonly ExactValue[] {
  return typeof source.type === 'string' ? [source.type] : asList(source.type);
}
