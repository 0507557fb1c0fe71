import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressFault,
  derivationPathFault,
  languageFault,
  phraseFault,
  privateKeyFault,
  wordCountFault,
} from '../../src/protocol/wallet-rules.js';

const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

test('a private key is 32 bytes of hex within the order of the curve', () => {
  for (const key of ['1'.padStart(64, '0'), 'Ab'.repeat(32), ORDER.replace(/1$/, '0')]) {
    assert.equal(privateKeyFault(key), undefined, key);
  }
  for (const key of [
    '',
    'ab',
    'ab'.repeat(31),
    'ab'.repeat(33),
    '0'.repeat(64),
    ORDER,
    'F'.repeat(64),
    `0x${'ab'.repeat(31)}`,
    `${'ab'.repeat(32)}\n`,
  ]) {
    assert.notEqual(privateKeyFault(key), undefined, key);
  }
});

test('an address is 0x and 40 hex digits', () => {
  assert.equal(addressFault(`0x${'aB'.repeat(20)}`), undefined);
  for (const address of [
    '',
    'ab'.repeat(20),
    `0X${'ab'.repeat(20)}`,
    `0x${'ab'.repeat(19)}`,
    `0x${'ab'.repeat(20)} `,
  ]) {
    assert.notEqual(addressFault(address), undefined, address);
  }
});

test('a derivation path has one to ten numbers below 2^31', () => {
  for (const path of ["m/44'/60'/0'/0/0", 'm/0', "m/2147483647'", `m${'/1'.repeat(10)}`]) {
    assert.equal(derivationPathFault(path), undefined, path);
  }
  for (const path of [
    '',
    'm',
    'm/',
    '44/60',
    "M/44'",
    'm/44h',
    'm/2147483648',
    'm/-1',
    'm//1',
    `m${'/1'.repeat(11)}`,
    'm/1 ',
  ]) {
    assert.notEqual(derivationPathFault(path), undefined, path);
  }
});

test('word counts come as number, bigint or text', () => {
  for (const count of [12, 15, 18, 21, 24, 24n, '12'])
    assert.equal(wordCountFault(count), undefined);
  for (const count of [0, 11, 13, 12.5, -12, '012', 2n ** 64n])
    assert.notEqual(wordCountFault(count), undefined);
});

test('languages are spelt exactly, and the right spelling is proposed', () => {
  assert.equal(languageFault('Traditional Chinese'), undefined);
  assert.match(languageFault('english') ?? '', /Did you mean "English"\?/);
});

test('a phrase is a list of single words of any script, and no fault repeats one', () => {
  const words = (word: string): string[] => Array.from({ length: 12 }, () => word);
  for (const word of [
    'abandon',
    'ábaco',
    'ábaco'.normalize('NFKD'),
    'あいこくしん',
    'がっこう'.normalize('NFKD'),
    '가격',
    '的',
  ]) {
    assert.equal(phraseFault(words(word)), undefined, word);
  }
  for (const phrase of [
    [],
    words('abandon').slice(1),
    ['abandon '.repeat(12)],
    [...words('abandon').slice(1), 'secret\u0000'],
    [...words('abandon').slice(1), 'secret word'],
  ]) {
    assert.doesNotMatch(phraseFault(phrase) ?? 'secret', /secret|abandon/);
  }
});
