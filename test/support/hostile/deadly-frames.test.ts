/** The judge of the hostile runs knows what it must know. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deadlyReason } from './deadly-frames.js';

const frame = (opcode: string, payload: unknown): string =>
  JSON.stringify({ opcode, contextId: 1, payload });
const setup = (name: string, value: string): string =>
  frame('setup', { values: [{ name, value }] });
const recover = (consumingPrivateKeyOpt: string): string =>
  frame('recoverWallets', { dbPassword: 'x', consumingPrivateKeyOpt });

const deadlyToDaemon: readonly string[] = [
  setup('chain', 'mainnet'),
  setup('chain', ''),
  setup('config-file', 'x.toml'),
  setup('config-file', '~x'),
  setup('neighborhood-mode', 'Standard'),
  setup('new-public-key', 'On'),
  setup('db-password', '-hello'),
  setup('db-password', '-Vx'),
  setup('neighbors', '--help'),
  setup('gas-price', '--neighbors'),
  setup('help', 'x'),
  setup('version', 'x'),
  setup('crash-point', 'message'),
  setup('fake-public-key', 'x'),
  setup('real-user', '1000:1000:'),
  setup('real-user', '::'),
  setup('log-level', 'a\nb'),
  '{"opcode":"setup","contextId":1,"error":{"code":1,"message":"x"}}',
  '{"opcode":"setup","contextId":1,"payload":{"values":[]',
  '{"opcode":"setup","contextId":null,"payload":{"values":[]}}',
  frame('shutdown', {}),
];
const deadlyToNode: readonly string[] = [
  recover(''),
  recover('abcd'),
  recover('0'.repeat(64)),
  recover('f'.repeat(64)),
  recover('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'),
  frame('exitLocation', { exitLocations: [{ countryCodes: ['CZ'], priority: 0 }] }),
  frame('exitLocation', { exitLocations: [{ countryCodes: ['CZ'], priority: 4294968 }] }),
  frame('crash', { actor: 'UIGATEWAY', panicMessage: 'x' }),
  frame('descriptor', { actor: 'UIGATEWAY', panicMessage: 'x' }),
  frame('financials', { statsRequired: true, topRecordsOpt: { count: 65535, orderedBy: 'Age' } }),
  frame('generateWallets', { dbPassword: 'x', earningDerivationPathOpt: `m${'/0'.repeat(500)}` }),
  frame('checkPassword', { dbPasswordOpt: '' }),
  frame('checkPassword', { dbPasswordOpt: 'x'.repeat(20_000) }),
  frame('checkPassword', { dbPasswordOpt: '\ud800' }).replace('\\ud800', '\ufffd'),
  frame('setup', { values: [] }),
  '{"opcode":"descriptor","payload":{}}',
];
const harmless: readonly { readonly hop: 'daemon' | 'node'; readonly text: string }[] = [
  { hop: 'daemon', text: frame('setup', { values: [] }) },
  { hop: 'daemon', text: setup('chain', 'dev') },
  { hop: 'daemon', text: frame('setup', { values: [{ name: 'ip', value: null }] }) },
  { hop: 'daemon', text: frame('start', {}) },
  {
    hop: 'node',
    text: recover('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140'),
  },
  { hop: 'node', text: frame('checkPassword', {}) },
  { hop: 'node', text: frame('shutdown', {}) },
];

describe('the judge of frames', () => {
  test('knows what kills or wedges a Daemon', () => {
    for (const text of deadlyToDaemon) assert.ok(deadlyReason({ hop: 'daemon', text }), text);
  });
  test('knows what kills or wedges a Node', () => {
    for (const text of deadlyToNode) assert.ok(deadlyReason({ hop: 'node', text }), text);
  });
  test('lets harmless frames pass', () => {
    for (const each of harmless) assert.equal(deadlyReason(each), undefined, each.text);
  });
});
