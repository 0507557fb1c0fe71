/** What a route is: one operation of openapi.yaml, and how its call and its answer look. */
import type { Request, Response } from 'express';
import type { JsonValue } from '../protocol/json-text.js';
import type { Opcode } from '../protocol/opcodes.js';
import type { Access } from './access/access-class.js';
import type { Exchange } from './requests/exchange.js';
import type { QueryShape, QueryValues } from './requests/request-query.js';
import type { Validator } from './requests/validation.js';

/** Methods that routes are declared with; HEAD and OPTIONS come by themselves. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Express's response with what this request carries along. */
export type GatewayResponse = Response<unknown, { exchange: Exchange }>;

/** A request, read and checked. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryValues;
  /** Fits the operation's body schema where it has one. */
  readonly body: JsonValue;
  /** Media type of the body. */
  readonly bodyType: string;
  /** Of `produces`, the one that the caller likes best. */
  readonly answerType: string;
  /** Seconds of a wait preference, undefined without one. */
  readonly preferredWaitS: number | undefined;
  /** True for `Cache-Control: no-cache`. */
  readonly newOnly: boolean;
  readonly exchange: Exchange;
  readonly request: Request;
  readonly response: GatewayResponse;
}

/** A complete answer. `body` goes out as it is; texts of JSON end with a line feed. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** The same body as bytes, where somebody keeps them: they go out without being copied. */
  readonly bytes?: Buffer | undefined;
  /** Names in lower case; all but Vary. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Request headers by which the answer varies. */
  readonly variesBy?: readonly string[] | undefined;
}

/** One route. */
export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  /** In Express's notation, `/v1/setup/:name`. */
  readonly path: string;
  readonly access: Access;
  /** For the log; undefined where no conversation is held. */
  readonly opcode?: Opcode;
  /** Media types of the answer, the favourite first. */
  readonly produces: readonly string[];
  /** True where the Accept header is not looked at: monitors send all kinds. */
  readonly acceptsAll?: boolean;
  /** Media types of the body where it is not JSON alone. */
  readonly consumes?: readonly string[];
  /** Judges the body's shape; without it only an empty body is taken. */
  readonly bodyValidator?: Validator;
  /** By media type, where a body of another type has another shape. */
  readonly bodyValidators?: Readonly<Record<string, Validator>>;
  /** Parameters of the query; `ignored` for routes that monitors call with cache busters. */
  readonly query?: QueryShape;
  readonly queryValidator?: Validator;
  readonly unknownQuery?: 'ignored';
  /** True where the answer to a write holds secrets that exist nowhere else. */
  readonly secretAnswer?: boolean;
  /** Undefined where the operation has answered by itself (streams). */
  run(call: Call): Promise<Answer | undefined>;
}

/** JSON media type of all plain answers. */
export const JSON_TYPE = 'application/json';

/** The answer that carries a payload's text untouched. */
export function payloadAnswer(payload: string, headers?: Readonly<Record<string, string>>): Answer {
  return jsonAnswer(200, payload, headers);
}

/** A JSON answer of any status; `text` is well-formed JSON. */
export function jsonAnswer(
  status: number,
  text: string,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return { status, type: JSON_TYPE, body: `${text}\n`, headers };
}

/** What keeps secrets and results of writes out of every cache. */
export const noStore = { 'cache-control': 'no-store' } as const;
