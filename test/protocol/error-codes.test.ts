import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerCodeHex, peerCodeName, peerCodes } from '../../src/protocol/error-codes.js';

test('the codes 0x8000…0001 to …0008, one double to JSON.parse, are eight different strings', () => {
  const {
    NODE_LAUNCH,
    NODE_NOT_RUNNING,
    NODE_ALREADY_RUNNING,
    UNMARSHAL,
    SETUP,
    TIMEOUT,
    SCAN,
    EXIT_COUNTRY_MISSING_COUNTRIES,
  } = peerCodes;
  const codes = [
    NODE_LAUNCH,
    NODE_NOT_RUNNING,
    NODE_ALREADY_RUNNING,
    UNMARSHAL,
    SETUP,
    TIMEOUT,
    SCAN,
    EXIT_COUNTRY_MISSING_COUNTRIES,
  ];
  assert.equal(new Set(codes.map(Number)).size, 1);
  assert.deepEqual(
    codes,
    [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].map((low) => (9_223_372_036_854_775_808n + low).toString()),
  );
});

test('every code has its own number and finds its name back', () => {
  const codes = Object.entries(peerCodes);
  assert.equal(new Set(codes.map(([, code]) => code)).size, codes.length);
  for (const [name, code] of codes) assert.equal(peerCodeName(code), name);
  assert.equal(peerCodeName('1'), undefined);
});

test('the three families begin where the peers say', () => {
  assert.equal(peerCodes.CONFIGURATOR_READ, '281474976710657');
  assert.equal(peerCodes.REQUEST_WITH_NO_VALUES, '18014398509481985');
  assert.equal(peerCodes.UNKNOWN, '281474976710670');
});

test('a code is shown as the masq command line shows it', () => {
  assert.equal(peerCodeHex(peerCodes.NODE_NOT_RUNNING), '8000_0000_0000_0002');
  assert.equal(peerCodeHex(peerCodes.MISSING_DATA), '0001_0000_0000_000D');
  assert.equal(peerCodeHex('0'), '0000_0000_0000_0000');
});
