import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mergeSetup, type MergedSetup, type Setup } from '../../src/simulator/daemon-setup.js';
import { freshDatabase, type Database } from '../../src/simulator/database.js';
import { Panic } from '../../src/simulator/panic.js';

const DIRECTORY = '/home/u/.local/share/MASQ/base-mainnet';

function merge(
  existing: Setup,
  values: Readonly<Record<string, string | undefined>>,
  database?: Database,
): MergedSetup {
  return mergeSetup(
    existing,
    Object.entries(values).map(([name, value]) => ({ name, value })),
    {
      home: '/home/u',
      dnsServers: '9.9.9.9',
      databaseAt: (directory) => (directory === DIRECTORY ? database : undefined),
      newClandestinePort: () => '5123',
    },
  );
}

const complete = { 'blockchain-service-url': 'http://127.0.0.1:9' };

describe('setup with a database behind it', () => {
  function shown(database: Database, name: string): string {
    const entry = merge(new Map(), complete, database).setup.get(name);
    return `${entry?.value ?? ''}|${entry?.status ?? ''}`;
  }

  test('what the database holds stands in the setup, as Configured where it is not the default', () => {
    const database = freshDatabase('base-mainnet', '7777');
    Object.assign(database, { gasPrice: 12n, minHops: '5', mappingProtocol: 'igdp' });
    assert.equal(shown(database, 'clandestine-port'), '7777|Configured');
    assert.equal(shown(database, 'gas-price'), '12|Default');
    assert.equal(shown(database, 'min-hops'), '5|Configured');
    assert.equal(shown(database, 'mapping-protocol'), 'igdp|Configured');
  });

  test('a setup writes thresholds, intervals, rates and mapping protocol straight into it', () => {
    const database = freshDatabase('base-mainnet', '7777');
    const { faults } = merge(
      new Map(),
      {
        ...complete,
        'payment-thresholds': '100|2|3|4|5|6',
        'scan-intervals': '7|8|9',
        'rate-pack': '1|2|3|4',
        'mapping-protocol': 'PCP',
      },
      database,
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(
      [database.paymentThresholds, database.scanIntervals, database.ratePack],
      ['100|2|3|4|5|6', '7|8|9', '1|2|3|4'],
    );
    assert.equal(database.mappingProtocol, 'pcp');
  });

  test('past neighbors are shown for the right password only', () => {
    const database = freshDatabase('base-mainnet', '7777');
    Object.assign(database, { password: 'pw', pastNeighbors: ['masq://a', 'masq://b'] });
    const right = merge(new Map(), { ...complete, 'db-password': 'pw' }, database);
    assert.deepEqual(right.setup.get('neighbors'), {
      value: 'masq://a,masq://b',
      status: 'Configured',
    });
    const wrong = merge(new Map(), { ...complete, 'db-password': 'no' }, database);
    assert.deepEqual(wrong.faults, [['db-password', 'PasswordError']]);
    assert.equal(wrong.setup.get('neighbors')?.value, '');
  });
});

describe('merges that kill', () => {
  const stored = (values: Readonly<Record<string, string>>): Setup =>
    merge(new Map(), values).setup;

  test('a stored wrong mode meets a good URL', () => {
    const poisoned = stored({ 'neighborhood-mode': 'Standard' });
    assert.throws(() => merge(poisoned, complete), Panic);
    const cure = { 'neighborhood-mode': undefined, ...complete };
    assert.deepEqual(merge(poisoned, cure).faults, []);
  });

  test('a stored relative config file meets the clearing of the data directory', () => {
    const held = stored({ ...complete, 'data-directory': '/data', 'config-file': 'x.toml' });
    assert.throws(() => merge(held, { 'data-directory': undefined }), Panic);
  });

  test('a stored user without a home meets the clearing of the data directory', () => {
    const held = stored({ ...complete, 'data-directory': '/data', 'real-user': '1:1:' });
    assert.throws(() => merge(held, { 'data-directory': undefined }), Panic);
  });
});
