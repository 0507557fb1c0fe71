/** What an RPC service said to the Node, without what could name the service or hold its key. */

// A URL ends only where RFC 3986 has no such character; the scheme is bounded so that a long word is read once.
const url = /[a-z]{0,10}:\/\/[^\s"<>\\]*/gi;
const word = /[^\s'"(),;{}[\]<>\\]+/g;
const number = /^-?\d{1,15}[.:]?$/;
/** Longer words may be keys even without a digit. */
const MAX_LETTERS = 40;

/**
 * The message with every URL as `[URL]` and every other word that could be part of one, an address or a key as `[…]`: words
 * with digits that are no plain number, with dots, slashes or the like inside, and very long ones.
 */
export function withoutService(message: string): string {
  return message.replace(url, '[URL]').replace(word, (text) => (isPlain(text) ? text : '[…]'));
}

function isPlain(text: string): boolean {
  if (number.test(text)) return true;
  return text.length <= MAX_LETTERS && !/[\d/@%?=&#]|[.:]\w/.test(text);
}
