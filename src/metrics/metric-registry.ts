/** Keeps the metrics and writes them as Prometheus text; the only file that knows prom-client. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Labels, MetricEntry, Series } from './metric-entry.js';

/** In place of every label value that is not foreseen. */
export const OTHER = 'other';

/** Media type of the text. */
export const METRICS_TYPE: string = Registry.PROMETHEUS_CONTENT_TYPE;

/** Label sets that are remembered; whoever makes up paths or methods must not fill the memory. */
const MAX_KNOWN = 4096;

type Metric = Counter | Gauge | Histogram;

/** The metrics of a catalogue, by name. */
export class MetricRegistry<Name extends string> {
  readonly #registry = new Registry();
  readonly #entries: Readonly<Record<Name, MetricEntry>>;
  readonly #metrics: ReadonlyMap<string, Metric>;
  /** Label sets as they were written before, by metric and what was asked for. */
  readonly #known = new Map<string, Record<string, string>>();
  /** Values that open labels have taken, by metric and label. */
  readonly #taken = new Map<string, Set<string>>();

  constructor(entries: Readonly<Record<Name, MetricEntry>>) {
    this.#entries = entries;
    const named = Object.entries<MetricEntry>(entries);
    this.#metrics = new Map(named.map(([name, entry]) => [name, this.#make(name, entry)]));
  }

  /** Adds to a counter; 0 makes its series visible. */
  count(name: Name, labels: Labels = {}, by = 1): void {
    const metric = this.#metrics.get(name);
    if (metric instanceof Counter) metric.inc(this.#bounded(name, labels), by);
  }

  /** Takes a measurement into a histogram; durations are in seconds. */
  observe(name: Name, labels: Labels, value: number): void {
    const metric = this.#metrics.get(name);
    if (metric instanceof Histogram) metric.observe(this.#bounded(name, labels), value);
  }

  /** Makes these the series of a gauge, or of a counter that is kept elsewhere: all of them. None: it has no series. */
  show(name: Name, series: readonly Series[]): void {
    const metric = this.#metrics.get(name);
    if (metric instanceof Histogram || metric === undefined) return;
    metric.reset();
    absent(metric, this.#entries[name].labels ?? {});
    for (const { labels, value } of series) metric.inc(this.#bounded(name, labels), value);
  }

  /** Everything as text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #make(name: string, { kind, help, labels = {}, buckets }: MetricEntry): Metric {
    const fixed = { name, help, labelNames: Object.keys(labels), registers: [this.#registry] };
    switch (kind) {
      case 'counter':
        return new Counter(fixed);
      case 'gauge':
        return absent(new Gauge(fixed), labels);
      case 'histogram':
        return new Histogram({ ...fixed, buckets: [...(buckets ?? [])] });
    }
  }

  // Asked three times by every request, so the whole of it is looked up (docs/performance.md).
  #bounded(name: Name, labels: Labels): Record<string, string> {
    let key: string = name;
    for (const label in labels) key += `\0${label}\0${labels[label] ?? ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#makeBounded(name, labels);
    if (this.#known.size < MAX_KNOWN) this.#known.set(key, made);
    return made;
  }

  #makeBounded(name: Name, labels: Labels): Record<string, string> {
    const bounded: Record<string, string> = {};
    for (const [label, value] of Object.entries(labels)) {
      bounded[label] = this.#foreseen(name, label, value) ? value : OTHER;
    }
    return bounded;
  }

  #foreseen(name: Name, label: string, value: string): boolean {
    const values = this.#entries[name].labels?.[label] ?? [];
    if (!('most' in values)) return values.includes(value);
    const key = `${name} ${label}`;
    const taken = this.#taken.get(key) ?? new Set();
    if (taken.size < values.most) this.#taken.set(key, taken.add(value));
    return taken.has(value);
  }
}

/** Without labels a metric begins, and begins anew, as a zero, which would say something. */
function absent<M extends Counter | Gauge>(metric: M, labels: object): M {
  if (Object.keys(labels).length === 0) metric.remove();
  return metric;
}
