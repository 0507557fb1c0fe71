import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import { errorOf, payloadText, view, type UiClient } from '../support/peers/ui-client.js';

const NO_VALUES = '18014398509481985';
const EXCLUSIVE = '18014398509481986';
const TOO_BIG = '18014398509481987';
const UNMARSHAL = '9223372036854775812';

describe('reads of a fresh Node', () => {
  let peer: PeerUnderTest;
  let ui: UiClient;

  before(async () => {
    peer = await openPeer();
    ({ ui } = await peer.startNode());
  });
  after(() => peer.close());

  test('descriptor is null in zero-hop', async () => {
    assert.equal(
      await ui.ask('descriptor'),
      '{"opcode": "descriptor", "contextId": 1, "payload": {"nodeDescriptorOpt":null}}',
    );
  });

  test('the stage is NotConnected', async () => {
    assert.equal(payloadText(await ui.ask('connectionStatus')), '{"stage":"NotConnected"}');
  });

  test('the graph of a lonely Node is one line of DOT with one filled node', async () => {
    const { graph } = view(await ui.ask('neighborhoodGraph')).payload as { graph: string };
    assert.match(
      graph,
      /^digraph db \{ "([A-Za-z0-9+/]{8})[A-Za-z0-9+/]{78}" \[label="ar v0 ZZ\\n\1"\] \[style=filled\]; \}$/,
    );
  });

  test('configuration has every field, null where nothing is known, and no secret', async () => {
    const payload = payloadText(await ui.ask('configuration'));
    assert.equal(
      payload.replace(/"clandestinePort":\d+/, '"clandestinePort":1'),
      '{"blockchainServiceUrlOpt":"http://127.0.0.1:9","chainName":"dev","clandestinePort":1,"currentSchemaVersion":"11",' +
        '"earningWalletAddressOpt":null,"gasPrice":1,"maxBlockCount":null,"neighborhoodMode":"zero-hop","portMappingProtocol":null,' +
        '"startBlock":null,"consumingWalletPrivateKeyOpt":null,"consumingWalletAddressOpt":null,"pastNeighbors":[],' +
        '"paymentThresholds":{"thresholdIntervalSec":21600,"debtThresholdGwei":1000000000,"paymentGracePeriodSec":1200,' +
        '"maturityThresholdSec":1200,"permanentDebtAllowedGwei":500000000,"unbanBelowGwei":500000000},' +
        '"ratePack":{"routingByteRate":53844,"routingServiceRate":53844,"exitByteRate":107688,"exitServiceRate":107688},' +
        '"scanIntervals":{"pendingPayableSec":600,"payableSec":600,"receivableSec":600}}',
    );
  });

  test('checkPassword without a password asks whether there is none', async () => {
    assert.equal(payloadText(await ui.ask('checkPassword')), '{"matches":true}');
    assert.equal(
      payloadText(await ui.ask('checkPassword', '{"dbPasswordOpt":null}')),
      '{"matches":true}',
    );
    assert.equal(
      payloadText(await ui.ask('checkPassword', '{"dbPasswordOpt":"x"}')),
      '{"matches":false}',
    );
  });

  const zeroStats =
    '{"totalUnpaidAndPendingPayableGwei":0,"totalPaidPayableGwei":0,"totalUnpaidReceivableGwei":0,"totalPaidReceivableGwei":0}';
  const range = (minAmount: string, maxAmount: string, maxAge = '1000'): string =>
    `{"minAgeS":0,"maxAgeS":${maxAge},"minAmountGwei":${minAmount},"maxAmountGwei":${maxAmount}}`;
  const answered: readonly (readonly [string, string])[] = [
    ['{"statsRequired":true}', `{"statsOpt":${zeroStats},"queryResultsOpt":null}`],
    [
      '{"statsRequired":false,"topRecordsOpt":{"count":10,"orderedBy":"Age"}}',
      '{"statsOpt":null,"queryResultsOpt":{"payableOpt":[],"receivableOpt":[]}}',
    ],
    [
      '{"statsRequired":false,"topRecordsOpt":{"count":0,"orderedBy":"Balance"}}',
      '{"statsOpt":null,"queryResultsOpt":{"payableOpt":[],"receivableOpt":[]}}',
    ],
    [
      '{"statsRequired":false,"customQueriesOpt":{}}',
      '{"statsOpt":null,"queryResultsOpt":{"payableOpt":null,"receivableOpt":null}}',
    ],
    [
      `{"statsRequired":false,"customQueriesOpt":{"payableOpt":${range('0', '9223372036854775807')},"receivableOpt":${range('-9223372036854775808', '5')}}}`,
      '{"statsOpt":null,"queryResultsOpt":{"payableOpt":null,"receivableOpt":null}}',
    ],
  ];
  for (const [request, reply] of answered) {
    test(`financials ${request}`, async () => {
      assert.equal(payloadText(await ui.ask('financials', request)), reply);
    });
  }

  const tooBig = (table: string, what: string, value: string): string =>
    `Range query for ${table}: ${what} requested too big. Should be less than or equal to 9223372036854775807, not: ${value}`;
  const refused: readonly (readonly [string, string, string])[] = [
    [
      '{"statsRequired":false}',
      NO_VALUES,
      'Empty requests with missing queries not to be processed',
    ],
    [
      '{"statsRequired":false,"topRecordsOpt":{"count":1,"orderedBy":"Balance"},"customQueriesOpt":{}}',
      EXCLUSIVE,
      'Requesting top records and the more customized subset of records is not allowed both at the same time',
    ],
    [
      `{"statsRequired":false,"customQueriesOpt":{"payableOpt":${range('0', '1', '9223372036854775808')}}}`,
      TOO_BIG,
      tooBig('payable', 'Max age', '9223372036854775808'),
    ],
    [
      `{"statsRequired":false,"customQueriesOpt":{"payableOpt":${range('0', '18446744073709551615')}}}`,
      TOO_BIG,
      tooBig('payable', 'Max amount', '18446744073709551615'),
    ],
    [
      `{"statsRequired":false,"customQueriesOpt":{"receivableOpt":${range('0', '1', '18446744073709551615')}}}`,
      TOO_BIG,
      tooBig('receivable', 'Max age', '18446744073709551615'),
    ],
  ];
  for (const [request, code, message] of refused) {
    test(`financials ${request} is refused`, async () => {
      assert.deepEqual(errorOf(await ui.ask('financials', request)), { code, message });
    });
  }

  const misfits: readonly (readonly [string, string, string, string])[] = [
    ['financials', '{}', 'financials', '{"statsRequired":true}'],
    ['financials', '{"statsRequired":1}', 'financials', '{"statsRequired":true}'],
    [
      'financials',
      '{"statsRequired":true,"topRecordsOpt":{"count":65536,"orderedBy":"Age"}}',
      'financials',
      '{"statsRequired":true}',
    ],
    [
      'financials',
      '{"statsRequired":true,"topRecordsOpt":{"count":1,"orderedBy":"age"}}',
      'financials',
      '{"statsRequired":true}',
    ],
    [
      'financials',
      `{"statsRequired":true,"customQueriesOpt":{"payableOpt":${range('-1', '1')}}}`,
      'financials',
      '{"statsRequired":true}',
    ],
    ['scan', '{"scanType":"payables"}', 'financials', '{"statsRequired":true}'],
    ['walletAddresses', '{}', 'checkPassword', '{}'],
    ['checkPassword', '{"dbPasswordOpt":5}', 'checkPassword', '{}'],
    ['setConfiguration', '{"name":"gas-price","value":5}', 'checkPassword', '{}'],
    ['exitLocation', '{"exitLocations":[],"showCountries":false}', 'connectionStatus', '{}'],
    [
      'exitLocation',
      '{"fallbackRouting":true,"exitLocations":[{"countryCodes":["CZ"],"priority":-1}],"showCountries":false}',
      'connectionStatus',
      '{}',
    ],
    ['nonsense', '{}', 'checkPassword', '{}'],
    ['setup', '{"values":[]}', 'checkPassword', '{}'],
    ['start', '{}', 'checkPassword', '{}'],
    ['crash', '{"actor":"UIGATEWAY","panicMessage":"x"}', 'checkPassword', '{}'],
  ];
  for (const [opcode, payload, fence, fencePayload] of misfits) {
    test(`${opcode} ${payload} gets no answer`, async () => {
      const contextId = ui.post(opcode, payload);
      // The actor that would answer works in order: its answer to the next question proves the silence.
      await ui.ask(fence, fencePayload);
      assert.equal(ui.hasAnswer(opcode, contextId), false);
    });
  }

  test('a read without a contextId and an error body get no answer', async () => {
    const from = ui.frames.length;
    ui.tell('checkPassword');
    ui.write('{"opcode":"checkPassword","contextId":990,"error":{"code":1,"message":"m"}}');
    await ui.ask('checkPassword');
    await ui.broadcast('logBroadcast', (text) => text.includes("error in its payload: 'm'"), from);
    assert.equal(
      ui.frames.slice(from).filter((text) => text.includes('"checkPassword"')).length,
      1,
    );
  });

  test('a text that cannot be read is answered as by the Daemon', async () => {
    ui.write('{"opcode":"descriptor","contextId":991}');
    assert.deepEqual(errorOf(await ui.answerTo('descriptor', 991)), {
      code: UNMARSHAL,
      message: 'Required field was missing: payload, error',
    });
    ui.write('{"opcode":"descriptor"}');
    assert.match(
      await ui.broadcast('unmarshalError'),
      /"badData":"\{\\"opcode\\":\\"descriptor\\"\}"/,
    );
  });

  test('a Configurator answer comes after everything that was written before it', async () => {
    const first = [1, 2, 3].map(() => ui.post('checkPassword'));
    await ui.ask('configuration');
    for (const contextId of first) assert.equal(ui.hasAnswer('checkPassword', contextId), true);
  });
});
