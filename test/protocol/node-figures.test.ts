import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  countNeighborhood,
  readFinancialTotals,
  readGasPrice,
} from '../../src/protocol/node-figures.js';

const stats = (unpaid: string): string =>
  `{"statsOpt": {"totalUnpaidAndPendingPayableGwei": ${unpaid}, "totalPaidPayableGwei": 2, "totalUnpaidReceivableGwei": -9223372036854775808, "totalPaidReceivableGwei": 0}, "queryResultsOpt": null}`;

describe('totals of financials', () => {
  test('are read to the last digit', () => {
    assert.deepEqual(readFinancialTotals(stats('18446744073709551615')), {
      unpaidPayable: 18446744073709551615n,
      paidPayable: 2n,
      unpaidReceivable: -9223372036854775808n,
      paidReceivable: 0n,
    });
  });

  for (const payload of [
    '{}',
    '{"statsOpt": null}',
    stats('1.5'),
    stats('"1"'),
    stats('1e3'),
    '[',
  ]) {
    test(`are not found in ${payload.slice(0, 60)}`, () => {
      assert.equal(readFinancialTotals(payload), undefined);
    });
  }
});

test('the gas price is an integer or nothing', () => {
  assert.equal(readGasPrice('{"gasPrice": 55}'), 55n);
  for (const payload of ['{}', '{"gasPrice": null}', '{"gasPrice": "55"}']) {
    assert.equal(readGasPrice(payload), undefined);
  }
});

test('the neighborhood counts nodes, those that only edges name too', () => {
  assert.equal(
    countNeighborhood('{"graph": "digraph db { \\"a\\" [x=\\"y\\"]; \\"a\\" -> \\"b\\"; }"}'),
    2,
  );
  for (const payload of ['{}', '{"graph": 5}', '{"graph": "no graph"}']) {
    assert.equal(countNeighborhood(payload), undefined);
  }
});
