/** Rules for keys, addresses, derivation paths and mnemonic phrases, one value at a time: what the Node survives and what it can use. */
import { toInteger } from './decimal.js';
import type { IntegerInput } from './decimal.js';
import { textFault } from './plain-text.js';
import { didYouMean } from './suggestion.js';

/** The order of the secp256k1 group: a private key is at least 1 and below it. */
const CURVE_ORDER = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n;
const MAX_PATH_INDEX = 0x7fff_ffffn;
/** A BIP-39 word has at most eight letters in English; the longest of any list is far below this. */
const MAX_WORD_CHARS = 32;
const MAX_PASSPHRASE_BYTES = 1024;

/** Sizes of a mnemonic phrase (node/src/node_configurator/configurator.rs:467-485). */
const mnemonicWordCounts = [12, 15, 18, 21, 24] as const;

/** Languages of mnemonic phrases, in the Node's exact spelling (configurator.rs:449-466). */
const mnemonicLanguages = [
  'English',
  'Chinese',
  'Traditional Chinese',
  'French',
  'Italian',
  'Japanese',
  'Korean',
  'Spanish',
] as const;

/**
 * What is wrong with a private key; undefined where nothing is. Of another length than 32 bytes it kills the Node and spoils
 * its database, outside the curve's order it kills the Node when the address is computed (persistent_configuration.rs:538-552).
 */
export function privateKeyFault(key: string): string | undefined {
  if (!/^[0-9a-fA-F]{64}$/.test(key)) {
    return 'must be exactly 64 hexadecimal digits, without 0x before them';
  }
  const number = BigInt(`0x${key}`);
  return number === 0n || number >= CURVE_ORDER
    ? 'is no private key: it must not be zero and must be below the order of the secp256k1 curve'
    : undefined;
}

/** What is wrong with a wallet address; undefined where nothing is. Case is free, but a later call must repeat it exactly. */
export function addressFault(address: string): string | undefined {
  return /^0x[0-9a-fA-F]{40}$/.test(address)
    ? undefined
    : 'must be 0x followed by exactly 40 hexadecimal digits';
}

/** What is wrong with a derivation path; undefined where nothing is. At most ten levels: each costs the Node time. */
export function derivationPathFault(path: string): string | undefined {
  if (!/^m(?:\/\d{1,10}'?){1,10}$/.test(path)) {
    return "must look like m/44'/60'/0'/0/0: m, then one to ten numbers, each after a slash, an apostrophe where hardened";
  }
  const numbers = path.match(/\d+/g) ?? [];
  return numbers.every((number) => BigInt(number) <= MAX_PATH_INDEX)
    ? undefined
    : `must not hold a number above ${MAX_PATH_INDEX}`;
}

/** What is wrong with a mnemonic language; undefined where nothing is. */
export function languageFault(language: string): string | undefined {
  if (mnemonicLanguages.some((known) => known === language)) return undefined;
  const list = mnemonicLanguages.join(', ');
  return `must be one of ${list}, spelt so.${didYouMean(language, mnemonicLanguages)}`;
}

/** What is wrong with the number of words asked for; undefined where nothing is. */
export function wordCountFault(count: IntegerInput): string | undefined {
  const exact = toInteger(count);
  return mnemonicWordCounts.some((known) => BigInt(known) === exact)
    ? undefined
    : `must be one of ${mnemonicWordCounts.join(', ')}`;
}

/** What is wrong with a mnemonic phrase given as its words; undefined where nothing is. Never repeats a word. */
export function phraseFault(words: readonly string[]): string | undefined {
  const count = wordCountFault(words.length);
  if (count !== undefined) return `has ${words.length} words; their number ${count}`;
  const bad = words.findIndex(
    (word) => !/^\p{L}[\p{L}\p{M}]*$/u.test(word) || word.length > MAX_WORD_CHARS,
  );
  return bad < 0
    ? undefined
    : `has a word at place ${bad + 1} that is not made of letters only; give each word as one string of the list`;
}

/** What is wrong with a mnemonic passphrase; undefined where nothing is. An empty one is the same as none. */
export function passphraseFault(passphrase: string): string | undefined {
  const fault = textFault(passphrase);
  if (fault !== undefined) return fault;
  return Buffer.byteLength(passphrase) > MAX_PASSPHRASE_BYTES
    ? `must not be longer than ${MAX_PASSPHRASE_BYTES} bytes`
    : undefined;
}
