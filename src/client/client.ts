/**
 * `masq-gateway/client`: the gateway's API with types, exact integers, errors that can be told apart, and an event stream that
 * does not break off. Needs nothing but `fetch` and streams, so it runs in Node.js and in browsers.
 */
import type { Call } from './call-types.js';
import { createSender } from './calls.js';
import { connectionOf, type ClientOptions } from './connection.js';
import { followEvents, type EventOptions } from './event-stream.js';
import type { GatewayEvent } from './events.js';

export { GatewayProblem, GatewayUnreachable, UnexpectedAnswer } from './errors.js';
export type { FieldError, Hop, Outcome, ProblemCode, ProblemDocument } from './errors.js';
export type {
  Answer,
  CallArguments,
  CallExtras,
  CallOptions,
  Method,
  PathOf,
} from './call-types.js';
export type { ClientOptions } from './connection.js';
export type { EventOptions, Interruption } from './event-stream.js';
export type { EventKind, GatewayEvent, OtherEvent } from './events.js';
export type { components, paths } from '../generated/openapi.js';

/**
 * A gateway, to be asked. Each method takes a path of openapi.yaml and resolves with the body of the answer. Calls are never
 * sent twice. @throws GatewayProblem, GatewayUnreachable, UnexpectedAnswer, or the reason of the call's signal.
 */
export interface GatewayClient {
  readonly get: Call<'get'>;
  readonly put: Call<'put'>;
  readonly post: Call<'post'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;
  /** Everything that happens, from a snapshot on or from where `lastEventId` left off, until the loop or the signal ends it. */
  events(options?: EventOptions): AsyncGenerator<GatewayEvent, void, undefined>;
}

/** A client of the gateway at `baseUrl`; nothing is sent before the first call. */
export function createGatewayClient(options: ClientOptions = {}): GatewayClient {
  const connection = connectionOf(options);
  const send = createSender(connection);
  return {
    get: (path, ...[call]) => send('get', path, call),
    put: (path, ...[call]) => send('put', path, call),
    post: (path, ...[call]) => send('post', path, call),
    patch: (path, ...[call]) => send('patch', path, call),
    delete: (path, ...[call]) => send('delete', path, call),
    events: (which = {}) => followEvents(connection, which),
  };
}
