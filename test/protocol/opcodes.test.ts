import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryOf, opcodes, QUICK_LIMIT_MS } from '../../src/protocol/opcodes.js';

test('exactly the seven opcodes that the Configurator answers prove that it has drained its mailbox', () => {
  const proving = Object.entries(opcodes)
    .filter(([, entry]) => entry.configurator)
    .map(([opcode]) => opcode);
  assert.deepEqual(proving.sort(), [
    'changePassword',
    'checkPassword',
    'configuration',
    'generateWallets',
    'recoverWallets',
    'setConfiguration',
    'walletAddresses',
  ]);
});

test('configuration and checkPassword are quick without a password and key work with one; they prove either way', () => {
  for (const opcode of ['configuration', 'checkPassword'] as const) {
    assert.equal(entryOf(opcode, true).lane, 'configurator');
    const quick = entryOf(opcode, false);
    assert.deepEqual(
      [quick.lane, quick.limitMs, quick.configurator],
      ['quick', QUICK_LIMIT_MS, true],
    );
  }
  assert.equal(entryOf('walletAddresses', false).lane, 'configurator');
});

test('nothing that changes something passes for a read', () => {
  const changing = Object.entries(opcodes)
    .filter(([, entry]) => entry.changes)
    .map(([opcode]) => opcode);
  for (const opcode of [
    'changePassword',
    'exitLocation',
    'scan',
    'setConfiguration',
    'setup',
    'shutdown',
    'start',
    'crash',
  ]) {
    assert.ok(changing.includes(opcode), opcode);
  }
});
