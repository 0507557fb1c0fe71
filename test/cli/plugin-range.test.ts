import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { alerts, readRange } from '../../src/cli/commands/check.js';

/** The table of the guidelines: a range, values that alert, values that do not. */
const table: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['10', [-1, 11], [0, 5, 10]],
  ['10:', [9, -5], [10, 1e9]],
  ['~:10', [11], [10, -1e9]],
  ['10:20', [9, 21], [10, 15, 20]],
  ['@10:20', [10, 15, 20], [9, 21]],
  ['@10', [0, 10], [-1, 11]],
  ['0.5', [0.51, -0.1], [0.5, 0]],
  ['-5:-1', [-6, 0], [-5, -1]],
];

describe('a plugin range', () => {
  for (const [text, alarming, calm] of table) {
    test(`${text} alerts at ${alarming.join(', ')} and not at ${calm.join(', ')}`, () => {
      const range = readRange(text);
      assert.ok(range !== undefined);
      for (const value of alarming) assert.equal(alerts(range, value), true, String(value));
      for (const value of calm) assert.equal(alerts(range, value), false, String(value));
    });
  }

  for (const text of [
    '',
    ':',
    '@',
    '~',
    '~:',
    'ten',
    '20:10',
    '1:2:3',
    '1,5',
    '1e3',
    '10 ',
    '@@1',
  ]) {
    test(`"${text}" is none`, () => assert.equal(readRange(text), undefined));
  }

  test('with @ alerts exactly where it would not without', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), fc.integer(), (start, length, value) => {
        const plain = readRange(`${start}:${start + length}`);
        const inside = readRange(`@${start}:${start + length}`);
        assert.ok(plain !== undefined && inside !== undefined);
        assert.notEqual(alerts(plain, value), alerts(inside, value));
      }),
    );
  });
});
