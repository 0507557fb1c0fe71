import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { demoLedger } from '../../src/simulator/demo-data.js';
import { lastBlockOf, lookForDelinquents } from '../../src/simulator/deadly-values.js';
import { Panic } from '../../src/simulator/panic.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { setupPayload, startReply } from '../support/peers/peer-under-test.js';
import { UiClient } from '../support/peers/ui-client.js';

const STEEP = '1000000000000000|1200|1200|500000000|21600|500000000';

describe('what kills a simulated Node when it computes', () => {
  test('a slope too steep for an i64, once a receivable is older than maturity and grace', () => {
    lookForDelinquents(STEEP, [0n, 2400n]);
    assert.throws(() => lookForDelinquents(STEEP, [2401n]), Panic);
    lookForDelinquents('199225335996063|1200|1200|500000000|21600|500000000', [2401n]);
    assert.throws(
      () => lookForDelinquents('199225335996064|1200|1200|500000000|21600|500000000', [2401n]),
      Panic,
    );
  });

  test('a debt threshold beyond an i64 and an interval of zero, with no receivable at all', () => {
    lookForDelinquents('9223372036854775807|0|0|0|1000000000|0', []);
    assert.throws(() => lookForDelinquents('9223372036854775808|0|0|1|1000000000|0', []), Panic);
    assert.throws(() => lookForDelinquents('2|0|0|1|0|0', []), Panic);
  });

  test('a start block that the longest range carries beyond a u64', () => {
    const most = 2n ** 64n - 1n;
    lastBlockOf(most, undefined);
    lastBlockOf(undefined, 3500n);
    lastBlockOf(most - 3500n, 3500n);
    assert.throws(() => lastBlockOf(most - 3499n, 3500n), Panic);
  });

  test('a receivables scan with an aged receivable ends the Node', async () => {
    const simulator = createSimulator({ ledger: demoLedger() });
    const { daemonPort } = await simulator.start();
    const daemonUi = await UiClient.open(daemonPort);
    const values = {
      'neighborhood-mode': 'zero-hop',
      'blockchain-service-url': 'http://127.0.0.1:9',
      'payment-thresholds': STEEP,
    };
    await daemonUi.ask('setup', setupPayload(values));
    const ui = await UiClient.open(startReply(await daemonUi.ask('start')).redirectUiPort);
    ui.post('scan', '{"scanType":"Receivables"}');
    await ui.closed;
    assert.match(simulator.deaths[0]?.reason ?? '', /Nonnegative slope/);
    daemonUi.terminate();
    await simulator.close();
  });
});
