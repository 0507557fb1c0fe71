import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keccak256 } from '../../src/simulator/keccak.js';

describe('keccak256', () => {
  const known: readonly (readonly [string, string])[] = [
    ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
    ['abc', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'],
    [
      'The quick brown fox jumps over the lazy dog',
      '4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15',
    ],
  ];
  for (const [input, hash] of known) {
    test(`of "${input}"`, () => {
      assert.equal(keccak256(Buffer.from(input)).toString('hex'), hash);
    });
  }

  test('takes inputs of a full block and beyond', () => {
    const hashes = [135, 136, 137, 272].map((length) =>
      keccak256(Buffer.alloc(length)).toString('hex'),
    );
    assert.equal(new Set(hashes).size, hashes.length);
  });
});
