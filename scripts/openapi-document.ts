/** openapi.yaml, read without losing a digit, and the bits of it that generation and tests look for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A JSON value whose integers are all bigint. */
export type ExactValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ExactValue[]
  | { readonly [key: string]: ExactValue };

/** An object of the document or a schema of it. */
export type ExactObject = Readonly<Record<string, ExactValue>>;

/** Where the document stands. */
export const documentPath = join(import.meta.dirname, '..', 'openapi.yaml');

/** One operation of the document. */
export interface DocumentedOperation {
  readonly operationId: string;
  /** Upper case. */
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  /** Those of the path and the operation's own, references resolved. */
  readonly parameters: readonly ExactObject[];
  readonly operation: ExactObject;
}

/** The methods that operations have, lower case. */
export const methods: readonly string[] = ['get', 'put', 'post', 'delete', 'patch'];

/** Reads the document. */
export function readDocument(): ExactObject {
  return readYaml(documentPath);
}

/** Reads a YAML file that holds an object; integers are bigint, since examples use the whole range of 64 bits. */
export function readYaml(path: string): ExactObject {
  return asObject(parse(readFileSync(path, 'utf8'), { intAsBigInt: true }) as ExactValue);
}

/** The value as an object. @throws Error where it is none: the document is at fault. */
export function asObject(value: ExactValue | undefined): ExactObject {
  if (isObject(value)) return value;
  throw new Error('openapi.yaml has no object where one belongs');
}

/** True for objects that are no list. */
export function isObject(value: ExactValue | undefined): value is ExactObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Array.isArray, narrowing readonly lists too. */
export function isList(value: ExactValue | undefined): value is readonly ExactValue[] {
  return Array.isArray(value);
}

/** The value as a list; an absent one is empty. */
export function asList(value: ExactValue | undefined): readonly ExactValue[] {
  return isList(value) ? value : [];
}

/** The value as a string. @throws Error where it is none. */
export function asString(value: ExactValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error('openapi.yaml has no string where one belongs');
}

/** Follows `$ref` where there is one. @throws Error where it leads nowhere. */
export function resolve(document: ExactObject, value: ExactValue | undefined): ExactObject {
  const object = asObject(value);
  if (typeof object.$ref !== 'string') return object;
  let found: ExactValue | undefined = document;
  for (const key of object.$ref.split('/').slice(1)) {
    found = asObject(found)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return resolve(document, found);
}

/** Every operation, in the order of the document. */
export function operationsOf(document: ExactObject): readonly DocumentedOperation[] {
  return Object.entries(asObject(document.paths)).flatMap(([path, item]) => {
    const pathItem = asObject(item);
    return methods.flatMap((method) => {
      if (pathItem[method] === undefined) return [];
      const operation = asObject(pathItem[method]);
      const parameters = [...asList(pathItem.parameters), ...asList(operation.parameters)];
      return [
        {
          operationId: asString(operation.operationId),
          method: method.toUpperCase(),
          path,
          parameters: parameters.map((parameter) => resolve(document, parameter)),
          operation,
        },
      ];
    });
  });
}

/** The document with numbers in place of bigints, for tools that know no others; examples beyond 2^53 are rounded. */
export function plainDocument(value: ExactValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(plainDocument);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainDocument(item)]));
}
