import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  poisonedSettings,
  rejectedSettings,
  undoneClears,
} from '../../src/protocol/setup-merge.js';
import type { SettingStatus, SetupReply } from '../../src/protocol/setup-reply.js';
import type { SettingChange } from '../../src/protocol/setup-rules.js';

type Row = readonly [name: string, value: string, status: SettingStatus];

const reply = (rows: readonly Row[], errors: SetupReply['errors'] = []): SetupReply => ({
  running: false,
  values: rows.map(([name, value, status]) => ({ name, value, status })),
  errors,
});
const names = (rows: readonly Row[], request: readonly SettingChange[]): readonly string[] =>
  poisonedSettings(reply(rows), request).map(({ name }) => name);
const set = (name: string, value: string): SettingChange => ({ name, value });
const clear = (name: string): SettingChange => ({ name, value: null });
const url = set('blockchain-service-url', 'https://example.com');

describe('poisoned settings', () => {
  const poisons: readonly Row[] = [
    ['chain', 'mainnet', 'Set'],
    ['neighborhood-mode', 'Standard', 'Set'],
    ['new-public-key', 'On', 'Set'],
    ['config-file', 'x.toml', 'Set'],
    ['config-file', '~x', 'Set'],
    ['real-user', '1000:1000:', 'Set'],
    ['gas-price', '--neighbors', 'Set'],
    ['ip', '-hello', 'Set'],
    ['neighbors', '-Vx', 'Set'],
    ['log-level', '--help', 'Set'],
  ];
  const cures: Readonly<Record<string, string>> = {
    chain: 'dev',
    'neighborhood-mode': 'standard',
    'new-public-key': 'on',
    'config-file': '/x.toml',
    'real-user': '1000:1000:/home/me',
    'gas-price': '1',
    ip: '1.2.3.4',
    neighbors: 'masq://…',
    'log-level': 'warn',
  };

  for (const row of poisons) {
    const [name, value] = row;
    test(`${name} stored as ${value} is told, without its value, until the request replaces or clears it`, () => {
      const [told] = poisonedSettings(reply([row]), [url]);
      assert.equal(told?.name, name);
      assert.match(told.detail, /kill the Daemon.*(?:good value|clear)/);
      assert.ok(!told.detail.includes(value));
      assert.deepEqual(names([row], [url, clear(name)]), []);
      assert.deepEqual(names([row], [set(name, cures[name] ?? '')]), []);
    });
  }

  test('all are named at once, and one that the request leaves is enough', () => {
    const stored: readonly Row[] = [
      ['neighborhood-mode', 'Standard', 'Set'],
      ['new-public-key', 'OFF', 'Set'],
    ];
    assert.deepEqual(names(stored, [url]), ['neighborhood-mode', 'new-public-key']);
    assert.deepEqual(names(stored, [clear('neighborhood-mode')]), ['new-public-key']);
  });

  test('values that are merely wrong are left to the Daemon, which complains and lives', () => {
    const stored: readonly Row[] = [
      ['gas-price', 'abc', 'Set'],
      ['gas-price', '-5', 'Set'],
      ['neighborhood-mode', 'nonsense', 'Set'],
      ['new-public-key', 'yes', 'Set'],
      ['chain', '', 'Required'],
      ['neighborhood-mode', 'Standard', 'Default'],
    ];
    for (const row of stored) assert.deepEqual(names([row], [url]), [], row.join(' '));
  });

  test('censored secrets are unknown, not poisonous', () => {
    assert.deepEqual(
      names(
        [
          ['db-password', '****************', 'Set'],
          ['consuming-private-key', '*'.repeat(64), 'Set'],
        ],
        [url],
      ),
      [],
    );
  });

  test('a relative config-file lives beside a data-directory that is set or configured, in the merge', () => {
    const file: Row = ['config-file', 'x.toml', 'Set'];
    for (const status of ['Set', 'Configured'] as const) {
      assert.deepEqual(names([file, ['data-directory', '/d', status]], [url]), []);
    }
    assert.deepEqual(names([file, ['data-directory', '/d', 'Default']], [url]), ['config-file']);
    assert.deepEqual(
      names([file, ['data-directory', '/d', 'Default']], [set('data-directory', '/e')]),
      [],
    );
    assert.deepEqual(names([file, ['data-directory', '/d', 'Set']], [clear('data-directory')]), [
      'config-file',
    ]);
    for (const anchored of ['/x', '~/x', './x', '../x', '~']) {
      assert.deepEqual(names([['config-file', anchored, 'Set']], [url]), [], anchored);
    }
  });

  test('a real-user without home lives only beside a data-directory that is set', () => {
    const user: Row = ['real-user', '::', 'Set'];
    assert.deepEqual(names([user, ['data-directory', '/d', 'Set']], [url]), []);
    assert.deepEqual(names([user, ['data-directory', '/d', 'Configured']], [url]), ['real-user']);
  });

  test('what environment or config file bring in goes before the setup: only their correction helps', () => {
    const stored: readonly Row[] = [['neighborhood-mode', 'Standard', 'Configured']];
    for (const request of [
      [url],
      [clear('neighborhood-mode')],
      [set('neighborhood-mode', 'standard')],
    ]) {
      const [told] = poisonedSettings(reply(stored), request);
      assert.match(told?.detail ?? '', /environment.*restart the Daemon/);
    }
    const file: readonly Row[] = [['config-file', 'x.toml', 'Configured']];
    assert.deepEqual(names(file, [set('config-file', '/x.toml')]), []);
  });

  test('an empty or healthy setup has none', () => {
    assert.deepEqual(names([], [url]), []);
    assert.deepEqual(
      names(
        [
          ['chain', 'base-mainnet', 'Default'],
          ['neighborhood-mode', 'standard', 'Set'],
        ],
        [],
      ),
      [],
    );
  });
});

