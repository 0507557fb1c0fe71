/** Reads JSON without losing a digit: integers beyond 2^53 become decimal texts. */

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const integer = /^-?\d+$/;

/**
 * @param {string} text
 * @returns {unknown} @throws SyntaxError where it is no JSON
 */
export function parseExact(text) {
  return JSON.parse(
    text.replace(tokens, (token) =>
      integer.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    ),
  );
}

/**
 * The integer that a field of {@link parseExact} stands for; undefined where it is none.
 *
 * @param {unknown} value
 * @returns {bigint | undefined}
 */
export function integerOf(value) {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && integer.test(value) ? BigInt(value) : undefined;
}
