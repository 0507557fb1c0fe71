/** The series that count requests; every request asks for them, so each combination is looked up once. */
import type { Distribution, Tally } from './metric-family.js';
import type { MetricName } from './catalogue.js';
import type { MetricRegistry } from './metric-registry.js';

/** A request that is over; `route` is the template, undefined where nothing is served. */
export interface DoneRequest {
  readonly route: string | undefined;
  readonly method: string;
  /** Undefined where the caller hung up before the answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  /** True for streams, whose length says nothing about the gateway. */
  readonly streamed: boolean;
  readonly problem: { readonly code: string; readonly outcome: string } | undefined;
}

interface SeriesOfRequest {
  readonly count: Tally;
  /** Made with the first duration: a route of streams alone has none. */
  duration: Distribution | undefined;
}

const REQUESTS = 'masq_gateway_http_requests_total';
const DURATION = 'masq_gateway_http_request_duration_seconds';
const SECOND_MS = 1000;
/** Combinations that are kept at hand: more than our routes, the methods that Node knows and the statuses ever make together. */
const MAX_KEPT = 4096;

/** Counts requests that are over. */
export class RequestSeries {
  readonly #registry: MetricRegistry<MetricName>;
  readonly #kept = new Map<string, SeriesOfRequest>();

  constructor(registry: MetricRegistry<MetricName>) {
    this.#registry = registry;
  }

  /** See {@link DoneRequest}. */
  count({ route = 'other', method, status, durationMs, streamed, problem }: DoneRequest): void {
    const key = `${method} ${status ?? 'none'} ${route}`;
    const series = this.#kept.get(key) ?? this.#find(key, route, method, status);
    series.count.value += 1;
    if (!streamed) {
      series.duration ??= this.#registry.distribution(DURATION, { route, method });
      series.duration.observe(durationMs / SECOND_MS);
    }
    if (problem === undefined) return;
    const { code, outcome } = problem;
    this.#registry.count('masq_gateway_problems_total', { code, outcome });
  }

  #find(key: string, route: string, method: string, status: number | undefined): SeriesOfRequest {
    const word = status === undefined ? 'none' : String(status);
    const found = {
      count: this.#registry.tally(REQUESTS, { route, method, status: word }),
      duration: undefined,
    };
    if (this.#kept.size < MAX_KEPT) this.#kept.set(key, found);
    return found;
  }
}
