/** Keeps the metrics of a catalogue: counting is a look-up and an addition, since every request does it several times. */
import {
  Distribution,
  MetricFamily,
  Tally,
  type Labels,
  type MetricEntry,
  type Series,
} from './metric-family.js';
import { prometheusText } from './prometheus-text.js';

type Family = MetricFamily<Tally> | MetricFamily<Distribution>;

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

  /** One series of a counter, to be kept at hand; only of one that is never shown. @throws TypeError where there is no such counter. */
  tally(name: Name, labels: Labels): Tally {
    return this.#familyIn(this.#tallies, name).cell(labels);
  }

  /** One series of a histogram, to be kept at hand. @throws TypeError where there is no such histogram. */
  distribution(name: Name, labels: Labels): Distribution {
    return this.#familyIn(this.#distributions, name).cell(labels);
  }

  /** Adds to a counter; 0 makes its series visible. */
  count(name: Name, labels: Labels = {}, by = 1): void {
    this.tally(name, labels).value += by;
  }

  /** Takes a measurement into a histogram; durations are in seconds. */
  observe(name: Name, labels: Labels, value: number): void {
    this.distribution(name, labels).observe(value);
  }

  /** Makes these the series of a gauge, or of a counter that is kept elsewhere: all of them. None: it has no series. */
  show(name: Name, series: readonly Series[]): void {
    this.#familyIn(this.#tallies, name).clear();
    for (const { labels, value } of series) this.count(name, labels, value);
  }

  text(): Promise<string> {
    return prometheusText(this.#families);
  }

  #familyIn<Cell extends Tally | Distribution>(
    families: ReadonlyMap<string, MetricFamily<Cell>>,
    name: Name,
  ): MetricFamily<Cell> {
    const family = families.get(name);
    if (family === undefined) throw new TypeError(`${name} is not of this kind`);
    return family;
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
