/** What openapi.yaml says of an operation, as the server uses it; src/generated/operations.js holds one entry for each. */
import type { operations as documented } from '../generated/openapi.js';
import type { OpcodeOf } from '../generated/operations.js';
import type { JsonValue } from '../protocol/json-text.js';
import type { Validator } from './validator.js';

/** Every operation of openapi.yaml. */
export type OperationId = keyof documented;

/** What a token must allow: `open` never needs one, `r` reads, `s` reads secrets, `w` writes. */
export type Access = 'open' | 'r' | 's' | 'w';

/** Methods of operations; HEAD and OPTIONS are added to each path. */
export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** `flag`: true or false, a bare name is true. `count`: a whole number. `list`: separated by commas, or repeated. */
export type QueryKind = 'text' | 'flag' | 'count' | 'list';

type Nothing = Readonly<Record<string, never>>;
type Orelse<T, Otherwise> = [NonNullable<T>] extends [never] ? Otherwise : NonNullable<T>;

/** Parameters of the path. Nobody has looked at their values. */
export type PathOf<Id extends OperationId> = {
  readonly [Name in keyof Orelse<documented[Id]['parameters']['path'], object>]: string;
};

/** Checked parameters of the query. */
export type QueryOf<Id extends OperationId> = Readonly<
  Orelse<documented[Id]['parameters']['query'], Nothing>
>;

type ContentOf<Id extends OperationId> = Orelse<
  documented[Id]['requestBody'],
  { readonly content: { readonly 'application/json': Nothing } }
>['content'];

/** The checked body by media type; an empty object for operations without one. */
export type BodyOf<Id extends OperationId> = {
  [Type in keyof ContentOf<Id>]: { readonly mediaType: Type; readonly value: ContentOf<Id>[Type] };
}[keyof ContentOf<Id>];

/** How a query is read and checked. */
export interface QueryRules<Query> {
  /** What a URL without a query stands for. */
  readonly none: Query;
  readonly kinds: Readonly<Record<string, QueryKind>>;
  /** `ignored` for routes that monitors call with cache busters. */
  readonly unknown: 'refused' | 'ignored';
  /** Undefined if the operation has no parameters. */
  readonly fits: Validator<Query> | undefined;
}

/** A body as it was declared and read, not checked yet. */
export interface ReadBody {
  readonly mediaType: string;
  readonly value: JsonValue;
}

/** How a body is read and checked. */
export interface BodyRules<Body> {
  /** The body of operations that never have one; undefined for all others. */
  readonly none: (ReadBody & Body) | undefined;
  /** By media type, the usual one first. */
  readonly validators: Readonly<Record<string, Validator>>;
  fits(body: ReadBody): body is ReadBody & Body;
}

/** What is known of every operation. */
export interface OperationFacts {
  readonly operationId: OperationId;
  readonly method: Method;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly access: Access;
  /** The conversation that it holds; undefined for none. */
  readonly opcode: OpcodeOf[OperationId];
  /** Media types of the answer, the favourite first. */
  readonly produces: readonly string[];
  /** True if the Accept header is not looked at: monitors send all kinds. */
  readonly acceptsAll: boolean;
  /** Members of the body, at any depth, that are integers to the peers and may also be given as their decimal text. */
  readonly decimals: readonly string[];
  /** True if the answer to a write holds secrets that exist nowhere else. */
  readonly secretAnswer: boolean;
}

/** One operation. */
export interface OperationEntry<Id extends OperationId> extends OperationFacts {
  readonly operationId: Id;
  readonly opcode: OpcodeOf[Id];
  readonly query: QueryRules<QueryOf<Id>>;
  readonly body: BodyRules<BodyOf<Id>>;
}

/** All of them. */
export type OperationTable = { readonly [Id in OperationId]: OperationEntry<Id> };
