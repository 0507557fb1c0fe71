/** What the gateway checks of a request: one schema per body and per query. */
import { exactSchema, takesDecimals } from './exact-schema.js';
import type { PlainSchema, SchemaUse } from './exact-schema.js';
import type { ExactInteger } from './ajv-exact.js';
import {
  asList,
  asObject,
  asString,
  isList,
  isObject,
  operationsOf,
  resolve,
} from './openapi-document.js';
import type { DocumentedOperation, ExactObject, ExactValue } from './openapi-document.js';

/** A schema with the name under which its validator is exported. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: PlainSchema;
}

/** Exported name per media type of a body: the plain one, and what is added for another. */
const bodySuffixes: Readonly<Record<string, string>> = {
  'application/json': 'Body',
  'application/merge-patch+json': 'MergePatchBody',
};

/** Schemas of all bodies and queries, in the order of the document. */
export function requestSchemas(document: ExactObject, use: SchemaUse): readonly NamedSchema[] {
  return operationsOf(document).flatMap((documented) => [
    ...bodySchemas(document, documented, use),
    ...querySchemas(document, documented),
  ]);
}

/**
 * Media types of the body and the names under which their validators are exported. A body that is not in the document must be empty;
 * operations with GET have none at all.
 */
export function bodyNames(
  document: ExactObject,
  { operationId, method, operation }: DocumentedOperation,
): readonly (readonly [string, string])[] {
  if (method === 'GET') return [];
  if (operation.requestBody === undefined) return [['application/json', `${operationId}Body`]];
  const content = asObject(resolve(document, operation.requestBody).content);
  return Object.keys(content).map((mediaType) => {
    const suffix = bodySuffixes[mediaType];
    if (suffix === undefined) throw new Error(`openapi.yaml: no body name for ${mediaType}`);
    return [mediaType, `${operationId}${suffix}`];
  });
}

/** Names of the members of a body, at any depth, that are integers to the peers and may also be given as their decimal text. */
export function decimalMembers(
  document: ExactObject,
  { operation }: DocumentedOperation,
): readonly string[] {
  const found = new Set<string>();
  const look = (value: ExactValue): void => {
    if (isList(value)) return value.forEach(look);
    if (!isObject(value)) return;
    if (typeof value.$ref === 'string') return look(resolve(document, value));
    for (const [name, source] of Object.entries(asObject(value.properties ?? {}))) {
      if (isDecimal(resolve(document, source))) found.add(name);
    }
    Object.values(value).forEach(look);
  };
  look(operation.requestBody ?? null);
  return [...found].sort();
}

function isDecimal(schema: ExactObject): boolean {
  const values = asList(schema.enum);
  const isInEnum = values.some(
    (value) => typeof value === 'bigint' && values.includes(value.toString()),
  );
  return isInEnum || takesDecimals(schema);
}

const emptyBody: PlainSchema = { type: 'object', additionalProperties: false };

function bodySchemas(
  document: ExactObject,
  documented: DocumentedOperation,
  use: SchemaUse,
): readonly NamedSchema[] {
  const { requestBody } = documented.operation;
  return bodyNames(document, documented).map(([mediaType, name]) => {
    if (requestBody === undefined) return { name, schema: emptyBody };
    const media = asObject(asObject(resolve(document, requestBody).content)[mediaType]);
    return { name, schema: exactSchema(asObject(media.schema), use) };
  });
}

function querySchemas(
  document: ExactObject,
  { operationId, operation, parameters }: DocumentedOperation,
): readonly NamedSchema[] {
  const ofQuery = parameters.filter((parameter) => parameter.in === 'query');
  if (ofQuery.length === 0) return [];
  const properties = ofQuery.map((parameter) => [
    asString(parameter.name),
    parameterSchema(document, resolve(document, parameter.schema)),
  ]);
  const open = operation['x-unknown-query'] === 'ignored';
  const schema: PlainSchema = {
    type: 'object',
    properties: Object.fromEntries(properties) as PlainSchema,
    ...(open ? {} : { additionalProperties: false }),
  };
  return [{ name: `${operationId}Query`, schema }];
}

/** The schema of a parameter as it stands in the URL, a string, or as it has been read from there. */
function parameterSchema(document: ExactObject, schema: ExactObject): PlainSchema {
  switch (schema.type) {
    case 'integer':
      return { exactInteger: integerParameter(schema) };
    case 'boolean':
      return { enum: ['true', 'false', true, false] };
    case 'array':
      return listParameter(document, schema);
    case 'string':
      return exactSchema(schema, { validators: true });
    default:
      throw new Error('openapi.yaml: a query parameter of a type that is not known here');
  }
}

function integerParameter({ minimum, maximum }: ExactObject): ExactInteger {
  if (typeof minimum !== 'bigint' || typeof maximum !== 'bigint') {
    throw new Error('openapi.yaml: an integer parameter needs minimum and maximum');
  }
  return {
    minimum: minimum.toString(),
    maximum: maximum.toString(),
    also: [],
    number: true,
    decimal: true,
  };
}

function listParameter(document: ExactObject, schema: ExactObject): PlainSchema {
  const items = resolve(document, schema.items);
  const item = asString(items.pattern).replace(/^\^/, '').replace(/\$$/, '');
  const most = Number(schema.maxItems) - 1;
  const pattern = `^(?:${item})(?:,(?:${item})){0,${most}}$`;
  return {
    type: ['array', 'string'],
    items: exactSchema(items, { validators: true }),
    maxItems: Number(schema.maxItems),
    rule: { pattern, words: `be at most ${most + 1} names with commas between them` },
  };
}

/** Names of components that no request or response mentions. */
export function unusedComponents(document: ExactObject): readonly string[] {
  const used = new Set<string>();
  collectRefs(document, used);
  // Security schemes are used by their names alone.
  for (const requirement of asList(document.security))
    for (const name of Object.keys(asObject(requirement)))
      used.add(`#/components/securitySchemes/${name}`);
  const components = asObject(document.components);
  return Object.entries(components).flatMap(([section, entries]) =>
    Object.keys(asObject(entries))
      .map((name) => `#/components/${section}/${name}`)
      .filter((ref) => !used.has(ref)),
  );
}

function collectRefs(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === '$ref' && typeof item === 'string') found.add(item);
    else collectRefs(item, found);
  }
}
