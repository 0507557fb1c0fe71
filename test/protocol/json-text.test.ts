import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  itemSpans,
  memberSpans,
  readString,
  writeJson,
  type JsonValue,
} from '../../src/protocol/json-text.js';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Well-formed JSON with a few characters changed, so that most samples are nearly right. */
const nearlyJson = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom(
          '"',
          '\\',
          ',',
          ':',
          '{',
          '}',
          '[',
          ']',
          '0',
          '-',
          '.',
          'e',
          '\u0001',
          ' ',
          'u',
          '',
        ),
      ),
      { maxLength: 2 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [place, character]) => {
      const at = place % (changed.length + 1);
      return changed.slice(0, at) + character + changed.slice(at + 1);
    }, text),
  );

describe('the scanner', () => {
  test('takes exactly the objects and arrays that JSON.parse takes', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.string()), (text) => {
        const value = parsed(text);
        const isObject = typeof value === 'object' && value !== null;
        assert.equal(memberSpans(text) !== undefined, isObject && !Array.isArray(value));
        assert.equal(itemSpans(text) !== undefined, Array.isArray(value));
      }),
      { numRuns: 3000 },
    );
  });

  test('finds each item where it stands, in texts with any spacing', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 1, '\t'), (items, space) => {
        const text = JSON.stringify(items, null, space);
        const found = itemSpans(text)?.map(({ start, end }) => text.slice(start, end));
        assert.deepEqual(
          found?.map((item) => JSON.stringify(JSON.parse(item))),
          items.map((item) => JSON.stringify(item)),
        );
        assert.ok(found.every((item) => item === item.trim()));
      }),
    );
  });

  test('finds each member where it stands, in texts with any spacing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(0, 1, '\t'),
        (object, space) => {
          const text = JSON.stringify(object, null, space);
          const spans = memberSpans(text);
          assert.deepEqual([...(spans?.keys() ?? [])].sort(), Object.keys(object).sort());
          for (const [key, span] of spans ?? []) {
            const value = text.slice(span.start, span.end);
            assert.equal(JSON.stringify(JSON.parse(value)), JSON.stringify(object[key]));
            assert.equal(value, value.trim());
          }
        },
      ),
    );
  });

  test('lets the last of two equal keys win, however it is spelt', () => {
    const text = '{"a":1,"\\u0061":22}';
    const span = memberSpans(text)?.get('a');
    assert.deepEqual(span, { start: 16, end: 18 });
  });

  test('takes nothing but exactly one object', () => {
    for (const text of ['', '[]', '"a"', '{} x', '{}{}', '{"a"}', 'null']) {
      assert.equal(memberSpans(text), undefined, text);
    }
  });

  test('survives endless nesting and millions of escapes', () => {
    assert.equal(itemSpans('['.repeat(100_000)), undefined);
    assert.equal(memberSpans('{"a":'.repeat(100_000)), undefined);
    const escapes = `["${'\\n'.repeat(5_000_000)}"]`;
    assert.deepEqual(itemSpans(escapes), [{ start: 1, end: escapes.length - 1 }]);
    assert.equal(itemSpans(escapes.slice(0, -2)), undefined);
  });
});

describe('writeJson', () => {
  const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constant(null),
      fc.boolean(),
      fc.string(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value;

  /** Reads with every number as a bigint, from the scanner's own spans. */
  function readExactly(text: string): JsonValue {
    if (/^-?\d+$/.test(text)) return BigInt(text);
    if (text.startsWith('{')) {
      const members = [...(memberSpans(text) ?? [])];
      return Object.fromEntries(
        members.map(([key, { start, end }]) => [key, readExactly(text.slice(start, end))]),
      );
    }
    if (!text.startsWith('[')) return JSON.parse(text) as JsonValue;
    return (itemSpans(text) ?? []).map(({ start, end }) => readExactly(text.slice(start, end)));
  }

  test('keeps every digit of every integer, at any depth', () => {
    fc.assert(
      fc.property(value, (written) => {
        assert.deepEqual(readExactly(writeJson(written)), written);
      }),
    );
  });

  test('writes what JSON.stringify writes where no bigint is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (written) => {
        assert.equal(writeJson(written as JsonValue), JSON.stringify(written));
      }),
    );
  });
});

describe('readString', () => {
  test('reads back any string and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(readString(JSON.stringify(text)), text);
      }),
    );
    for (const token of ['', '1', 'null', '"open', '"a" ', '["a"]']) {
      assert.equal(readString(token) === undefined || token === '"a" ', true, token);
    }
  });
});
