import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import { errorOf, payloadText, type UiClient } from '../support/peers/ui-client.js';

const MISSING_COUNTRIES = '9223372036854775816';

describe('exitLocation in an empty neighborhood', () => {
  let peer: PeerUnderTest;
  let ui: UiClient;

  before(async () => {
    peer = await openPeer();
    ({ ui } = await peer.startNode());
  });
  after(() => peer.close());

  function ask(
    fallbackRouting: boolean,
    groups: readonly string[][],
    showCountries: boolean,
  ): Promise<string> {
    const exitLocations = groups.map((countryCodes, index) => ({
      countryCodes,
      priority: index + 1,
    }));
    return ui.ask(
      'exitLocation',
      JSON.stringify({ fallbackRouting, exitLocations, showCountries }),
    );
  }

  test('nothing wanted: fallback is on whatever was sent', async () => {
    assert.equal(
      payloadText(await ask(false, [], false)),
      '{"fallbackRouting":true,"exitCountrySelection":[],"exitCountries":null,"missingCountries":[]}',
    );
    await ui.broadcast('logBroadcast', (text) =>
      text.includes('"Neighborhood is empty, no exit Nodes are available."'),
    );
  });

  test('showing the countries of an empty neighborhood gives an empty list, not null', async () => {
    assert.equal(
      payloadText(await ask(false, [], true)),
      '{"fallbackRouting":true,"exitCountrySelection":[],"exitCountries":[],"missingCountries":[]}',
    );
  });

  test('without fallback and before anything was stored, missing countries are no error', async () => {
    assert.equal(
      payloadText(await ask(false, [['CZ']], false)),
      '{"fallbackRouting":false,"exitCountrySelection":[],"exitCountries":null,"missingCountries":["CZ"]}',
    );
  });

  test('with fallback all wanted countries missing is an error that names them', async () => {
    const reply = await ask(true, [['CZ', 'PL'], ['SK']], false);
    assert.deepEqual(errorOf(reply), { code: MISSING_COUNTRIES, message: 'CZ, PL, SK' });
  });

  test('the refused preference stays applied', async () => {
    assert.equal(
      payloadText(await ask(true, [['FR']], true)),
      '{"fallbackRouting":true,"exitCountrySelection":[{"countryCodes":["CZ","PL"],"priority":1},{"countryCodes":["SK"],"priority":2}],"exitCountries":[],"missingCountries":["FR"]}',
    );
  });

  test('codes are case-sensitive and not validated', async () => {
    assert.deepEqual(errorOf(await ask(true, [['cz', '??']], false)), {
      code: MISSING_COUNTRIES,
      message: 'cz, ??',
    });
  });
});
