import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isSecretName, readableNames, settableNames } from '../../src/protocol/setup-names.js';
import { settingFault, setupFaults } from '../../src/protocol/setup-rules.js';

const options = { allowConfigFile: false };
const KEY = '0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD';
const DESCRIPTOR = `masq://base-mainnet:${'A'.repeat(43)}@1.2.3.4:5678/9012`;

const good: Record<string, readonly string[]> = {
  'blockchain-service-url': ['https://example.com/v2/key', 'http://127.0.0.1:8545'],
  chain: [
    'polygon-mainnet',
    'eth-mainnet',
    'base-mainnet',
    'base-sepolia',
    'polygon-amoy',
    'eth-ropsten',
    'dev',
  ],
  'clandestine-port': ['1025', '65535'],
  'consuming-private-key': [KEY],
  'data-directory': ['/var/masq'],
  'db-password': ['pass word', 'a-hello', '*a*', 'ü'],
  'dns-servers': ['1.1.1.1', '1.1.1.1,2606:4700:4700::1111'],
  'earning-wallet': [`0x${'aB'.repeat(20)}`],
  'gas-price': ['1', '18446744073709551615'],
  ip: ['1.2.3.4', '::1'],
  'log-level': ['warn', 'WARN'],
  'mapping-protocol': ['pcp', 'IGDP'],
  'min-hops': ['1', '6'],
  'neighborhood-mode': ['standard', 'zero-hop', 'originate-only', 'consume-only'],
  neighbors: [DESCRIPTOR, `${DESCRIPTOR}, ${DESCRIPTOR}`],
  'new-public-key': ['on', 'off'],
  'payment-thresholds': [
    '1000000000|1200|1200|500000000|21600|500000000',
    '9223372036854775807|0|0|0|1000000000|18446744073709551615',
  ],
  'rate-pack': ['53844|53844|107688|107688', '0|0|0|10000000000'],
  'real-user': ['1000:1000:/home/me', '::/home/me'],
  'scan-intervals': ['600|600|600', '1|31536000|1'],
  scans: ['on', 'OFF'],
};

// The values that section 3.2 lists as deadly, and those that spoil a Node.
const bad: Record<string, readonly string[]> = {
  'blockchain-service-url': ['', 'example.com', 'ftp://x.y', 'https://', 'https://a b'],
  chain: ['', 'mainnet', 'Base-Mainnet', 'base-mainnet '],
  'clandestine-port': ['1024', '65536', '+5000', '05000', '1e4', 'x'],
  'config-file': ['/etc/masq.toml', 'x.toml'],
  'consuming-private-key': [
    '',
    'ab',
    `0x${KEY}`,
    '0'.repeat(64),
    'f'.repeat(64),
    '*'.repeat(64),
    'g'.repeat(64),
  ],
  'data-directory': ['', 'masq', './masq', '~/masq', 'C:\\masq'],
  'db-password': [
    '',
    '-hello',
    '-Vx',
    '--help',
    '****************',
    'a\n',
    'a\u0000b',
    '\ud800',
    'x'.repeat(1025),
  ],
  'dns-servers': ['', '1.1.1.1, 8.8.8.8', '1.1.1', 'fe80::1%eth0', '1.1.1.1,'],
  'earning-wallet': ['', `0x${'a'.repeat(39)}`, 'a'.repeat(40), "m/44'/60'/0'/0/0"],
  'gas-price': ['0', '-1', '--neighbors', '18446744073709551616', '1.0', '+5'],
  ip: ['', '1.2.3', '1.2.3.4:80', 'localhost'],
  'log-level': ['', 'verbose'],
  'mapping-protocol': ['', 'upnp'],
  'min-hops': ['0', '7', '01'],
  'neighborhood-mode': ['Standard', 'STANDARD', ''],
  neighbors: [
    '',
    '--help',
    'masq://base-mainnet:key@1.2.3.4:5',
    DESCRIPTOR.replace('base-mainnet', 'mainnet'),
    `${DESCRIPTOR},`,
    DESCRIPTOR.replace('1.2.3.4:5678/9012', ':'),
  ],
  'new-public-key': ['On', 'OFF', 'yes'],
  'payment-thresholds': [
    '1|2|3',
    '1|1|1|1|1|1',
    '5|1|1|9|1|1',
    '9|1|1|5|0|1',
    '9|1|1|5|1000000001|1',
    '9|x|1|5|1|1',
    '9|1|1|5|1|18446744073709551616',
  ],
  'rate-pack': ['1|2|3', '1|2|3|4|5', '1|2|3|-4', '1,2,3,4'],
  'real-user': [
    '1000:1000:',
    '::',
    '1000:1000',
    'me:1:/home/me',
    '1:1:home',
    '2147483648:1:/home/me',
  ],
  'scan-intervals': ['0|1|1', '1|1', '1|1|31536001'],
  scans: ['', 'yes'],
};

