import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  getEventHistoryQuery,
  getFinancialsQuery,
  getReadyzQuery,
  startNodeQuery,
  streamEventsQuery,
} from '../../src/generated/validators.js';

describe('query parameters', () => {
  test('are taken as the URL has them and as they were read from there', () => {
    for (const query of [
      {},
      { stats: 'false', top: '0', orderedBy: 'age' },
      { stats: false, top: 200, orderedBy: 'balance' },
    ]) {
      assert.ok(getFinancialsQuery(query), JSON.stringify(query));
    }
    for (const ensure of ['true', 'false', true, false]) assert.ok(startNodeQuery({ ensure }));
    for (const opcode of ['crashed', 'crashed,gateway.scan', ['crashed', 'setup']]) {
      assert.ok(streamEventsQuery({ opcode, minLogLevel: 'Warn', envelope: 'true' }));
    }
  });

  test('are held to their bounds, digit for digit', () => {
    for (const top of ['201', '-1', '1.5', '', '0x10', '00', '1e2', '18446744073709551617', 201]) {
      assert.equal(getFinancialsQuery({ top }), false, String(top));
    }
    for (const limit of ['0', '1001']) assert.equal(getEventHistoryQuery({ limit }), false);
    for (const limit of ['1', '1000']) assert.ok(getEventHistoryQuery({ limit }));
    for (const wait of ['301', 'soon']) assert.equal(getReadyzQuery({ wait }), false);
  });

  test('take nothing but the words that are listed', () => {
    for (const query of [{ stats: 'yes' }, { orderedBy: 'Age' }]) {
      assert.equal(getFinancialsQuery(query), false, JSON.stringify(query));
    }
    assert.equal(getReadyzQuery({ require: 'gateway' }), false);
    assert.equal(streamEventsQuery({ minLogLevel: 'debug' }), false);
    for (const opcode of ['', 'a,', 'a b', ['1'], Array.from({ length: 33 }, () => 'a')]) {
      assert.equal(streamEventsQuery({ opcode }), false, String(opcode));
    }
  });

  test('that are unknown are refused, but not where monitors add some', () => {
    assert.equal(getFinancialsQuery({ _: '1' }), false);
    assert.deepEqual(getFinancialsQuery.errors?.[0]?.params, { additionalProperty: '_' });
    assert.ok(getReadyzQuery({ _: '1' }));
  });

  test('never refuse a cursor: a bad one is told by a gap', () => {
    for (const lastEventId of ['', 'nonsense', 'x'.repeat(500)]) {
      assert.ok(streamEventsQuery({ lastEventId }));
    }
  });
});
