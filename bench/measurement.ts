/** What a case measures: one value per round on our side, one on the baseline's, and what they are held to. */

/** What is compared with the target: our value, our value by the baseline's, or our value less the baseline's. */
export type Compared = 'value' | 'ratio' | 'difference';

/** A bound for the median over the rounds. */
export interface Target {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One line of the table. */
export interface Measurement {
  readonly what: string;
  /** The server it is about, if several are compared with each other. */
  readonly side?: string;
  readonly unit: string;
  readonly compared: Compared;
  /** Ours, one per round. */
  readonly values: readonly number[];
  /** The other side, round by round; absent where the value speaks for itself. */
  readonly baseline?: { readonly what: string; readonly values: readonly number[] };
  readonly target?: Target;
}

/** Minimum, median and maximum. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The value below which the part `part` (0…1) of the values lies; NaN where there is none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The figure that is compared, round by round, so that both sides met the same foreign load. */
export function compare({ compared, values, baseline }: Measurement): readonly number[] {
  if (compared === 'value') return values;
  const pairs = values.map((value, round) => [value, baseline?.values[round] ?? NaN] as const);
  return pairs.map(([ours, other]) => (compared === 'ratio' ? ours / other : ours - other));
}

/** A little less than a half, so that two values have their mean as their median. */
const HALF = 0.5 - Number.EPSILON;

/** The spread of some values. */
export function spreadOf(values: readonly number[]): Spread {
  return {
    min: Math.min(...values),
    median: (quantile(values, 0.5) + quantile(values, HALF)) / 2,
    max: Math.max(...values),
  };
}

/** Whether the median keeps within the target; undefined where there is none. */
export function meets(measurement: Measurement): boolean | undefined {
  const { target } = measurement;
  if (target === undefined) return undefined;
  const { median } = spreadOf(compare(measurement));
  return median >= (target.atLeast ?? -Infinity) && median <= (target.atMost ?? Infinity);
}
