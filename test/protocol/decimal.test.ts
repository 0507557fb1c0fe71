import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { integerWithin, toInteger, U64_MAX } from '../../src/protocol/decimal.js';

test('every integer is read exactly from bigint and text, and from a double only where it is exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: U64_MAX }), (value) => {
      assert.equal(toInteger(value), value);
      assert.equal(toInteger(value.toString()), value);
      assert.equal(
        toInteger(Number(value)),
        Number.isSafeInteger(Number(value)) ? value : undefined,
      );
    }),
  );
});

test('other spellings are no integers', () => {
  for (const text of ['', ' 1', '01', '+1', '1.0', '1e3', '0x1', '1n', '١', '-'])
    assert.equal(toInteger(text), undefined, text);
  for (const double of [0.5, NaN, Infinity, 2 ** 53]) assert.equal(toInteger(double), undefined);
});

test('bounds belong to the range', () => {
  assert.equal(integerWithin(1, 1n, 6n), 1n);
  assert.equal(integerWithin('6', 1n, 6n), 6n);
  assert.equal(integerWithin(7, 1n, 6n), undefined);
  assert.equal(integerWithin(0, 1n, 6n), undefined);
});
