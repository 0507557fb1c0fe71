import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GuessThrottle } from '../../src/http/access/guess-throttle.js';

const limits = { burst: 3, perSecond: 2, delayMs: 1000, maxDelayed: 2 };

describe('GuessThrottle', () => {
  test('answers a few at once, then late, then for the last time on that connection', () => {
    const wrong = new GuessThrottle(() => 0, limits);
    const verdicts = Array.from({ length: 7 }, () => wrong.judge());
    assert.deepEqual(verdicts, ['at-once', 'at-once', 'at-once', 'late', 'late', 'last', 'last']);
  });
  test('takes others in when a late one is out', () => {
    const wrong = new GuessThrottle(() => 0, limits);
    for (let each = 0; each < 5; each += 1) wrong.judge();
    wrong.answered();
    assert.deepEqual([wrong.judge(), wrong.judge()], ['late', 'last']);
  });
  test('forgives with time, up to the burst', () => {
    let nowMs = 0;
    const wrong = new GuessThrottle(() => nowMs, limits);
    const spend = (): string[] => Array.from({ length: 4 }, () => wrong.judge());
    assert.deepEqual(spend(), ['at-once', 'at-once', 'at-once', 'late']);
    wrong.answered();
    nowMs += 500;
    assert.deepEqual([wrong.judge(), wrong.judge()], ['at-once', 'late']);
    wrong.answered();
    nowMs += 3_600_000;
    assert.deepEqual(spend(), ['at-once', 'at-once', 'at-once', 'late']);
  });
  test('a clock that is set back forgives nothing', () => {
    let nowMs = 1_000_000;
    const wrong = new GuessThrottle(() => nowMs, { ...limits, burst: 1 });
    assert.equal(wrong.judge(), 'at-once');
    nowMs = 0;
    assert.equal(wrong.judge(), 'late');
  });
});
