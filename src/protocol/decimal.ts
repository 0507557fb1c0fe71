/** Whole numbers beyond 2^53, as they come in a request: number, bigint or decimal text. */

/** The greatest u64, the widest integer that the peers read. */
export const U64_MAX = 18_446_744_073_709_551_615n;
/** The greatest i64: the Node's database and its range queries end there (node/src/accountant/financials.rs:40-80). */
export const I64_MAX = 9_223_372_036_854_775_807n;
/** The least i64. */
export const I64_MIN = -9_223_372_036_854_775_808n;

/** A whole number in any of the spellings that a request may use. */
export type IntegerInput = number | bigint | string;

// Without leading zeros and plus signs, which the peers take in some places and refuse in others.
const decimal = /^-?(?:0|[1-9]\d{0,19})$/;

/** The exact number; undefined where `input` is no whole number, or a double too large to be exact. */
export function toInteger(input: IntegerInput): bigint | undefined {
  if (typeof input === 'bigint') return input;
  if (typeof input === 'number') return Number.isSafeInteger(input) ? BigInt(input) : undefined;
  return decimal.test(input) ? BigInt(input) : undefined;
}

/** The exact number where it lies within both bounds, themselves included; else undefined. */
export function integerWithin(
  input: IntegerInput,
  least: bigint,
  most: bigint,
): bigint | undefined {
  const value = toInteger(input);
  return value !== undefined && value >= least && value <= most ? value : undefined;
}
