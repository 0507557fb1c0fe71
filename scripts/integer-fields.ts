/** Where the answers of each operation hold integers of 64 bits, as openapi.yaml says. */
import { integerFormats } from './ajv-exact.js';
import { asList, asObject, asString, isObject, operationsOf, resolve } from './openapi-document.js';
import type { ExactObject, ExactValue } from './openapi-document.js';

/** `true`: the value itself is one. Else by key, `*` standing for every item of a list or value of a map. */
export type IntegerFields = true | { readonly [key: string]: IntegerFields };

const JSON_TYPE = 'application/json';
const branches = ['allOf', 'anyOf', 'oneOf'];
const conditions = ['if', 'then', 'else'];

/** By operation; those whose answers hold none are left out. */
export function integerFieldsByOperation(
  document: ExactObject,
): Readonly<Record<string, IntegerFields>> {
  const entries = operationsOf(document).flatMap(({ operationId, operation }) => {
    const found = Object.values(asObject(operation.responses)).map((response) =>
      fieldsOfResponse(document, resolve(document, response)),
    );
    const fields = found.reduce(merged, undefined);
    return fields === undefined ? [] : [[operationId, fields] as const];
  });
  return Object.fromEntries(entries);
}

/** The names of all of them, in order. */
export function integerNames(document: ExactObject): readonly string[] {
  const found = new Set<string>();
  const look = (fields: IntegerFields): void => {
    if (fields === true) return;
    for (const [name, below] of Object.entries(fields)) {
      if (below === true && name !== '*') found.add(name);
      look(below);
    }
  };
  Object.values(integerFieldsByOperation(document)).forEach(look);
  return [...found].sort();
}

function fieldsOfResponse(document: ExactObject, response: ExactObject): IntegerFields | undefined {
  const media = isObject(response.content) ? response.content[JSON_TYPE] : undefined;
  return isObject(media) ? fieldsOf(document, asObject(media).schema, []) : undefined;
}

function fieldsOf(
  document: ExactObject,
  value: ExactValue | undefined,
  refs: readonly string[],
): IntegerFields | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.$ref === 'string') {
    if (refs.includes(value.$ref)) throw new Error(`openapi.yaml: ${value.$ref} holds itself`);
    return fieldsOf(document, resolve(document, value), [...refs, value.$ref]);
  }
  const types = typeof value.type === 'string' ? [value.type] : asList(value.type).map(asString);
  const isExact = typeof value.format === 'string' && Object.hasOwn(integerFormats, value.format);
  if (types.includes('integer') && isExact) return true;
  const of = (schema: ExactValue | undefined): IntegerFields | undefined =>
    fieldsOf(document, schema, refs);
  const properties = isObject(value.properties) ? Object.entries(value.properties) : [];
  return [
    ...properties.map(([name, schema]) => below(name, of(schema))),
    below('*', of(value.items)),
    below('*', of(value.additionalProperties)),
    ...branches.flatMap((keyword) => asList(value[keyword]).map(of)),
    ...conditions.map((keyword) => of(value[keyword])),
  ].reduce(merged, undefined);
}

function below(name: string, fields: IntegerFields | undefined): IntegerFields | undefined {
  return fields === undefined ? undefined : { [name]: fields };
}

function merged(
  one: IntegerFields | undefined,
  other: IntegerFields | undefined,
): IntegerFields | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one === true || other === true) return true;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const entries = names.flatMap((name) => {
    const both = merged(one[name], other[name]);
    return both === undefined ? [] : [[name, both] as const];
  });
  return Object.fromEntries(entries);
}
