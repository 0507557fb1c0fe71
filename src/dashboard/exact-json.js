/** Reads JSON without losing a digit: integers beyond 2^53 become decimal texts. */

// Short tokens that cannot fail late: a pattern of a whole string would start again at each quote of one that has no end.
const tokens = /\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** As many digits as a u64 has, and a sign. */
const integer = /^-?\d{1,20}$/;

/**
 * @param {string} text
 * @returns {unknown} @throws SyntaxError where it is no JSON
 */
export function parseExact(text) {
  let isInString = false;
  const exact = text.replace(tokens, (token) => {
    if (token === '"') isInString = !isInString;
    const isRounded = integer.test(token) && !Number.isSafeInteger(Number(token));
    return isRounded && !isInString ? `"${token}"` : token;
  });
  return JSON.parse(exact);
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
