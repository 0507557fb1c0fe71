/** Keys and addresses: seed from words, derivation along a path, address of a key (BIP 39, 32, 44). */
import { createECDH, createHmac, pbkdf2Sync, randomInt } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const KEY_BYTES = 32;
const KEY_HEX_DIGITS = 2 * KEY_BYTES;
const SEED_BYTES = 64;
const SEED_ROUNDS = 2048;
const HARDENED = 2 ** 31;
const ADDRESS_HEX_DIGITS = 40;

/** The lengths that a phrase may have. */
export const wordCounts: readonly number[] = [12, 15, 18, 21, 24];

/** The languages that the Node knows (node/src/node_configurator/configurator.rs:449-470). */
export const mnemonicLanguages: readonly string[] = [
  'English',
  'Chinese',
  'Traditional Chinese',
  'French',
  'Italian',
  'Japanese',
  'Korean',
  'Spanish',
];

const words = (
  'amber anchor apple arrow autumn badge bamboo barrel basket beacon bridge bronze butter cabin candle canyon ' +
  'carbon castle cedar cherry circle clever cloud coast copper coral cotton crystal dawn desert dolphin dragon ' +
  'eagle echo ember falcon feather fabric forest fossil garden glacier golden granite harbor hazel honey island ' +
  'ivory jacket jungle kettle ladder lantern lemon marble meadow mirror nectar ocean olive orbit paddle quartz'
).split(' ');

/** A new phrase. The words are this simulator's own, not those of any standard list. */
export function newPhrase(wordCount: number): readonly string[] {
  return Array.from({ length: wordCount }, () => words[randomInt(words.length)] ?? '');
}

/** What is wrong with a phrase, in the Node's words; checksums are not looked at. */
export function phraseFault(phrase: readonly string[]): string | undefined {
  if (!phrase.every((word) => /^[a-z]{3,8}$/.test(word))) return 'invalid word in phrase';
  if (!wordCounts.includes(phrase.length)) {
    return `invalid number of words in phrase: ${phrase.length}`;
  }
  return undefined;
}

/** The 64-byte seed of a phrase. */
export function seedOf(phrase: readonly string[], passphrase: string): Buffer {
  const salt = `mnemonic${passphrase}`.normalize('NFKD');
  const text = phrase.join(' ').normalize('NFKD');
  return pbkdf2Sync(text, salt, SEED_ROUNDS, SEED_BYTES, 'sha512');
}

/** The private key at the path as 64 upper-case hex digits, or what is wrong with the path in the Node's words. */
export function deriveKey(
  seed: Buffer,
  path: string,
): { readonly key: string } | { readonly fault: 'InvalidDerivationPath' | 'InvalidChildNumber' } {
  const [root, ...children] = path.split('/');
  if (root !== 'm') return { fault: 'InvalidDerivationPath' };
  let node = split(createHmac('sha512', 'Bitcoin seed').update(seed).digest());
  for (const child of children) {
    const number = /^(\d{1,10})('?)$/.exec(child);
    const index = Number(number?.[1] ?? Number.NaN);
    if (number === null || index >= HARDENED) return { fault: 'InvalidChildNumber' };
    node = childOf(node, number[2] === "'" ? index + HARDENED : index);
  }
  return { key: toHex(node.key).toUpperCase() };
}

interface ExtendedKey {
  readonly key: bigint;
  readonly chainCode: Buffer;
}

function split(digest: Buffer): ExtendedKey {
  return {
    key: BigInt(`0x${digest.subarray(0, KEY_BYTES).toString('hex')}`),
    chainCode: digest.subarray(KEY_BYTES),
  };
}

function childOf(parent: ExtendedKey, index: number): ExtendedKey {
  const parentKey = Buffer.from(toHex(parent.key), 'hex');
  const head =
    index >= HARDENED ? Buffer.concat([Buffer.alloc(1), parentKey]) : publicKey(parentKey, true);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(index);
  const derived = split(
    createHmac('sha512', parent.chainCode)
      .update(Buffer.concat([head, number]))
      .digest(),
  );
  return { key: (derived.key + parent.key) % CURVE_ORDER, chainCode: derived.chainCode };
}

function publicKey(key: Buffer, compressed: boolean): Buffer {
  const ecdh = createECDH('secp256k1');
  ecdh.setPrivateKey(key);
  return ecdh.getPublicKey(null, compressed ? 'compressed' : 'uncompressed');
}

function toHex(key: bigint): string {
  return key.toString(16).padStart(KEY_HEX_DIGITS, '0');
}

/** The address of a private key in hex, or undefined where it is no key of the curve: the Node panics at such. */
export function addressOf(keyHex: string): string | undefined {
  const bytes = Buffer.from(keyHex, 'hex');
  if (bytes.length !== KEY_BYTES || keyHex.length !== KEY_HEX_DIGITS) return undefined;
  const key = BigInt(`0x${keyHex}`);
  if (key === 0n || key >= CURVE_ORDER) return undefined;
  const hash = Buffer.from(keccak_256(publicKey(bytes, false).subarray(1)));
  return `0x${hash.toString('hex').slice(-ADDRESS_HEX_DIGITS)}`;
}
