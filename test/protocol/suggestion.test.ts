import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { didYouMean, editDistance, nearest } from '../../src/protocol/suggestion.js';

test('the distance is zero for the same, the other length for nothing, and one for each slip', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      assert.equal(editDistance(a, a), 0);
      assert.equal(editDistance(a, ''), a.length);
      assert.equal(editDistance(a, b), editDistance(b, a));
      assert.ok(editDistance(a, b) >= Math.abs(a.length - b.length));
    }),
  );
  assert.equal(editDistance('chian', 'chain'), 1);
  assert.equal(editDistance('gas-prise', 'gas-price'), 1);
});

test('case and joints do not count', () => {
  const names = ['gas-price', 'min-hops', 'neighbors', 'ip'];
  assert.equal(nearest('gasPrice', names), 'gas-price');
  assert.equal(nearest('MIN_HOPS', names), 'min-hops');
  assert.equal(nearest('neighbours', names), 'neighbors');
});

test('nothing is suggested for what is near nothing', () => {
  assert.equal(nearest('xyzzy', ['gas-price', 'ip']), undefined);
  assert.equal(nearest('x'.repeat(100), ['x'.repeat(99)]), undefined);
  assert.equal(didYouMean('xyzzy', ['ip']), '');
  assert.equal(didYouMean('Standard', ['standard']), ' Did you mean "standard"?');
});
