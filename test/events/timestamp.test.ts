import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from '../../src/events/timestamp.js';

describe('timestamp', () => {
  const read: [string, number][] = [
    ['2026-11-23T00:10:24Z', Date.UTC(2026, 10, 23, 0, 10, 24)],
    ['2026-11-23t00:10:24z', Date.UTC(2026, 10, 23, 0, 10, 24)],
    ['2026-11-23 00:10:24.3079Z', Date.UTC(2026, 10, 23, 0, 10, 24, 307)],
    ['2026-11-23T02:10:24+02:00', Date.UTC(2026, 10, 23, 0, 10, 24)],
    ['2026-11-22T19:40:24-04:30', Date.UTC(2026, 10, 23, 0, 10, 24)],
    ['2026-06-30T23:59:60Z', Date.UTC(2026, 6, 1)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ];
  for (const [text, expected] of read) {
    test(`reads ${text}`, () => assert.equal(parseTimestamp(text), expected));
  }

  test('reads an offset whose plus was lost in a query string', () => {
    assert.equal(
      parseTimestamp('2026-11-23T02:10:24 02:00'),
      parseTimestamp('2026-11-23T02:10:24+02:00'),
    );
  });

  for (const text of [
    '',
    'yesterday',
    '2026-11-23',
    '2026-11-23T00:10:24',
    '2026-11-23T00:10Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T00:60:00Z',
    '2026-11-23T00:00:61Z',
    '2026-11-23T00:00:00+24:00',
    '2026-11-23T00:00:00Z\n',
    ' 2026-11-23T00:00:00Z',
  ]) {
    test(`takes ${JSON.stringify(text)} for no time`, () =>
      assert.equal(parseTimestamp(text), undefined));
  }

  test('reads back every time that it writes', () => {
    const fourDigitYears = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(fourDigitYears, (atMs) => parseTimestamp(formatTimestamp(atMs)) === atMs),
    );
  });
});
