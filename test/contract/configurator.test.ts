import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import { errorOf, payloadText, view, type UiClient } from '../support/peers/ui-client.js';

const READ = '281474976710657';
const WRITE = '281474976710658';
const LANGUAGE = '281474976710659';
const WORD_COUNT = '281474976710660';
const BAD_PASSWORD = '281474976710662';
const DERIVATION_PATH = '281474976710664';
const PHRASE = '281474976710665';
const MISSING_DATA = '281474976710669';
const UNKNOWN = '281474976710670';

const TEST_PHRASE = JSON.stringify([...new Array<string>(11).fill('abandon'), 'about']);
const ADDRESS = '0x0123456789012345678901234567890123456789';
const KEY_ONE = `${'0'.repeat(63)}1`;

interface GeneratedWallets {
  readonly mnemonicPhraseOpt: readonly string[];
  readonly consumingWalletAddress: string;
  readonly consumingWalletPrivateKey: string;
  readonly earningWalletAddress: string;
  readonly earningWalletPrivateKey: string;
}

describe('Configurator', () => {
  let peer: PeerUnderTest;
  let port: number;
  let ui: UiClient;
  let wallets: GeneratedWallets;

  before(async () => {
    peer = await openPeer();
    ({ ui, port } = await peer.startNode());
  });
  after(() => peer.close());

  async function refused(
    opcode: string,
    payload: string,
    code: string,
    message: string,
  ): Promise<void> {
    assert.deepEqual(errorOf(await ui.ask(opcode, payload)), { code, message });
  }

  describe('without a password', () => {
    test('wallets are not configured, whatever password is given', async () => {
      await refused(
        'walletAddresses',
        '{"dbPassword":"x"}',
        MISSING_DATA,
        'Wallet pair not yet configured',
      );
    });

    test('generate and recover need a password', async () => {
      await refused(
        'generateWallets',
        '{"dbPassword":"x"}',
        BAD_PASSWORD,
        "Bad password; can't generate wallets",
      );
      await refused(
        'recoverWallets',
        '{"dbPassword":"x"}',
        BAD_PASSWORD,
        "Bad password; can't recover wallets",
      );
    });

    test('an old password where there is none is wrong', async () => {
      await refused(
        'changePassword',
        '{"oldPasswordOpt":"y","newPassword":"x"}',
        WRITE,
        'PasswordError',
      );
    });

    test('setting the first password is told to the other UIs, not to the causer', async () => {
      const other = await peer.otherUi(port);
      await other.ask('checkPassword');
      const reply = await ui.ask('changePassword', '{"oldPasswordOpt":null,"newPassword":"pw"}');
      assert.equal(payloadText(reply), '{}');
      assert.equal(
        await other.broadcast('newPassword'),
        '{"opcode": "newPassword", "payload": {}}',
      );
      await ui.broadcast('logBroadcast', (text) =>
        text.includes('"DB Password has been updated."'),
      );
      await ui.ask('checkPassword');
      assert.equal(ui.broadcasts('newPassword').length, 0);
      await other.close();
    });
  });

  describe('with a password', () => {
    test('it matches, another one and none do not', async () => {
      assert.equal(
        payloadText(await ui.ask('checkPassword', '{"dbPasswordOpt":"pw"}')),
        '{"matches":true}',
      );
      assert.equal(
        payloadText(await ui.ask('checkPassword', '{"dbPasswordOpt":"no"}')),
        '{"matches":false}',
      );
      assert.equal(payloadText(await ui.ask('checkPassword')), '{"matches":false}');
    });

    test('it cannot be set anew, only changed by who knows it; each refusal is logged to all', async () => {
      const already = 'The database already has a password. You may only change it';
      await refused('changePassword', '{"newPassword":"x"}', WRITE, already);
      await ui.broadcast('logBroadcast', (text) =>
        text.includes(`"Failed to change password: ${already}","logLevel":"Warn"`),
      );
      await refused(
        'changePassword',
        '{"oldPasswordOpt":"no","newPassword":"x"}',
        WRITE,
        'PasswordError',
      );
    });

    test('configuration with a wrong password is no error: nulls', async () => {
      const { payload } = view(await ui.ask('configuration', '{"dbPasswordOpt":"no"}'));
      const { consumingWalletPrivateKeyOpt, consumingWalletAddressOpt, pastNeighbors } =
        payload as Record<string, unknown>;
      assert.deepEqual(
        [consumingWalletPrivateKeyOpt, consumingWalletAddressOpt, pastNeighbors],
        [null, null, []],
      );
    });

    test('walletAddresses with a wrong password before there are wallets: not configured', async () => {
      await refused(
        'walletAddresses',
        '{"dbPassword":"no"}',
        MISSING_DATA,
        'Wallet pair not yet configured',
      );
    });

    const generateFaults: readonly (readonly [string, string, string])[] = [
      ['"seedSpecOpt":{"mnemonicPhraseSizeOpt":13}', WORD_COUNT, '13'],
      [
        '"seedSpecOpt":{"mnemonicPhraseSizeOpt":18446744073709551615}',
        WORD_COUNT,
        '18446744073709551615',
      ],
      ['"seedSpecOpt":{"mnemonicPhraseLanguageOpt":"Klingon"}', LANGUAGE, 'Klingon'],
      ['"seedSpecOpt":{"mnemonicPhraseLanguageOpt":"english"}', LANGUAGE, 'english'],
      [
        `"consumingDerivationPathOpt":"m/44'/60'/0'/0/0"`,
        MISSING_DATA,
        'Cannot generate consuming wallet from derivation path without seed specification',
      ],
      [
        `"earningDerivationPathOpt":"m/44'/60'/0'/0/0"`,
        MISSING_DATA,
        'Cannot generate earning wallet from derivation path without seed specification',
      ],
      [
        '"seedSpecOpt":{},"consumingDerivationPathOpt":"nope"',
        DERIVATION_PATH,
        'Bad derivation-path syntax: InvalidDerivationPath: nope',
      ],
      [
        '"seedSpecOpt":{},"earningDerivationPathOpt":"m/x"',
        DERIVATION_PATH,
        'Bad derivation-path syntax: InvalidChildNumber: m/x',
      ],
      [
        '"seedSpecOpt":{},"earningDerivationPathOpt":"m/2147483648"',
        DERIVATION_PATH,
        'Bad derivation-path syntax: InvalidChildNumber: m/2147483648',
      ],
    ];
    for (const [fields, code, message] of generateFaults) {
      test(`generateWallets with ${fields} is refused`, async () => {
        await refused('generateWallets', `{"dbPassword":"pw",${fields}}`, code, message);
      });
    }

    const seed = (more = ''): string => `"seedSpecOpt":{"mnemonicPhrase":${TEST_PHRASE}${more}}`;
    const noSeed =
      'If you supply no seed information, you must supply both consuming wallet private key and earning wallet address';
    const recoverFaults: readonly (readonly [string, string, string])[] = [
      ['"consumingPrivateKeyOpt":null', MISSING_DATA, noSeed],
      [`"consumingPrivateKeyOpt":"${KEY_ONE}"`, MISSING_DATA, noSeed],
      [
        '"seedSpecOpt":{"mnemonicPhrase":["a","b"]}',
        PHRASE,
        "Couldn't make a mnemonic out of the supplied phrase: invalid word in phrase",
      ],
      [seed(',"mnemonicPhraseLanguageOpt":"Elvish"'), LANGUAGE, 'Elvish'],
      [
        seed(),
        MISSING_DATA,
        'If you supply seed information, you must supply either the consuming wallet derivation path or the consuming wallet private key',
      ],
      [
        `${seed()},"consumingDerivationPathOpt":"m/44'/60'/0'/0/0"`,
        MISSING_DATA,
        'If you supply seed information, you must supply either the earning wallet derivation path or the earning wallet address',
      ],
      [
        `${seed()},"consumingDerivationPathOpt":"nope","earningAddressOpt":"${ADDRESS}"`,
        DERIVATION_PATH,
        'nope',
      ],
      [
        `${seed()},"consumingDerivationPathOpt":"m/x","earningAddressOpt":"${ADDRESS}"`,
        UNKNOWN,
        'InvalidChildNumber',
      ],
      [
        `"consumingPrivateKeyOpt":"zz","earningAddressOpt":"${ADDRESS}"`,
        WRITE,
        'Wallet information could not be set: BadHexFormat("zz")',
      ],
      [
        `"consumingPrivateKeyOpt":"abc","earningAddressOpt":"${ADDRESS}"`,
        WRITE,
        'Wallet information could not be set: BadHexFormat("abc")',
      ],
      [
        `"consumingPrivateKeyOpt":"${KEY_ONE}","earningAddressOpt":"0x01"`,
        WRITE,
        'Wallet information could not be set: BadAddressFormat("0x01")',
      ],
    ];
    for (const [fields, code, message] of recoverFaults) {
      test(`recoverWallets with ${fields} is refused`, async () => {
        await refused('recoverWallets', `{"dbPassword":"pw",${fields}}`, code, message);
      });
    }
  });

  describe('wallets', () => {
    test('are generated with the words asked for', async () => {
      const reply = await ui.ask(
        'generateWallets',
        '{"dbPassword":"pw","seedSpecOpt":{"mnemonicPhraseSizeOpt":12}}',
      );
      wallets = view(reply).payload as GeneratedWallets;
      assert.deepEqual(Object.keys(wallets), [
        'mnemonicPhraseOpt',
        'consumingWalletAddress',
        'consumingWalletPrivateKey',
        'earningWalletAddress',
        'earningWalletPrivateKey',
      ]);
      assert.equal(wallets.mnemonicPhraseOpt.length, 12);
      assert.match(wallets.consumingWalletPrivateKey, /^[0-9A-F]{64}$/);
      assert.match(wallets.earningWalletPrivateKey, /^[0-9A-F]{64}$/);
      assert.match(wallets.consumingWalletAddress, /^0x[0-9a-f]{40}$/);
      assert.match(wallets.earningWalletAddress, /^0x[0-9a-f]{40}$/);
      for (const whose of [
        `Consuming Wallet has been updated: ${wallets.consumingWalletAddress}`,
        `Earning Wallet has been updated: ${wallets.earningWalletAddress}`,
      ]) {
        await ui.broadcast('logBroadcast', (text) => text.includes(whose));
      }
    });

    test('have addresses for who knows the password', async () => {
      assert.equal(
        payloadText(await ui.ask('walletAddresses', '{"dbPassword":"pw"}')),
        `{"consumingWalletAddress":"${wallets.consumingWalletAddress}","earningWalletAddress":"${wallets.earningWalletAddress}"}`,
      );
      await refused(
        'walletAddresses',
        '{"dbPassword":"no"}',
        READ,
        'Consuming wallet error: PasswordError',
      );
      await ui.broadcast('logBroadcast', (text) =>
        text.includes(
          '"Failed to obtain wallet addresses: 281474976710657, Consuming wallet error: PasswordError","logLevel":"Warn"',
        ),
      );
    });

    test('stand in the configuration, the key in lower case and for the password only', async () => {
      const open = view(await ui.ask('configuration', '{"dbPasswordOpt":"pw"}')).payload as Record<
        string,
        unknown
      >;
      assert.equal(
        open['consumingWalletPrivateKeyOpt'],
        wallets.consumingWalletPrivateKey.toLowerCase(),
      );
      assert.equal(open['consumingWalletAddressOpt'], wallets.consumingWalletAddress);
      const closed = view(await ui.ask('configuration')).payload as Record<string, unknown>;
      assert.equal(closed['consumingWalletPrivateKeyOpt'], null);
      assert.equal(closed['earningWalletAddressOpt'], wallets.earningWalletAddress);
    });

    test('are written once: other ones collide', async () => {
      await refused(
        'generateWallets',
        '{"dbPassword":"pw"}',
        WRITE,
        'Wallet information could not be set: Collision("Consuming wallet private key already populated; cannot replace")',
      );
      await refused(
        'recoverWallets',
        `{"dbPassword":"pw","consumingPrivateKeyOpt":"${wallets.consumingWalletPrivateKey}","earningAddressOpt":"${ADDRESS}"}`,
        WRITE,
        'Wallet information could not be set: Collision("Earning wallet address already populated; cannot replace")',
      );
    });

    test('can be recovered with the very same key and address, in either case of the key', async () => {
      const reply = await ui.ask(
        'recoverWallets',
        `{"dbPassword":"pw","consumingPrivateKeyOpt":"${wallets.consumingWalletPrivateKey.toLowerCase()}","earningAddressOpt":"${wallets.earningWalletAddress}"}`,
      );
      assert.equal(payloadText(reply), '{}');
    });
  });
});