describe('the reply to a change', () => {
  const afterClear: readonly Row[] = [
    ['ip', '1.2.3.4', 'Set'],
    ['gas-price', '1', 'Default'],
    ['chain', 'dev', 'Set'],
  ];
  const clears = [clear('ip'), clear('gas-price'), set('chain', 'dev')];

  test('names the clears that were undone because the setup has errors', () => {
    const after = reply(afterClear, [['<unknown>', 'no URL']]);
    assert.deepEqual(undoneClears(clears, after), ['ip']);
  });

  test('calls nothing undone in a setup without errors: a value that stays Set equals its default', () => {
    assert.deepEqual(undoneClears(clears, reply(afterClear)), []);
  });

  test('says of a refused db-password that it may be the first one', () => {
    const after = reply([], [['db-password', 'PasswordError']]);
    const [rejected] = rejectedSettings([set('db-password', 'secret words')], after);
    assert.match(rejected?.detail ?? '', /has no password yet/);
    assert.doesNotMatch(rejected?.detail ?? '', /secret words/);
  });

  test('names the values that this request set and the Daemon did not like, and only those', () => {
    const after = reply(
      [],
      [
        ['gas-price', 'Invalid value: abc'],
        ['ip', 'Invalid value: z'],
        ['<unknown>', 'no URL'],
      ],
    );
    const rejected = rejectedSettings([set('gas-price', 'abc'), clear('ip')], after);
    assert.deepEqual(
      rejected.map(({ name }) => name),
      ['gas-price'],
    );
    assert.match(rejected[0]?.detail ?? '', /Invalid value: abc/);
  });

  test('keeps the words about a secret back', () => {
    const after = reply(
      [],
      [
        ['consuming-private-key', 'Invalid value: c0ffee'],
        ['blockchain-service-url', 'c0ffee'],
      ],
    );
    const rejected = rejectedSettings(
      [set('consuming-private-key', 'c0ffee'), set('blockchain-service-url', 'c0ffee')],
      after,
    );
    assert.equal(rejected.length, 2);
    for (const { detail } of rejected) assert.doesNotMatch(detail, /c0ffee/);
  });
});