describe('setup values', () => {
  test('every settable name has good and bad samples here', () => {
    for (const name of settableNames) {
      assert.ok(name === 'config-file' || good[name] !== undefined, name);
      assert.ok(bad[name] !== undefined, name);
    }
  });

  for (const [name, values] of Object.entries(good)) {
    test(`${name} takes what the Node can use`, () => {
      for (const value of values)
        assert.equal(settingFault(name, value, options), undefined, value);
    });
  }

  for (const [name, values] of Object.entries(bad)) {
    test(`${name} refuses what kills, spoils or could only be refused, and says what is accepted`, () => {
      for (const value of values) {
        const detail = settingFault(name, value, options) ?? '';
        assert.ok(detail.startsWith(`${name} `), `${value}: ${detail}`);
        assert.ok(detail.length > name.length + 10, detail);
      }
    });
  }

  test('a value of another case is refused with the right one where case kills', () => {
    assert.match(
      settingFault('neighborhood-mode', 'Standard', options) ?? '',
      /Did you mean "standard"\?/,
    );
    assert.match(
      settingFault('chain', 'base-manet', options) ?? '',
      /Did you mean "base-mainnet"\?/,
    );
    assert.match(settingFault('new-public-key', 'On', options) ?? '', /Did you mean "on"\?/);
  });

  test('config-file is absolute and allowed, or refused', () => {
    const allowed = { allowConfigFile: true };
    assert.equal(settingFault('config-file', '/etc/masq.toml', allowed), undefined);
    for (const path of ['x.toml', '~x', './x', 'C:\\x']) {
      assert.match(settingFault('config-file', path, allowed) ?? '', /absolute path/);
    }
    assert.equal(settingFault('config-file', 'C:\\x', { ...allowed, windows: true }), undefined);
    assert.match(
      settingFault('config-file', '/x', { ...allowed, windows: true }) ?? '',
      /absolute path/,
    );
  });

  test('nothing that begins with a hyphen, holds a control character or is all asterisks passes under any name', () => {
    const poison = fc.oneof(
      fc.string().map((text) => `-${text}`),
      fc
        .tuple(fc.string(), fc.constantFrom('\n', '\u0000', '\u0085', '\u007f', '\udfff'))
        .map((parts) => parts.join('')),
      fc.integer({ min: 1, max: 70 }).map((count) => '*'.repeat(count)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...settableNames), poison, (name, value) => {
        assert.notEqual(settingFault(name, value, { allowConfigFile: true }), undefined);
      }),
    );
  });

  test('a leading hyphen and a censored secret are told as what they are', () => {
    assert.match(settingFault('gas-price', '-5', options) ?? '', /must not begin with "-"/);
    assert.match(settingFault('consuming-private-key', '*'.repeat(64), options) ?? '', /asterisks/);
  });

  test('no detail ever holds the value of a secret', () => {
    const secrets = settableNames.filter(isSecretName);
    assert.deepEqual(secrets, ['blockchain-service-url', 'consuming-private-key', 'db-password']);
    for (const name of secrets) {
      for (const value of ['-tell-no-one', 'tell-no-one\n', 'tell-no-one'.repeat(2000)]) {
        assert.doesNotMatch(settingFault(name, value, options) ?? 'tell-no-one', /tell-no-one/);
      }
    }
  });
});

describe('setup requests', () => {
  test('each fault is told with its place', () => {
    const faults = setupFaults(
      [
        { name: 'chain', value: 'dev' },
        { name: 'gas-price', value: '0' },
        { name: 'chian', value: 'dev' },
        { name: 'ip', value: null },
        { name: 'chain', value: null },
      ],
      options,
    );
    assert.deepEqual(
      faults.map(({ index, part }) => [index, part]),
      [
        [1, 'value'],
        [2, 'name'],
        [4, 'name'],
      ],
    );
    assert.match(faults[1]?.detail ?? '', /"chian" is not a setting.*Did you mean "chain"\?/);
    assert.match(faults[2]?.detail ?? '', /twice/);
  });

  test('names that kill or crash are refused even to be cleared', () => {
    for (const name of [
      'help',
      'version',
      'crash-point',
      'fake-public-key',
      'toString',
      '__proto__',
      '',
    ]) {
      const [fault] = setupFaults([{ name, value: null }], options);
      assert.equal(fault?.part, 'name', name);
    }
  });

  test('what does not look like a name is not repeated, for it may be a secret in the wrong place', () => {
    const [fault] = setupFaults([{ name: 'hunter2!', value: null }], options);
    assert.doesNotMatch(fault?.detail ?? 'hunter2', /hunter2/);
  });

  test('every settable name may be cleared, config-file too', () => {
    assert.deepEqual(
      setupFaults(
        settableNames.map((name) => ({ name, value: null })),
        options,
      ),
      [],
    );
  });

  test('a reply lists 23 names, one of which is never set', () => {
    assert.equal(readableNames.length, 23);
    assert.deepEqual(
      readableNames.filter((name) => !settableNames.some((known) => known === name)),
      ['crash-point'],
    );
  });
});
