import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  openPeer,
  setupPayload,
  setupView,
  type PeerUnderTest,
  type SetupView,
} from '../support/peers/peer-under-test.js';
import type { UiClient } from '../support/peers/ui-client.js';

const NAMES = [
  'blockchain-service-url',
  'chain',
  'clandestine-port',
  'config-file',
  'consuming-private-key',
  'crash-point',
  'data-directory',
  'db-password',
  'dns-servers',
  'earning-wallet',
  'gas-price',
  'ip',
  'log-level',
  'mapping-protocol',
  'min-hops',
  'neighborhood-mode',
  'neighbors',
  'new-public-key',
  'payment-thresholds',
  'rate-pack',
  'real-user',
  'scan-intervals',
  'scans',
];
const URL_MISSING =
  'Unfamiliar message: The following required argument was not provided: --blockchain-service-url USAGE: --blockchain-service-url <blockchain-service-url>';
const GOOD_KEY = 'AgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICE';

describe('setup of a fresh Daemon', () => {
  let peer: PeerUnderTest;
  let ui: UiClient;
  let other: UiClient;

  before(async () => {
    peer = await openPeer();
  });
  after(() => peer.close());
  beforeEach(async () => {
    await peer.restartDaemon();
    ui = await peer.otherUi();
    other = await peer.otherUi();
  });

  async function set(values: Readonly<Record<string, string | null>>): Promise<SetupView> {
    return setupView(await ui.ask('setup', setupPayload(values)));
  }

  test('an empty setup shows 23 sorted names with defaults and the missing URL as error', async () => {
    const setup = await set({});
    assert.deepEqual(
      setup.values.map(({ name }) => name),
      NAMES,
    );
    assert.equal(setup.running, false);
    assert.deepEqual(setup.errors, [['<unknown>', URL_MISSING]]);
    assert.equal(setup.line('blockchain-service-url'), '|Required');
    assert.equal(setup.line('chain'), 'base-mainnet|Default');
    assert.match(setup.line('clandestine-port'), /^\d{4,5}\|Configured$/);
    assert.equal(
      setup.line('data-directory'),
      `${peer.home}/.local/share/MASQ/base-mainnet|Default`,
    );
    assert.equal(setup.line('db-password'), `${'*'.repeat(16)}|Required`);
    assert.equal(setup.line('consuming-private-key'), `${'*'.repeat(64)}|Blank`);
    assert.equal(setup.line('gas-price'), '1|Default');
    assert.equal(setup.line('log-level'), 'warn|Default');
    assert.equal(setup.line('min-hops'), '3|Default');
    assert.equal(setup.line('neighborhood-mode'), 'standard|Default');
    assert.equal(
      setup.line('payment-thresholds'),
      '1000000000|1200|1200|500000000|21600|500000000|Default',
    );
    assert.equal(setup.line('rate-pack'), '|Required');
    assert.equal(setup.line('real-user'), `0:0:${peer.home}|Default`);
    assert.equal(setup.line('scan-intervals'), '600|600|600|Default');
    assert.equal(setup.line('scans'), 'on|Default');
  });

  test('a good setup has no errors; zero-hop needs neither URL nor password nor rates', async () => {
    const setup = await set(peer.workingSetup);
    assert.deepEqual(setup.errors, []);
    assert.equal(setup.line('db-password'), `${'*'.repeat(16)}|Blank`);
    assert.equal(setup.line('rate-pack'), '|Blank');
    assert.equal(setup.line('data-directory'), `${peer.home}/data/dev|Set`);
    assert.deepEqual((await set({ 'blockchain-service-url': null })).errors, []);
  });

  test('of a name given twice the last value counts, and a clear beside a value is no clear', async () => {
    await set(peer.workingSetup);
    const doubled =
      '{"values":[{"name":"gas-price","value":"7"},{"name":"gas-price","value":"8"}]}';
    assert.equal(setupView(await ui.ask('setup', doubled)).line('gas-price'), '8|Set');
    const both = '{"values":[{"name":"gas-price","value":"9"},{"name":"gas-price","value":null}]}';
    assert.equal(setupView(await ui.ask('setup', both)).line('gas-price'), '9|Set');
  });

  test('a clear falls back to the default, absent and null value alike', async () => {
    await set({ ...peer.workingSetup, 'gas-price': '5', 'min-hops': '4' });
    assert.equal((await set({ 'gas-price': null })).line('gas-price'), '1|Default');
    const absent = await ui.ask('setup', '{"values":[{"name":"min-hops"}]}');
    assert.equal(setupView(absent).line('min-hops'), '3|Default');
  });

  test('a clear while the setup has errors is undone', async () => {
    await set({ 'gas-price': '5' });
    const undone = await set({ 'gas-price': null });
    assert.equal(undone.line('gas-price'), '5|Set');
    assert.deepEqual(undone.errors, [['<unknown>', URL_MISSING]]);
    const done = await set({
      'gas-price': null,
      'blockchain-service-url': 'http://127.0.0.1:9',
    });
    assert.equal(done.line('gas-price'), '1|Default');
  });

  test('a value that is what it was by default stays Default: only other values count as a change', async () => {
    await set(peer.workingSetup);
    assert.equal((await set({ 'min-hops': '3' })).line('min-hops'), '3|Default');
    await set({ 'min-hops': '4' });
    assert.equal((await set({ 'min-hops': '3' })).line('min-hops'), '3|Set');
    assert.equal((await set({ 'min-hops': null })).line('min-hops'), '3|Set');
  });

  test('the chain is appended to a data directory and follows a change of chain', async () => {
    await set(peer.workingSetup);
    const moved = await set({ chain: 'eth-mainnet' });
    assert.equal(moved.line('data-directory'), `${peer.home}/data/eth-mainnet|Set`);
    const again = await set({ 'data-directory': `${peer.home}/other` });
    assert.equal(again.line('data-directory'), `${peer.home}/other/eth-mainnet|Set`);
  });

  test('an unknown name is an error under <unknown> and is not kept', async () => {
    await set(peer.workingSetup);
    const setup = await set({ 'no-such': '1' });
    assert.equal(setup.values.length, NAMES.length);
    assert.equal(setup.errors.length, 1);
    assert.equal(setup.errors[0]?.[0], '<unknown>');
    assert.match(
      setup.errors[0][1],
      /^Unfamiliar message: error: Found argument '--no-such' which wasn't expected, or isn't valid in this context\n\nUSAGE:/,
    );
  });

  const faults: readonly (readonly [string, string, string, string])[] = [
    ['gas-price', 'abc', 'gas-price', 'Invalid value: abc'],
    ['gas-price', '0', 'gas-price', 'Invalid value: 0'],
    ['gas-price', '', 'gas-price', 'Invalid value: '],
    ['gas-price', '18446744073709551616', 'gas-price', 'Invalid value: 18446744073709551616'],
    ['min-hops', '7', 'min-hops', "Invalid value: '7'"],
    ['log-level', 'loud', 'log-level', "Invalid value: 'loud'"],
    ['scans', 'maybe', 'scans', "Invalid value: 'maybe'"],
    ['mapping-protocol', '', 'mapping-protocol', "Invalid value: ''"],
    ['neighborhood-mode', 'bogus', 'neighborhood-mode', "Invalid value: 'bogus'"],
    ['ip', '1.2.3', 'ip', 'Invalid value: 1.2.3'],
    ['clandestine-port', '80', 'clandestine-port', 'Invalid value: 80'],
    ['consuming-private-key', 'abcd', 'consuming-private-key', 'Invalid value: abcd'],
    ['earning-wallet', '0x12', 'earning-wallet', 'Invalid value: 0x12'],
    ['real-user', 'abc', 'real-user', 'Invalid value: abc'],
    ['dns-servers', '1.2.3,4.4.4.4,x', 'dns-servers', 'Invalid value: "1.2.3";"x"'],
    [
      'payment-thresholds',
      '1|2|3',
      'payment-thresholds',
      'Wrong number of values: expected 6 but 3 supplied',
    ],
    [
      'payment-thresholds',
      '1|2|3|x',
      'payment-thresholds',
      'Invalid value: Supply nonnegative numeric values separated by vertical bars like 111|222|333|...',
    ],
    [
      'payment-thresholds',
      '1|2|3|4|5|6',
      'payment-thresholds',
      'Value of DebtThresholdGwei (1) must be bigger than PermanentDebtAllowedGwei (4)',
    ],
    [
      'payment-thresholds',
      '100|2|3|4|5000000000|6',
      'payment-thresholds',
      'Value of ThresholdIntervalSec must not exceed 1,000,000,000 s',
    ],
    [
      'scan-intervals',
      '1|2',
      'scan-intervals',
      'Wrong number of values: expected 3 but 2 supplied',
    ],
    [
      'ip',
      '1.2.3.4',
      'neighborhood-mode',
      'Node cannot run as --neighborhood-mode zero-hop if --ip is specified',
    ],
    [
      'config-file',
      '/no/such.toml',
      'config-file',
      `Couldn't open configuration file "/no/such.toml". Are you sure it exists?`,
    ],
    [
      'neighbors',
      'garbage',
      'neighbors',
      "Prefix or more missing. Should be 'masq://<chain identifier>:<public key>@<node address>', not 'garbage'",
    ],
    [
      'neighbors',
      'masq://dev:abc@1.2.3.4:1234',
      'neighbors',
      'Public key must decode to 32 bytes, not 2: abc',
    ],
    [
      'neighbors',
      `masq://base-mainnet:${GOOD_KEY}@1.2.3.4:1234`,
      'neighbors',
      "Mismatched chains. You are requiring access to 'dev' (masq://dev:<public key>@<node address>) with descriptor belonging to 'base-mainnet'",
    ],
    [
      'neighbors',
      `masq://dev:${GOOD_KEY}@:`,
      'neighbors',
      `Neighbors supplied without ip addresses and ports are not valid: 'masq://dev:${GOOD_KEY}@<N/A>:<N/A>`,
    ],
    [
      'neighbors',
      `masq://dev:${GOOD_KEY}@1.2.3.4:1234`,
      'neighbors',
      'Cannot proceed without a password',
    ],
  ];
  for (const [name, value, parameter, reason] of faults) {
    test(`${name} "${value}" is refused in the errors and stays stored all the same`, async () => {
      await set(peer.workingSetup);
      const setup = await set({ [name]: value });
      assert.deepEqual(setup.errors, [[parameter, reason]]);
      if (name !== 'consuming-private-key' && value !== '') {
        assert.equal(setup.line(name), `${value}|Set`);
      }
      assert.deepEqual((await set({ [name]: value })).errors, [[parameter, reason]]);
    });
  }

  const accepted: readonly (readonly [string, string])[] = [
    ['gas-price', '+5'],
    ['gas-price', '18446744073709551615'],
    ['log-level', 'DEBUG'],
    ['scans', 'ON'],
    ['mapping-protocol', 'PCP'],
    ['blockchain-service-url', 'nonsense'],
    ['blockchain-service-url', ''],
    ['db-password', ''],
    ['rate-pack', '1|2|3'],
  ];
  for (const [name, value] of accepted) {
    test(`${name} "${value}" is accepted`, async () => {
      await set(peer.workingSetup);
      assert.deepEqual((await set({ [name]: value })).errors, []);
    });
  }

  const hyphened: readonly (readonly [string, RegExp])[] = [
    ['-foo', /Found argument '-f' which wasn't expected/],
    ['--foo', /Found argument '--foo' which wasn't expected/],
  ];
  for (const [value, reason] of hyphened) {
    test(`a password "${value}" is taken for an option`, async () => {
      await set(peer.workingSetup);
      const [[parameter, text] = ['', '']] = (await set({ 'db-password': value })).errors;
      assert.equal(parameter, '<unknown>');
      assert.match(text, reason);
    });
  }

  test('originate-only and consume-only name what they miss', async () => {
    await set(peer.workingSetup);
    assert.deepEqual((await set({ 'neighborhood-mode': 'originate-only' })).errors, [
      [
        'neighborhood-mode',
        'Node cannot run as --neighborhood-mode originate-only without --neighbors specified',
      ],
    ]);
    const consuming = await set({ 'neighborhood-mode': 'consume-only' });
    assert.deepEqual(consuming.errors, [
      [
        'neighborhood-mode',
        'Node cannot run as --neighborhood-mode consume-only without --neighbors specified',
      ],
      [
        'neighborhood-mode',
        'Node cannot run as --neighborhood-mode consume-only if --dns-servers is specified',
      ],
    ]);
    assert.equal(consuming.line('neighbors'), '|Required');
  });

  test('secrets are shown as asterisks of fixed length', async () => {
    const setup = await set({
      ...peer.workingSetup,
      'db-password': 'x',
      'consuming-private-key': '1'.repeat(64),
    });
    assert.equal(setup.line('db-password'), `${'*'.repeat(16)}|Set`);
    assert.equal(setup.line('consuming-private-key'), `${'*'.repeat(64)}|Set`);
  });

  test('a change is broadcast to the others but not to its causer, and not the first setup of all', async () => {
    await set(peer.workingSetup);
    await set({ 'gas-price': '6' });
    const broadcast = setupView(await other.broadcast('setup'));
    assert.equal(broadcast.line('gas-price'), '6|Set');
    await set({ 'gas-price': '6' });
    await other.ask('descriptor');
    await ui.ask('descriptor');
    assert.equal(other.broadcasts('setup').length, 1);
    assert.equal(ui.broadcasts('setup').length, 0);
  });

  test('a new Daemon knows nothing of the old setup', async () => {
    await set(peer.workingSetup);
    await peer.restartDaemon();
    ui = await peer.otherUi();
    assert.equal((await set({})).line('neighborhood-mode'), 'standard|Default');
  });
});
