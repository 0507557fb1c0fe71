import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as generated from '../../src/generated/validators.js';
import { settingFault } from '../../src/protocol/setup-rules.js';
import { settableNames } from '../../src/protocol/setup-names.js';
import { newPasswordFault, passwordFault } from '../../src/protocol/password-rules.js';
import {
  addressFault,
  derivationPathFault,
  privateKeyFault,
} from '../../src/protocol/wallet-rules.js';
import { assertFits } from '../support/http/openapi-check.js';
import { asList, asString, readDocument, resolve } from '../../scripts/openapi-document.js';

const document = readDocument();
const key64 = '0123456789abcdef'.repeat(4);
const descriptor = `masq://dev:${'A'.repeat(43)}@1.2.3.4:5542`;

/** Good and bad values of every setup name, the deadly ones of each kind among them. */
const settings: Readonly<
  Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>
> = {
  'blockchain-service-url': {
    good: [
      'https://rpc.example.org/v3/key',
      'http://127.0.0.1:9',
      'https://me:p%20w@[::1]:8545/a,b;c?q=/?%7B#top',
    ],
    bad: ['ftp://x', 'x', 'https://a b', '--help', 'https://a/{b}', 'https://a%41/', 'https:///a'],
  },
  chain: { good: ['base-mainnet', 'dev'], bad: ['mainnet', '', 'Dev', '-hello'] },
  'clandestine-port': { good: ['1025', '65535'], bad: ['1024', '65536', '', '5e3'] },
  'config-file': { good: ['/etc/masq.toml'], bad: ['x.toml', '~x', ''] },
  'consuming-private-key': {
    good: [key64],
    bad: ['00', '', '0'.repeat(64), 'f'.repeat(64), `0x${key64}`, '*'.repeat(64)],
  },
  'data-directory': { good: ['/home/me/masq'], bad: ['masq', '', '/a\nb'] },
  'db-password': {
    good: ['correct horse', 'pässword', '🔑'],
    bad: ['', '-hello', '-Vx', '****************', 'a\nb', 'a\u0000'],
  },
  'dns-servers': {
    good: ['1.1.1.1', '1.1.1.1,::1'],
    bad: ['', 'dns.example.org', '1.1.1.1, 8.8.8.8'],
  },
  'earning-wallet': {
    good: [`0x${'aB'.repeat(20)}`],
    bad: ['', `0x${'a'.repeat(39)}`, 'a'.repeat(40)],
  },
  'gas-price': {
    good: ['1', '18446744073709551615'],
    bad: ['0', '', '--neighbors', '-1', '18446744073709551616'],
  },
  ip: { good: ['1.2.3.4', '::1'], bad: ['', 'localhost', '0.0.0.0'] },
  'log-level': { good: ['info', 'Warn'], bad: ['', 'verbose'] },
  'mapping-protocol': { good: ['pcp', 'IGDP'], bad: ['', 'upnp'] },
  'min-hops': { good: ['1', '6'], bad: ['0', '7', ''] },
  'neighborhood-mode': { good: ['standard', 'zero-hop'], bad: ['Standard', '', '--help'] },
  neighbors: {
    good: [descriptor, `${descriptor},${descriptor}`],
    bad: ['', '--help', 'masq://dev', descriptor.replace('A@', 'B@')],
  },
  'new-public-key': { good: ['on', 'off'], bad: ['On', 'OFF', ''] },
  'payment-thresholds': {
    good: ['1000000000|1200|1200|500000000|21600|500000000'],
    bad: ['', '1|2|3'],
  },
  'rate-pack': { good: ['1|2|3|4'], bad: ['', '1|2|3', '1,2,3,4', '10000000001|1|1|1'] },
  'real-user': {
    good: ['1000:1000:/home/me', '::/home/me'],
    bad: ['1000:1000:', '::', '', '0:1000:/root', '1000:0:/root'],
  },
  'scan-intervals': { good: ['600|600|600'], bad: ['', '600', '0|1|1', '100000000|1|1'] },
  scans: { good: ['on', 'OFF'], bad: ['', 'yes'] },
};

