import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  changePasswordFaults,
  generateWalletsFaults,
  recoverWalletsFaults,
  type RecoverWallets,
} from '../../src/protocol/wallet-requests.js';

const dbPassword = 'pw';
const PATH = "m/44'/60'/0'/0/0";
const KEY = 'ab'.repeat(32);
const ADDRESS = `0x${'ab'.repeat(20)}`;
const seedSpecOpt = { mnemonicPhrase: Array.from({ length: 12 }, () => 'abandon') };

const pointers = (faults: readonly { readonly pointer: string }[]): string[] =>
  faults.map(({ pointer }) => pointer);

describe('generateWallets', () => {
  test('needs nothing but a password', () => {
    assert.deepEqual(generateWalletsFaults({ dbPassword }), []);
    assert.deepEqual(
      generateWalletsFaults({ dbPassword, seedSpecOpt: null, earningDerivationPathOpt: null }),
      [],
    );
    assert.deepEqual(pointers(generateWalletsFaults({ dbPassword: '' })), ['/dbPassword']);
  });

  test('takes a path only beside a seedSpecOpt', () => {
    const paths = { consumingDerivationPathOpt: PATH, earningDerivationPathOpt: PATH };
    assert.deepEqual(generateWalletsFaults({ dbPassword, seedSpecOpt: {}, ...paths }), []);
    assert.deepEqual(pointers(generateWalletsFaults({ dbPassword, ...paths })), [
      '/consumingDerivationPathOpt',
      '/earningDerivationPathOpt',
    ]);
  });

  test('tells every fault at its place', () => {
    const faults = generateWalletsFaults({
      dbPassword,
      seedSpecOpt: {
        mnemonicPhraseSizeOpt: 13,
        mnemonicPhraseLanguageOpt: 'Klingon',
        mnemonicPassphraseOpt: '\u0000',
      },
      consumingDerivationPathOpt: 'x',
    });
    assert.deepEqual(pointers(faults), [
      '/seedSpecOpt/mnemonicPhraseSizeOpt',
      '/seedSpecOpt/mnemonicPhraseLanguageOpt',
      '/seedSpecOpt/mnemonicPassphraseOpt',
      '/consumingDerivationPathOpt',
    ]);
  });
});

describe('recoverWallets', () => {
  const good: readonly Omit<RecoverWallets, 'dbPassword'>[] = [
    { consumingPrivateKeyOpt: KEY, earningAddressOpt: ADDRESS },
    { seedSpecOpt, consumingDerivationPathOpt: PATH, earningDerivationPathOpt: PATH },
    { seedSpecOpt, consumingPrivateKeyOpt: KEY, earningDerivationPathOpt: PATH },
    {
      seedSpecOpt,
      consumingDerivationPathOpt: PATH,
      earningAddressOpt: ADDRESS,
      consumingPrivateKeyOpt: null,
    },
  ];
  const bad: readonly (readonly [Omit<RecoverWallets, 'dbPassword'>, readonly string[]])[] = [
    [{}, ['/consumingPrivateKeyOpt', '/earningAddressOpt']],
    [{ consumingPrivateKeyOpt: KEY }, ['/earningAddressOpt']],
    [{ earningAddressOpt: ADDRESS }, ['/consumingPrivateKeyOpt']],
    [{ consumingPrivateKeyOpt: KEY, earningDerivationPathOpt: PATH }, ['/earningAddressOpt']],
    [{ seedSpecOpt }, ['/consumingPrivateKeyOpt', '/earningAddressOpt']],
    [{ seedSpecOpt, consumingDerivationPathOpt: PATH }, ['/earningAddressOpt']],
    [
      {
        seedSpecOpt,
        consumingDerivationPathOpt: PATH,
        consumingPrivateKeyOpt: KEY,
        earningAddressOpt: ADDRESS,
      },
      ['/consumingDerivationPathOpt'],
    ],
    [
      { consumingPrivateKeyOpt: '0'.repeat(64), earningAddressOpt: ADDRESS },
      ['/consumingPrivateKeyOpt'],
    ],
    [
      { consumingPrivateKeyOpt: '', earningAddressOpt: '' },
      ['/consumingPrivateKeyOpt', '/earningAddressOpt'],
    ],
    [
      {
        seedSpecOpt: { mnemonicPhrase: ['one'] },
        consumingPrivateKeyOpt: KEY,
        earningAddressOpt: ADDRESS,
      },
      ['/seedSpecOpt/mnemonicPhrase'],
    ],
  ];

  test('takes a source for each wallet', () => {
    for (const request of good)
      assert.deepEqual(recoverWalletsFaults({ dbPassword, ...request }), []);
  });

  test('refuses what the Node would refuse, leave unused, or die of', () => {
    for (const [request, expected] of bad) {
      assert.deepEqual(
        pointers(recoverWalletsFaults({ dbPassword, ...request })),
        expected,
        JSON.stringify(request),
      );
    }
  });

  test('no fault repeats a key, a word or a passphrase', () => {
    const faults = recoverWalletsFaults({
      dbPassword: 'c0ffee\n',
      seedSpecOpt: { mnemonicPhrase: ['c0ffee'], mnemonicPassphraseOpt: 'c0ffee\u0000' },
      consumingPrivateKeyOpt: 'c0ffee',
      earningAddressOpt: 'c0ffee',
    });
    assert.equal(faults.length, 5);
    assert.doesNotMatch(JSON.stringify(faults), /c0ffee/);
  });
});

describe('changePassword', () => {
  test('holds the new password to more than the old one', () => {
    assert.deepEqual(changePasswordFaults({ newPassword: 'b' }), []);
    assert.deepEqual(changePasswordFaults({ oldPasswordOpt: '-a', newPassword: 'b' }), []);
    assert.deepEqual(pointers(changePasswordFaults({ oldPasswordOpt: '', newPassword: '-b' })), [
      '/oldPasswordOpt',
      '/newPassword',
    ]);
  });
});
