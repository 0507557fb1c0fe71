/** All series of one metric, made as their labels first come. Pure. */

/**
 * The values that a label may take: a closed list, or at most so many of those that come first. Whatever else comes is `other`, so
 * that nothing which a caller or a peer makes up can grow the number of series. @internal
 */
export type LabelValues = readonly string[] | { readonly most: number };

/** One metric: its kind, what it means, its labels. */
export interface MetricEntry {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** One sentence; it is the metric's HELP line and its row in docs/metrics.md. */
  readonly help: string;
  readonly labels?: Readonly<Record<string, LabelValues>>;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

export type Labels = Readonly<Record<string, string>>;

export interface Series {
  readonly labels: Labels;
  readonly value: number;
}

/** In place of every label value that is not foreseen. */
const OTHER = 'other';

/** Label sets that are remembered as they were asked for; whoever makes up paths or methods must not fill the memory. */
const MAX_KNOWN = 4096;

/** A number that is counted up, or set. */
export class Tally {
  value = 0;

  constructor(readonly labels: Labels) {}
}

/** How often measurements fell where; `counts` has one place per upper bound, and one more for what is above them all. */
export class Distribution {
  readonly counts: number[];
  sum = 0;

  constructor(
    readonly labels: Labels,
    readonly bounds: readonly number[],
  ) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    let place = 0;
    while (place < this.bounds.length && value > (this.bounds[place] ?? 0)) place += 1;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.sum += value;
  }
}

/** The series of one metric by their labels. */
export class MetricFamily<Cell extends Tally | Distribution> {
  readonly #labels: readonly (readonly [name: string, values: LabelValues])[];
  readonly #make: (labels: Labels) => Cell;
  /** By the values that their labels were bounded to. */
  readonly #cells = new Map<string, Cell>();
  /** By the values that were asked for. */
  readonly #known = new Map<string, Cell>();
  /** Values that open labels have taken. */
  readonly #taken = new Map<string, Set<string>>();

  constructor(
    readonly name: string,
    readonly entry: MetricEntry,
    make: (labels: Labels) => Cell,
  ) {
    this.#labels = Object.entries(entry.labels ?? {});
    this.#make = make;
  }

  get cells(): Iterable<Cell> {
    return this.#cells.values();
  }

  clear(): void {
    this.#cells.clear();
    this.#known.clear();
  }

  /** The series with these labels, each value bounded. @throws TypeError for a label that the metric does not have. */
  cell(labels: Labels): Cell {
    // Asked several times by every request, so what was asked for before is looked up (docs/performance.md).
    let key = '';
    for (const [name] of this.#labels) key += `\0${labels[name] ?? ''}`;
    return this.#known.get(key) ?? this.#firstAsked(key, labels);
  }

  #firstAsked(key: string, labels: Labels): Cell {
    const foreign = Object.keys(labels).find((label) => this.entry.labels?.[label] === undefined);
    if (foreign !== undefined) throw new TypeError(`${this.name} has no label ${foreign}`);
    const bounded = Object.fromEntries(
      this.#labels.map(([name, values]) => [name, this.#bounded(name, values, labels[name] ?? '')]),
    );
    const own = Object.values(bounded).join('\0');
    const cell = this.#cells.get(own) ?? this.#make(bounded);
    this.#cells.set(own, cell);
    if (this.#known.size < MAX_KNOWN) this.#known.set(key, cell);
    return cell;
  }

  #bounded(name: string, values: LabelValues, value: string): string {
    if (!('most' in values)) return values.includes(value) ? value : OTHER;
    const taken = this.#taken.get(name) ?? new Set();
    if (taken.size < values.most) this.#taken.set(name, taken.add(value));
    return taken.has(value) ? value : OTHER;
  }
}
