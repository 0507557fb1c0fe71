/** Stored setup values that the Daemon survives and the Node does not: recognised before anything is written, with their cure. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { poisonedSettings } from '../../src/protocol/setup-merge.js';
import type { SettingStatus } from '../../src/protocol/setup-reply.js';
import type { SettingChange } from '../../src/protocol/setup-rules.js';

const set = (name: string, value: string): SettingChange => ({ name, value });
const clear = (name: string): SettingChange => ({ name, value: null });

function poisoned(
  name: string,
  value: string,
  status: SettingStatus,
  request: readonly SettingChange[],
): readonly { readonly name: string; readonly detail: string; readonly curable: boolean }[] {
  return poisonedSettings(
    { running: false, values: [{ name, value, status }], errors: [] },
    request,
  );
}

const STEEP = '1000000000000000|1200|1200|500000000|21600|500000000';
const other = set('log-level', 'warn');

const kept: readonly (readonly [name: string, deadly: string, good: string])[] = [
  ['payment-thresholds', STEEP, '1000000000|1200|1200|500000000|21600|500000000'],
  ['payment-thresholds', '9223372036854775808|0|0|0|1000000000|0', '2|0|0|1|1|0'],
  ['payment-thresholds', '2|0|0|1|0|0', '2|0|0|1|1|0'],
  ['rate-pack', '1|1|1|18446744073709551615', '1|1|1|1'],
  ['scan-intervals', '0|600|600', '600|600|600'],
  ['scan-intervals', '600|600|18446744073709551615', '600|600|600'],
];
const clearable: readonly (readonly [name: string, deadly: string, good: string])[] = [
  ['blockchain-service-url', 'https://a/{key}', 'https://a/key'],
  ['blockchain-service-url', 'example.com', 'https://example.com'],
  ['ip', '0.0.0.0', '1.2.3.4'],
  ['real-user', '0:0:/root', '1000:1000:/home/me'],
];

describe('stored values that kill the Node', () => {
  for (const [name, deadly, good] of [...kept, ...clearable]) {
    test(`${name} ${deadly} is named, without its value, until another one replaces it`, () => {
      for (const status of ['Set', 'Configured'] as const) {
        const [told] = poisoned(name, deadly, status, [other]);
        assert.equal(told?.name, name);
        assert.match(told.detail, /would harm the Node: it (?:must|is) .*Give it a good value/);
        assert.ok(name === 'ip' || !told.detail.includes(deadly), told.detail);
        assert.equal(told.curable, true);
        assert.deepEqual(poisoned(name, deadly, status, [set(name, good)]), []);
      }
    });
  }

  for (const [name, deadly] of kept) {
    test(`${name} ${deadly} is in the Node’s database: a clear does not cure it`, () => {
      for (const status of ['Set', 'Configured'] as const) {
        const [told] = poisoned(name, deadly, status, [clear(name)]);
        assert.match(told?.detail ?? '', /clearing it does not cure it/);
      }
    });
  }

  for (const [name, deadly] of clearable) {
    test(`${name} ${deadly} can be cleared where it is Set, and only replaced where it is Configured`, () => {
      assert.deepEqual(poisoned(name, deadly, 'Set', [clear(name)]), []);
      assert.equal(poisoned(name, deadly, 'Configured', [clear(name)]).length, 1);
    });
  }

  test('defaults, blanks and values of which the Daemon complains are left alone', () => {
    assert.deepEqual(poisoned('real-user', '0:0:/root', 'Default', [other]), []);
    assert.deepEqual(poisoned('blockchain-service-url', '', 'Required', [other]), []);
    for (const [name, value] of [
      ['payment-thresholds', '1|2|3'],
      ['rate-pack', '1|x|3|4'],
      ['scan-intervals', '600'],
      ['ip', 'localhost'],
      ['real-user', 'root'],
    ] as const) {
      assert.deepEqual(poisoned(name, value, 'Set', [other]), [], name);
    }
  });

  test('a value that would kill the Daemon as well is told once', () => {
    const told = poisoned('blockchain-service-url', '--help', 'Set', [other]);
    assert.equal(told.length, 1);
    assert.match(told[0]?.detail ?? '', /would kill the Daemon/);
  });
});
