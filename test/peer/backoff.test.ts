import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { backoffMs } from '../../src/peer/links/backoff.js';
import {
  BUCKET_SIZE,
  fullBucket,
  holds,
  readyAtMs,
  refilled,
  taken,
} from '../../src/peer/node/bucket.js';
import { peerTimings } from '../../src/peer/timings.js';

describe('backoff', () => {
  test('doubles its ceiling with every failure, up to 2 s', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 2000].map((failures) =>
      Math.round(backoffMs(failures, 1, peerTimings)),
    );
    assert.deepEqual(ceilings, [100, 200, 400, 800, 1600, 2000, 2000, 2000]);
  });

  test('lies anywhere below the ceiling', () => {
    assert.equal(backoffMs(3, 0, peerTimings), 0);
    assert.equal(backoffMs(3, 0.5, peerTimings), 400);
  });
});

describe('a token bucket', () => {
  test('holds the token at the time it promised, and not a millisecond before', () => {
    const rate = fc.integer({ min: 1, max: 5000 });
    const start = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(rate, start, fc.integer({ min: 1, max: 2 }), (perSecond, nowMs, count) => {
        const empty = taken(fullBucket(nowMs), BUCKET_SIZE);
        const atMs = readyAtMs(empty, count, perSecond);
        assert.ok(holds(refilled(empty, perSecond, atMs), count));
        assert.ok(!holds(refilled(empty, perSecond, nowMs + (atMs - nowMs) * 0.99), count));
      }),
    );
  });

  test('never holds more than its size, and nothing when the clock goes back', () => {
    assert.equal(refilled(fullBucket(0), 100, 1e9).tokens, BUCKET_SIZE);
    const half = taken(fullBucket(1000), 4);
    assert.deepEqual(refilled(half, 100, 500), half);
  });
});