function documentTakes(name: string, value: string): boolean {
  try {
    const schema = { $ref: '#/components/schemas/SetupChange' };
    assertFits('SetupChange', schema, { values: [{ name, value }] }, name);
    return true;
  } catch {
    return false;
  }
}

describe('the setup in openapi.yaml', () => {
  test('lists the names that the rules know', () => {
    const { enum: names } = resolve(document, { $ref: '#/components/schemas/SetupName' });
    assert.deepEqual(asList(names).map(asString), [...settableNames]);
    assert.deepEqual(Object.keys(settings).sort(), [...settableNames].sort());
  });

  test('takes every value that the rules take', () => {
    for (const [name, { good }] of Object.entries(settings)) {
      for (const value of good) {
        assert.equal(settingFault(name, value, { allowConfigFile: true }), undefined, name);
        assert.ok(documentTakes(name, value), `${name} ${value}`);
      }
    }
  });

  test('and the rules refuse what harms a peer', () => {
    for (const [name, { bad }] of Object.entries(settings)) {
      for (const value of bad) {
        const fault = settingFault(name, value, { allowConfigFile: true });
        assert.notEqual(fault, undefined, `${name} ${value}`);
        // What only arithmetic can tell is left to the rules.
        if (value === '18446744073709551616') continue;
        assert.equal(documentTakes(name, value), false, `${name} ${value}`);
      }
    }
  });

  test('leaves the judging of names and values to the rules, which have better words', () => {
    assert.ok(generated.patchSetupBody({ values: [{ name: 'help', value: '-hello' }] }));
    assert.ok(generated.patchSetupMergePatchBody({ help: '-hello', ip: null, 'gas-price': 5n }));
    assert.equal(generated.patchSetupBody({ values: [{ name: 'ip', value: true }] }), false);
    assert.equal(generated.patchSetupBody({ values: [] }), false);
    assert.equal(generated.patchSetupMergePatchBody({}), false);
  });
});

describe('passwords, keys, addresses and paths in openapi.yaml', () => {
  const cases: readonly {
    readonly what: string;
    readonly values: readonly string[];
    readonly rule: (value: string) => string | undefined;
    readonly validate: (value: string) => boolean;
  }[] = [
    {
      what: 'a password to be used',
      values: [
        'a',
        '-hello',
        '****',
        '',
        'a\n',
        'a\u007f',
        'a\u0085',
        '🔑',
        'x'.repeat(1024),
        'x'.repeat(1025),
      ],
      rule: passwordFault,
      validate: (dbPassword) => generated.queryWalletsBody({ dbPassword }),
    },
    {
      what: 'a password to be set',
      values: ['a', '-hello', '****', '**a', '', 'a\n', 'a-b'],
      rule: newPasswordFault,
      validate: (newPassword) => generated.changePasswordBody({ newPassword }),
    },
    {
      what: 'a private key',
      values: [
        key64,
        key64.toUpperCase(),
        '',
        '00',
        'zz',
        '0'.repeat(64),
        'f'.repeat(64),
        `0x${key64}`,
        `${key64}\n`,
      ],
      rule: privateKeyFault,
      validate: (consumingPrivateKeyOpt) =>
        generated.recoverWalletsBody({ dbPassword: 'a', consumingPrivateKeyOpt }),
    },
    {
      what: 'an address',
      values: [`0x${'aB'.repeat(20)}`, `0x${'a'.repeat(41)}`, 'a'.repeat(40), ''],
      rule: addressFault,
      validate: (earningAddressOpt) =>
        generated.recoverWalletsBody({ dbPassword: 'a', earningAddressOpt }),
    },
    {
      what: 'a derivation path',
      values: [
        "m/44'/60'/0'/0/0",
        'm/2147483647',
        'm/2147483648',
        'm/0000000007',
        'm/1999999999',
        'm/4294967296',
        'm',
        'm/',
        '44',
        `m${'/1'.repeat(10)}`,
        `m${'/1'.repeat(11)}`,
        'm/1h',
      ],
      rule: derivationPathFault,
      validate: (consumingDerivationPathOpt) =>
        generated.generateWalletsBody({
          dbPassword: 'a',
          seedSpecOpt: {},
          consumingDerivationPathOpt,
        }),
    },
  ];

  for (const { what, values, rule, validate } of cases) {
    test(`agree with the rules about ${what}`, () => {
      for (const value of values) {
        assert.equal(validate(value), rule(value) === undefined, JSON.stringify(value));
      }
    });
  }

  test('take a phrase of 12, 15, 18, 21 or 24 words only', () => {
    for (let count = 0; count <= 30; count += 1) {
      const mnemonicPhrase = Array.from({ length: count }, () => 'word');
      const taken = generated.recoverWalletsBody({
        dbPassword: 'a',
        seedSpecOpt: { mnemonicPhrase },
      });
      assert.equal(taken, [12, 15, 18, 21, 24].includes(count), `${count} words`);
    }
  });

  test('take null for what may be left out', () => {
    assert.ok(generated.checkPasswordBody({ dbPasswordOpt: null }));
    assert.ok(generated.checkPasswordBody({}));
    assert.ok(generated.generateWalletsBody({ dbPassword: 'a', seedSpecOpt: null }));
    assert.ok(generated.changePasswordBody({ newPassword: 'a', oldPasswordOpt: null }));
    assert.equal(generated.queryConfigurationBody({ dbPasswordOpt: null }), false);
  });
});

