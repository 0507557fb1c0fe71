import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import { errorOf, payloadText, type UiClient } from '../support/peers/ui-client.js';

const UNRECOGNIZED = '281474976710667';
const NON_PARSABLE = '281474976710668';

describe('setConfiguration', () => {
  let peer: PeerUnderTest;
  let ui: UiClient;

  before(async () => {
    peer = await openPeer();
    ({ ui } = await peer.startNode());
  });
  after(() => peer.close());

  const set = (name: string, value: string): string => JSON.stringify({ name, value });

  const accepted: readonly (readonly [string, string])[] = [
    ['gas-price', '0'],
    ['gas-price', '18446744073709551615'],
    ['gas-price', '+5'],
    ['start-block', 'NONE'],
    ['start-block', '18446744073709551615'],
    ['start-block', 'none'],
  ];
  for (const [name, value] of accepted) {
    test(`${name} ${value} is accepted`, async () => {
      assert.equal(payloadText(await ui.ask('setConfiguration', set(name, value))), '{}');
    });
  }

  test('what was set stands in the configuration', async () => {
    await ui.ask('setConfiguration', set('start-block', '9007199254740993'));
    const payload = payloadText(await ui.ask('configuration'));
    assert.match(payload, /"gasPrice":5,/);
    assert.match(payload, /"startBlock":9007199254740993,/);
  });

  const refusals: readonly (readonly [string, string, string, string])[] = [
    ['gas-price', 'abc', NON_PARSABLE, 'gas price: ParseIntError { kind: InvalidDigit }'],
    ['gas-price', '', NON_PARSABLE, 'gas price: ParseIntError { kind: Empty }'],
    [
      'gas-price',
      '18446744073709551616',
      NON_PARSABLE,
      'gas price: ParseIntError { kind: PosOverflow }',
    ],
    ['min-hops', '9', NON_PARSABLE, 'min hops: "Invalid value for min hops provided"'],
    ['start-block', 'latest', NON_PARSABLE, 'start block: ParseIntError { kind: InvalidDigit }'],
    ['start-block', '-1', NON_PARSABLE, 'start block: ParseIntError { kind: InvalidDigit }'],
    ['bogus', '1', UNRECOGNIZED, 'This parameter name is not known: bogus'],
  ];
  for (const [name, value, code, message] of refusals) {
    test(`${name} "${value}" is refused, and the refusal is logged to all`, async () => {
      assert.deepEqual(errorOf(await ui.ask('setConfiguration', set(name, value))), {
        code,
        message,
      });
      const line = `The UiSetConfigurationRequest failed with an error ${code}: ${message}`;
      await ui.broadcast('logBroadcast', (text) =>
        text.includes(`${JSON.stringify(line)},"logLevel":"Error"`),
      );
    });
  }

  test('min-hops makes a Node in zero-hop look for a route, and it finds one', async () => {
    assert.equal(payloadText(await ui.ask('setConfiguration', set('min-hops', '2'))), '{}');
    assert.equal(
      await ui.broadcast('connectionChange'),
      '{"opcode": "connectionChange", "payload": {"stage":"RouteFound"}}',
    );
    assert.equal(payloadText(await ui.ask('connectionStatus')), '{"stage":"RouteFound"}');
  });
});
