import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  countNeighborhood,
  readFinancialTotals,
  readGasPrice,
  readScanEnd,
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

test('the end of a scan is told by exactly one line of the Node', () => {
  const line = (msg: string): string => JSON.stringify({ msg, logLevel: 'Info' });
  for (const kind of ['Payables', 'Receivables', 'PendingPayables']) {
    assert.equal(readScanEnd(line(`The ${kind} scan ended in 17ms.`)), kind);
  }
  for (const msg of [
    'The Other scan ended in 17ms.',
    'Somebody says: The Payables scan ended in 17ms.',
    'The Payables scan ended in 17ms. Really',
    'There was nothing to process during Payables scan.',
  ]) {
    assert.equal(readScanEnd(line(msg)), undefined);
  }
  assert.equal(readScanEnd('{"msg": 5}'), undefined);
});
