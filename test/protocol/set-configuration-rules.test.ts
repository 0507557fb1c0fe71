import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  configurationNameFault,
  configurationValueFault,
} from '../../src/protocol/set-configuration-rules.js';

test('three names are known, and the nearest is proposed', () => {
  for (const name of ['gas-price', 'min-hops', 'start-block'])
    assert.equal(configurationNameFault(name), undefined);
  assert.match(configurationNameFault('gasPrice') ?? '', /Did you mean "gas-price"\?/);
  assert.notEqual(configurationNameFault('chain'), undefined);
});

test('values as text, number or bigint are held to what the Node can use', () => {
  for (const value of [1, '5', 18_446_744_073_709_551_615n])
    assert.equal(configurationValueFault('gas-price', value), undefined);
  for (const value of [0, '0', -1, '+5', '1.5', '', 18_446_744_073_709_551_616n]) {
    assert.notEqual(configurationValueFault('gas-price', value), undefined, String(value));
  }
  for (const value of [1, '6']) assert.equal(configurationValueFault('min-hops', value), undefined);
  for (const value of [0, '7', '01', 'one'])
    assert.notEqual(configurationValueFault('min-hops', value), undefined);
  for (const value of ['none', 'NONE', 0, '1000000000000']) {
    assert.equal(configurationValueFault('start-block', value), undefined, String(value));
  }
  for (const value of ['', 'null', -1, 1_000_000_000_001n, 2n ** 64n - 1n])
    assert.notEqual(configurationValueFault('start-block', value), undefined);
});

test('"latest", which the command line takes and the Node refuses, is answered with the word that works', () => {
  assert.match(configurationValueFault('start-block', 'latest') ?? '', /"none"/);
});
