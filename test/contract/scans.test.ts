import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import { errorOf, type UiClient } from '../support/peers/ui-client.js';

const SCAN = '9223372036854775815';

describe('scans', () => {
  let peer: PeerUnderTest;
  let ui: UiClient;

  before(async () => {
    peer = await openPeer();
    ({ ui } = await peer.startNode());
  });
  after(() => peer.close());

  async function silentWith(scanType: string, lines: readonly (string | RegExp)[]): Promise<void> {
    const from = ui.frames.length;
    const contextId = ui.post('scan', `{"scanType":"${scanType}"}`);
    // The Accountant answers in order: with the marker the scan's own answer would have come.
    await ui.ask('financials', '{"statsRequired":true}');
    for (const line of lines) {
      await ui.broadcast(
        'logBroadcast',
        (text) => (typeof line === 'string' ? text.includes(`"${line}"`) : line.test(text)),
        from,
      );
    }
    assert.equal(ui.hasAnswer('scan', contextId), false);
  }

  for (const scanType of ['Payables', 'PendingPayables']) {
    test(`${scanType} without a consuming wallet: silence and a log line`, async () => {
      await silentWith(scanType, [
        `Cannot initiate ${scanType} scan because no consuming wallet was found.`,
      ]);
    });
  }

  test('Receivables without a chain service: an error with the reason', async () => {
    const from = ui.frames.length;
    const { code, message } = errorOf(await ui.ask('scan', '{"scanType":"Receivables"}'));
    assert.equal(code, SCAN);
    assert.match(
      message,
      /^Receivables scan failed: 'Error while retrieving transactions: QueryFailed\("Transport error: .*'$/,
    );
    const lines: readonly RegExp[] = [
      /"Scanning for receivables to 0x27d9a2ac83b493f88ce9b4532edcf74e95b9788d"/,
      /"Scanning for delinquencies"/,
      /"Received ScanError: ScanError \{ scan_type: Receivables, /,
      /"The Receivables scan ended in \d+ms\."/,
      /"Sending UiScanResponse: NodeToUiMessage \{ /,
    ];
    for (const line of lines) {
      await ui.broadcast('logBroadcast', (text) => line.test(text), from);
    }
  });

  test('with wallets and nothing owed: silence and three log lines', async () => {
    await ui.ask('changePassword', '{"newPassword":"pw"}');
    await ui.ask('generateWallets', '{"dbPassword":"pw"}');
    await silentWith('Payables', [
      'Scanning for payables',
      /"The Payables scan ended in \d+ms\."/,
      'There was nothing to process during Payables scan.',
    ]);
    await silentWith('PendingPayables', [
      'Scanning for pending payable',
      /"The PendingPayables scan ended in \d+ms\."/,
      'There was nothing to process during PendingPayables scan.',
    ]);
  });
});
