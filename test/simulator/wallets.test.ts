import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  addressOf,
  deriveKey,
  newPhrase,
  phraseFault,
  seedOf,
} from '../../src/simulator/wallets.js';

const phrase = [...new Array<string>(11).fill('abandon'), 'about'];
const curveOrder = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

describe('wallets', () => {
  test('the address of the key 1 is the well-known one', () => {
    assert.equal(addressOf(`${'0'.repeat(63)}1`), '0x7e5f4552091a69125d5dfcb7b8c2659029395bdf');
  });

  for (const key of ['0'.repeat(64), curveOrder, 'f'.repeat(64), 'abcd', '']) {
    test(`"${key}" is no key`, () => {
      assert.equal(addressOf(key), undefined);
    });
  }

  test('the standard test phrase gives the standard first address', () => {
    const derived = deriveKey(seedOf(phrase, ''), "m/44'/60'/0'/0/0");
    assert.ok('key' in derived);
    assert.equal(addressOf(derived.key), '0x9858effd232b4033e47d90003d41ec34ecaeda94');
  });

  test('a passphrase makes another seed', () => {
    assert.notDeepEqual(seedOf(phrase, ''), seedOf(phrase, 'x'));
  });

  for (const path of ['nope', '', 'M/0', '0/1']) {
    test(`the path "${path}" does not begin at m`, () => {
      assert.deepEqual(deriveKey(seedOf(phrase, ''), path), { fault: 'InvalidDerivationPath' });
    });
  }

  for (const path of ['m/x', 'm/2147483648', 'm/0h', 'm/', 'm/-1']) {
    test(`the path "${path}" has a bad child number`, () => {
      assert.deepEqual(deriveKey(seedOf(phrase, ''), path), { fault: 'InvalidChildNumber' });
    });
  }

  test('a new phrase has the words asked for and can be recovered', () => {
    const words = newPhrase(15);
    assert.equal(words.length, 15);
    assert.equal(phraseFault(words), undefined);
    assert.notEqual(phraseFault(words.slice(1)), undefined);
  });
});
