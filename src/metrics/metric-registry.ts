/** Keeps the metrics of a catalogue: counting is a look-up and an addition, since every request does it several times. */
import { Distribution, MetricFamily, Tally } from './metric-family.js';
import type { Labels, MetricEntry, Series } from './metric-entry.js';
import { prometheusText } from './prometheus-text.js';

type Family = MetricFamily<Tally> | MetricFamily<Distribution>;

/** The metrics of a catalogue, by name. */
export class MetricRegistry<Name extends string> {
  readonly #tallies = new Map<string, MetricFamily<Tally>>();
  readonly #distributions = new Map<string, MetricFamily<Distribution>>();
  /** All, in the order of the catalogue. */
  readonly #families: readonly Family[];

  constructor(entries: Readonly<Record<Name, MetricEntry>>) {
    this.#families = Object.entries<MetricEntry>(entries).map(([name, entry]) =>
      this.#add(name, entry),
    );
  }

  /** Adds to a counter; 0 makes its series visible. */
  count(name: Name, labels: Labels = {}, by = 1): void {
    const tally = this.#tallies.get(name)?.cell(labels);
    if (tally !== undefined) tally.value += by;
  }

  /** Takes a measurement into a histogram; durations are in seconds. */
  observe(name: Name, labels: Labels, value: number): void {
    this.#distributions.get(name)?.cell(labels).observe(value);
  }

  /** Makes these the series of a gauge, or of a counter that is kept elsewhere: all of them. None: it has no series. */
  show(name: Name, series: readonly Series[]): void {
    const family = this.#tallies.get(name);
    family?.clear();
    for (const { labels, value } of series) this.count(name, labels, value);
  }

  /** Everything as Prometheus text. */
  text(): Promise<string> {
    return prometheusText(this.#families);
  }

  #add(name: string, entry: MetricEntry): Family {
    if (entry.kind === 'histogram') {
      const bounds = entry.buckets ?? [];
      const family = new MetricFamily(name, entry, (labels) => new Distribution(labels, bounds));
      this.#distributions.set(name, family);
      return family;
    }
    const family = new MetricFamily(name, entry, (labels) => new Tally(labels));
    this.#tallies.set(name, family);
    // A gauge without labels begins absent, for zero would say something; a counter has counted nothing.
    if (entry.kind === 'counter' && entry.labels === undefined) family.cell({});
    return family;
  }
}
