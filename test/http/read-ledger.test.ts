import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_STORED_REPLIES, ReadLedger } from '../../src/http/reads/read-ledger.js';
import type { ReadingState } from '../../src/http/reads/read-ledger.js';

const written = (
  ledger: ReadLedger,
  opcode: ReadingState['opcode'] = 'descriptor',
): ReadingState => ({
  opcode,
  writtenIn: ledger.generation(opcode),
});

describe('a stored reply', () => {
  test('is fresh for a second', () => {
    const ledger = new ReadLedger();
    ledger.store('k', written(ledger), 'text', 1000);
    assert.deepEqual(ledger.fresh('k', 1999), { text: 'text', ageMs: 999 });
    assert.equal(ledger.fresh('k', 2000), undefined);
    assert.equal(ledger.fresh('k', 999), undefined, 'a clock set back proves nothing');
  });
  test('of the setup for ten', () => {
    const ledger = new ReadLedger();
    ledger.store('k', written(ledger, 'setup'), 'text', 0);
    assert.equal(ledger.fresh('k', 9_999)?.ageMs, 9_999);
    assert.equal(ledger.fresh('k', 10_000), undefined);
  });
  test('is gone as soon as its kind is touched, and no other', () => {
    const ledger = new ReadLedger();
    ledger.store('d', written(ledger), 'text', 0);
    ledger.store('s', written(ledger, 'setup'), 'text', 0);
    ledger.touch(['descriptor', 'financials']);
    assert.equal(ledger.fresh('d', 0), undefined);
    assert.equal(ledger.fresh('s', 0)?.text, 'text');
  });
  test('of an older generation is not kept', () => {
    const ledger = new ReadLedger();
    const reading = written(ledger);
    ledger.touch(['descriptor']);
    ledger.store('k', reading, 'text', 0);
    assert.equal(ledger.fresh('k', 0), undefined);
  });
  test('makes room for newer ones', () => {
    const ledger = new ReadLedger();
    for (let number = 0; number <= MAX_STORED_REPLIES; number += 1) {
      ledger.store(`k${number}`, written(ledger, 'financials'), 'text', 0);
    }
    assert.equal(ledger.fresh('k0', 0), undefined);
    assert.equal(ledger.fresh('k1', 0)?.text, 'text');
  });
});

describe('joining', () => {
  test('what is not written yet may be joined by all', () => {
    const ledger = new ReadLedger();
    const waiting: ReadingState = { opcode: 'descriptor', writtenIn: undefined };
    ledger.touch(['descriptor']);
    assert.ok(ledger.mayJoin(waiting, false));
    assert.ok(ledger.mayJoin(waiting, true));
  });
  test('what is written may not be joined by who wants it anew', () => {
    const ledger = new ReadLedger();
    assert.ok(ledger.mayJoin(written(ledger), false));
    assert.ok(!ledger.mayJoin(written(ledger), true));
  });
  test('what was written before a change may be joined by nobody', () => {
    const ledger = new ReadLedger();
    const reading = written(ledger);
    ledger.touch(['descriptor']);
    assert.ok(!ledger.mayJoin(reading, false));
  });
});
