/** Amounts as people read them, every digit kept. One MASQ is 10^9 gwei. */

const GWEI_DIGITS = 9;
const NARROW_SPACE = '\u202f';
const MINUS = '\u2212';

/**
 * @param {bigint} gwei
 * @returns {string} such as `9 007 200.589008214`
 */
export function masqText(gwei) {
  const digits = absolute(gwei)
    .toString()
    .padStart(GWEI_DIGITS + 1, '0');
  const fraction = digits.slice(-GWEI_DIGITS).replace(/0{1,9}$/, '');
  const whole = grouped(digits.slice(0, -GWEI_DIGITS));
  return sign(gwei) + whole + (fraction === '' ? '' : `.${fraction}`);
}

/**
 * @param {bigint} gwei
 * @returns {string} such as `9 007 200 589 008 214`
 */
export function gweiText(gwei) {
  return sign(gwei) + grouped(absolute(gwei).toString());
}

/** @param {bigint} gwei */
function absolute(gwei) {
  return gwei < 0n ? -gwei : gwei;
}

/** @param {bigint} gwei */
function sign(gwei) {
  return gwei < 0n ? MINUS : '';
}

/** @param {string} digits */
function grouped(digits) {
  return BigInt(digits).toLocaleString('en-US').replaceAll(',', NARROW_SPACE);
}