describe('other bodies in openapi.yaml', () => {
  test('bound priorities and spell country codes', () => {
    const body = (priority: unknown, code = 'CZ'): unknown => ({
      fallbackRouting: true,
      exitLocations: [{ countryCodes: [code], priority }],
    });
    for (const good of [1, 1000, '1']) assert.ok(generated.putExitLocationBody(body(good)));
    for (const bad of [0, 1001, 1.5, '0', '1001', null]) {
      assert.equal(generated.putExitLocationBody(body(bad)), false, String(bad));
    }
    for (const code of ['cz', 'CZE', 'C1', '']) {
      assert.equal(generated.putExitLocationBody(body(1, code)), false, code);
    }
    assert.equal(generated.putExitLocationBody({ fallbackRouting: true }), false);
  });

  test('bound the number of top records', () => {
    const body = (count: number): unknown => ({
      statsRequired: true,
      topRecordsOpt: { count, orderedBy: 'Age' },
    });
    for (const good of [0, 200]) assert.ok(generated.queryFinancialsBody(body(good)));
    for (const bad of [-1, 201]) assert.equal(generated.queryFinancialsBody(body(bad)), false);
  });

  test('spell scan types, and values of the configuration', () => {
    assert.ok(generated.startScanBody({ scanType: 'PendingPayables' }));
    assert.equal(generated.startScanBody({ scanType: 'payables' }), false);
    for (const value of [5, '5', '+5', 'none', 'None', 18446744073709551615n]) {
      assert.ok(generated.putConfigurationBody({ value }), String(value));
    }
    for (const value of ['latest', '', -1, null, 18446744073709551616n]) {
      assert.equal(generated.putConfigurationBody({ value }), false, String(value));
    }
  });

  test('say within an optional object what is wrong, and nothing of null', () => {
    const seedSpecOpt = { mnemonicPhraseLanguageOpt: 'english' };
    assert.equal(generated.generateWalletsBody({ dbPassword: 'a', seedSpecOpt }), false);
    const faults = generated.generateWalletsBody.errors ?? [];
    assert.deepEqual(
      faults.map(({ instancePath, keyword }) => [instancePath, keyword]),
      [['/seedSpecOpt/mnemonicPhraseLanguageOpt', 'enum']],
    );
  });

  test('name the keys that are known beside one that is not', () => {
    assert.equal(generated.startScanBody({ scantype: 'Payables' }), false);
    const fault = generated.startScanBody.errors?.find(
      ({ keyword }) => keyword === 'additionalProperties',
    );
    assert.deepEqual(fault?.params, { additionalProperty: 'scantype' });
    assert.deepEqual(fault.parentSchema, { properties: { scanType: true } });
  });
});
