/** A request, read and checked: what a handler is given. */
import type { Request } from 'express';
import type { BodyOf, OperationEntry, OperationId, PathOf, QueryOf } from '../../api/operation.js';
import type { JsonValue } from '../../protocol/json-text.js';
import type { Exchange, GatewayResponse } from './exchange.js';

/** What all calls have, whatever the operation. */
export interface AnyCall {
  /** The value of the body, whatever the operation. */
  readonly json: JsonValue;
  /** Of the media types that the operation produces, the one that the caller likes best. */
  readonly answerType: string;
  /** Seconds of a wait preference, undefined without one. */
  readonly preferredWaitS: number | undefined;
  /** True for `Cache-Control: no-cache`. */
  readonly newOnly: boolean;
  readonly exchange: Exchange;
  readonly request: Request;
  readonly response: GatewayResponse;
}

export interface Call<Id extends OperationId> extends AnyCall {
  readonly operation: OperationEntry<Id>;
  readonly path: PathOf<Id>;
  readonly query: QueryOf<Id>;
  readonly body: BodyOf<Id>;
}
