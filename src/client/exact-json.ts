/** JSON both ways without losing a digit: 64-bit fields are bigint, whatever their size. */
import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { integerNames } from '../generated/integer-fields.js';

/** The fields of 64 bits in what the gateway answers. */
export const wideFields: ReadonlySet<string> = new Set(integerNames);

const wholeNumber = /^-?\d+$/;

/**
 * Reads JSON. Numbers in {@link wideFields} become bigint; of the others a whole number that would be rounded becomes one,
 * too, so that a field that this client does not know yet is exact as well. @throws SyntaxError
 */
export function readJson(text: string): unknown {
  return parse(text, (key, value) => {
    if (!isLosslessNumber(value)) return value;
    const digits = value.toString();
    const number = Number(digits);
    if (!wholeNumber.test(digits)) return number;
    return wideFields.has(key) || !Number.isSafeInteger(number) ? BigInt(digits) : number;
  });
}

/**
 * Writes JSON; a bigint becomes its digits. @throws RangeError for a number that is beyond 2^53 or no number at all: it has been
 * rounded before it came here, and the gateway must not carry out what nobody meant.
 */
export function writeJson(value: unknown): string {
  const text = stringify(value, (key, item) => {
    if (typeof item === 'number' && !isExact(item)) {
      throw new RangeError(`${key} is ${item}, which may have been rounded; give it as a bigint`);
    }
    return item;
  });
  return text ?? 'null';
}

function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}
