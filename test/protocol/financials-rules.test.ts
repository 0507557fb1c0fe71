import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { financialsFaults, type Financials } from '../../src/protocol/financials-rules.js';

const I64_MAX = 9_223_372_036_854_775_807n;
const range = {
  minAgeS: 0,
  maxAgeS: I64_MAX,
  minAmountGwei: 1,
  maxAmountGwei: '9223372036854775807',
};
const top = { count: 200, orderedBy: 'Age' };
const pointers = (request: Financials, allowCustomFinancials = true): string[] =>
  financialsFaults(request, { allowCustomFinancials }).map(({ pointer }) => pointer);

describe('financials', () => {
  test('asks for statistics, top records or ranges', () => {
    assert.deepEqual(pointers({ statsRequired: true }, false), []);
    assert.deepEqual(
      pointers({ statsRequired: false, topRecordsOpt: top, customQueriesOpt: null }, false),
      [],
    );
    assert.deepEqual(pointers({ statsRequired: false, topRecordsOpt: { ...top, count: 0 } }), []);
    assert.deepEqual(
      pointers({
        statsRequired: false,
        customQueriesOpt: { payableOpt: range, receivableOpt: range },
      }),
      [],
    );
    assert.deepEqual(pointers({ statsRequired: false, customQueriesOpt: {} }), []);
  });

  test('must ask for something, and for one kind only', () => {
    assert.deepEqual(pointers({ statsRequired: false }), ['']);
    assert.deepEqual(
      pointers({ statsRequired: false, topRecordsOpt: null, customQueriesOpt: null }),
      [''],
    );
    assert.deepEqual(pointers({ statsRequired: true, topRecordsOpt: top, customQueriesOpt: {} }), [
      '/customQueriesOpt',
    ]);
  });

  test('gets ranges only where they are switched on', () => {
    const faults = financialsFaults(
      { statsRequired: true, customQueriesOpt: { payableOpt: range } },
      { allowCustomFinancials: false },
    );
    assert.match(faults[0]?.detail ?? '', /allowCustomFinancials/);
  });

  test('is bounded to 200 records in an order that the Node knows', () => {
    for (const count of [201, -1, 1.5, 70_000, 2n ** 64n]) {
      assert.deepEqual(pointers({ statsRequired: true, topRecordsOpt: { ...top, count } }), [
        '/topRecordsOpt/count',
      ]);
    }
    assert.deepEqual(
      pointers({ statsRequired: true, topRecordsOpt: { ...top, orderedBy: 'age' } }),
      ['/topRecordsOpt/orderedBy'],
    );
  });

  test('keeps ages and amounts within an i64, exactly; only receivables may be negative', () => {
    const at = '/customQueriesOpt/payableOpt';
    const payable = (change: object): string[] =>
      pointers({ statsRequired: false, customQueriesOpt: { payableOpt: { ...range, ...change } } });
    assert.deepEqual(payable({ maxAgeS: I64_MAX + 1n }), [`${at}/maxAgeS`]);
    assert.deepEqual(payable({ maxAmountGwei: '9223372036854775808' }), [`${at}/maxAmountGwei`]);
    assert.deepEqual(payable({ minAmountGwei: -1 }), [`${at}/minAmountGwei`]);
    assert.deepEqual(payable({ minAgeS: -1 }), [`${at}/minAgeS`]);
    assert.deepEqual(payable({ minAgeS: 9, maxAgeS: 8 }), [`${at}/minAgeS`]);
    const receivable = { ...range, minAmountGwei: -(2n ** 63n), maxAmountGwei: -1n };
    assert.deepEqual(
      pointers({ statsRequired: false, customQueriesOpt: { receivableOpt: receivable } }),
      [],
    );
    assert.deepEqual(
      pointers({
        statsRequired: false,
        customQueriesOpt: { receivableOpt: { ...receivable, minAmountGwei: -(2n ** 63n) - 1n } },
      }),
      ['/customQueriesOpt/receivableOpt/minAmountGwei'],
    );
  });
});
