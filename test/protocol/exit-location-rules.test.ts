import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitLocationFaults } from '../../src/protocol/exit-location-rules.js';

const request = (countryCodes: readonly string[], priority: number | bigint | string) => ({
  fallbackRouting: true,
  exitLocations: [{ countryCodes, priority }],
});

test('an empty list and well-formed groups pass', () => {
  assert.deepEqual(exitLocationFaults({ fallbackRouting: false, exitLocations: [] }), []);
  for (const priority of [1, 1000, 2n, '3'])
    assert.deepEqual(exitLocationFaults(request(['CZ', 'PL'], priority)), []);
});

test('priorities outside 1 to 1000 are refused: zero and great ones overflow in the Node', () => {
  for (const priority of [0, 1001, -1, 1.5, 2n ** 64n, 'x']) {
    assert.deepEqual(
      exitLocationFaults(request(['CZ'], priority)).map(({ pointer }) => pointer),
      ['/exitLocations/0/priority'],
    );
  }
});

test('codes are two capital letters, at least one and not endlessly many', () => {
  const faults = exitLocationFaults(request(['CZ', 'cz', 'CZE', 'C\u0000'], 1));
  assert.deepEqual(
    faults.map(({ pointer }) => pointer),
    [1, 2, 3].map((index) => `/exitLocations/0/countryCodes/${index}`),
  );
  assert.equal(exitLocationFaults(request([], 1))[0]?.pointer, '/exitLocations/0/countryCodes');
  assert.equal(
    exitLocationFaults(
      request(
        Array.from({ length: 251 }, () => 'CZ'),
        1,
      ),
    )[0]?.pointer,
    '/exitLocations',
  );
});
