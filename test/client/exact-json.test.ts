import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { integerFormats } from '../../scripts/ajv-exact.js';
import { readDocument } from '../../scripts/openapi-document.js';
import { answerProperties } from '../../scripts/schema-reach.js';
import { readJson, wideFields, writeJson } from '../../src/client/exact-json.js';

const properties = answerProperties(readDocument());
const isWide = (format: unknown): boolean =>
  typeof format === 'string' && Object.hasOwn(integerFormats, format);

describe('the list of 64-bit fields', () => {
  test('names exactly those of the answers in openapi.yaml', () => {
    const documented = properties.filter(([, { format }]) => isWide(format)).map(([name]) => name);
    assert.deepEqual([...wideFields].sort(), [...new Set(documented)].sort());
  });

  test('names none that is a smaller number in another answer', () => {
    const narrow = properties.filter(([name, { type, format }]) => {
      const types: readonly unknown[] = [type].flat();
      const isNumber = types.includes('integer') || types.includes('number');
      return wideFields.has(name) && isNumber && !isWide(format);
    });
    assert.deepEqual(narrow, []);
  });
});

describe('reading', () => {
  test('makes 64-bit fields bigint whatever their size, all others numbers', () => {
    assert.deepEqual(
      readJson(
        '{"ageS":0,"balanceGwei":-9223372036854775808,"startBlock":null,"nodePort":32768,"x":[1.5,1e3]}',
      ),
      {
        ageS: 0n,
        balanceGwei: -9223372036854775808n,
        startBlock: null,
        nodePort: 32768,
        x: [1.5, 1000],
      },
    );
  });

  test('keeps every digit of a field that it does not know', () => {
    assert.deepEqual(readJson('{"later":18446744073709551615}'), { later: 18446744073709551615n });
  });
});

describe('writing', () => {
  test('gives a bigint digit for digit, and what was read comes out as it was', () => {
    const value = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(value, fc.string(), (balanceGwei, text) => {
        const written = writeJson({ balanceGwei, text, list: [balanceGwei], none: null });
        assert.ok(written.startsWith(`{"balanceGwei":${balanceGwei},`));
        const read = readJson(written);
        assert.equal(writeJson(read), written);
      }),
    );
  });

  test('leaves out what is undefined', () => {
    assert.equal(writeJson({ a: undefined, b: 1 }), '{"b":1}');
  });

  for (const value of [2 ** 53, -(2 ** 53), Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`refuses ${value}, which is not what was meant`, () => {
      assert.throws(() => writeJson({ value }), /value is .* give it as a bigint/);
    });
  }
});
