/** What is fixed about a metric. */

/**
 * The values that a label may take: a closed list, or at most so many of those that come first. Whatever else comes is `other`, so
 * that nothing which a caller or a peer makes up can grow the number of series.
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

/** Values of a metric's labels, by name. */
export type Labels = Readonly<Record<string, string>>;

/** One series of a metric. */
export interface Series {
  readonly labels: Labels;
  readonly value: number;
}
