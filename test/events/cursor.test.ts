import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { epochOf, formatId, judgeCursor, parseCursor } from '../../src/events/cursor.js';

const startedAtMs = 1_800_000_000_000;
const epoch = epochOf(startedAtMs);
const position = { epoch, newest: 7 };
const judge = (text: string): string => judgeCursor(parseCursor(text), position);

describe('cursor', () => {
  test('the epoch is the start of the gateway in base 36', () => {
    assert.equal(parseInt(epoch, 36), startedAtMs);
  });

  test('every id that is written can be read back', () => {
    const starts = fc.integer({ min: 0, max: 9_999_999_999_999 });
    const numbers = fc.integer({ min: 0, max: 999_999_999_999_999 });
    fc.assert(
      fc.property(starts, numbers, (start, number) => {
        const cursor = parseCursor(formatId(epochOf(start), number));
        assert.deepEqual(cursor, { kind: 'id', epoch: epochOf(start), number });
      }),
    );
  });

  test('an id up to the newest is usable, the place before the first one too', () => {
    assert.equal(judge(`${epoch}-7`), 'usable');
    assert.equal(judge(`${epoch}-0`), 'usable');
  });

  test('an id beyond the newest is in the future', () => {
    assert.equal(judge(`${epoch}-8`), 'future');
  });

  test('an id of another run is told apart, be it older or newer', () => {
    assert.equal(judge(`${epochOf(startedAtMs - 1)}-3`), 'other-epoch');
    assert.equal(judge(`${epochOf(startedAtMs + 1)}-3000`), 'other-epoch');
  });

  test('a time is usable', () => {
    assert.equal(judge('2026-11-23T00:10:24Z'), 'usable');
  });

  for (const text of [
    '',
    '7',
    '-7',
    `${epoch}-`,
    `${epoch}--7`,
    `${epoch}-07`,
    `${epoch}-7 `,
    `${epoch}-7\n`,
    `${epoch}-1e3`,
    `${epoch}-9999999999999999999`,
    `${epoch.toUpperCase()}-7`,
    `0${epoch}-7`,
    'abcdefghijklmnop-7',
  ]) {
    test(`${JSON.stringify(text)} is malformed`, () => assert.equal(judge(text), 'malformed'));
  }

  test('no text whatever makes parsing throw', () => {
    const kinds = ['id', 'time', 'malformed'];
    fc.assert(fc.property(fc.string(), (text) => kinds.includes(parseCursor(text).kind)));
  });
});
