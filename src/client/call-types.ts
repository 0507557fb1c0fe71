/** Types of one call, taken from openapi.yaml: what it needs, and what it resolves with. */
import type { FetchResponse, ParamsOption, RequestBodyOption } from 'openapi-fetch';
import type { paths } from '../generated/openapi.js';

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** The event stream has a way of its own: `events()`. */
type EndlessPath = '/v1/events';

/** Paths that have this method. */
export type PathOf<M extends Method> = Exclude<
  { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths],
  EndlessPath
>;

type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;

/** What a call may carry beside what its operation asks for. */
export interface CallExtras {
  readonly signal?: AbortSignal;
  /** Makes a change safe to ask for again: the gateway carries it out once. Sent as `Idempotency-Key`. */
  readonly idempotencyKey?: string;
  /** Further headers by name; `params.header` has those of the API. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parameters and body of an operation, and the extras. */
export type CallOptions<P extends keyof paths, M extends Method> = ParamsOption<Operation<P, M>> &
  RequestBodyOption<Operation<P, M>> &
  CallExtras;

/** Options may be left out where nothing in them is needed. */
export type CallArguments<P extends keyof paths, M extends Method> =
  Partial<CallOptions<P, M>> extends CallOptions<P, M>
    ? [options?: CallOptions<P, M>]
    : [options: CallOptions<P, M>];

/** Body of the answer: JSON with 64-bit fields as bigint, or the text of what is no JSON. */
export type Answer<P extends keyof paths, M extends Method> = NonNullable<
  FetchResponse<Operation<P, M> & Record<string, unknown>, unknown, `${string}/${string}`>['data']
>;

/** One method of the client. */
export type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...rest: CallArguments<P, M>
) => Promise<Answer<P, M>>;

/** Paths whose answer is no JSON. */
export type TextPath = {
  [P in PathOf<'get'>]: Answer<P, 'get'> extends string ? P : never;
}[PathOf<'get'>];
