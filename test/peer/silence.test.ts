import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unresponsiveAtMs } from '../../src/peer/links/silence.js';
import type { Owed } from '../../src/peer/links/silence.js';

const owed = (fields: Partial<Owed>): Owed => ({
  writtenAtMs: 100,
  limitMs: 50,
  counts: true,
  awaitsConfigurator: false,
  ...fields,
});

describe('a peer is unresponsive', () => {
  test('twice the limit after the writing of what it leaves unanswered', () => {
    assert.equal(unresponsiveAtMs([owed({}), owed({ limitMs: 20 })], -Infinity), 140);
    assert.equal(unresponsiveAtMs([], -Infinity), undefined);
  });

  test('never on account of what was written before it was last heard', () => {
    assert.equal(unresponsiveAtMs([owed({})], 101), undefined);
    assert.equal(unresponsiveAtMs([owed({}), owed({ writtenAtMs: 102 })], 101), 202);
  });

  test('never on account of what nobody must answer', () => {
    assert.equal(unresponsiveAtMs([owed({ counts: false })], -Infinity), undefined);
  });

  test('of several that wait for the Configurator on account of the oldest only', () => {
    const keyWork = owed({ limitMs: 1000, awaitsConfigurator: true });
    const fence = owed({ limitMs: 5, awaitsConfigurator: true });
    assert.equal(unresponsiveAtMs([keyWork, fence], -Infinity), 2100);
    assert.equal(unresponsiveAtMs([keyWork, { ...fence, writtenAtMs: 200 }], 150), undefined);
    assert.equal(unresponsiveAtMs([keyWork, fence, owed({})], -Infinity), 200);
  });
});
