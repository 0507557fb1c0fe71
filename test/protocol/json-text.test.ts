import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { memberSpans, readString, skipValue, writeJson } from '../../src/protocol/json-text.js';
import type { JsonValue } from '../../src/protocol/json-text.js';

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isWhole(text: string): boolean {
  const start = /^[ \t\n\r]*/.exec(text)?.[0].length ?? 0;
  const end = skipValue(text, start);
  return end >= 0 && /^[ \t\n\r]*$/.test(text.slice(end));
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
  test('accepts and refuses exactly what JSON.parse does', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.string()), (text) => {
        assert.equal(isWhole(text), accepts(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('takes no word that JSON does not know, and no number that JSON spells otherwise', () => {
    for (const text of [
      'NaN',
      'True',
      'undefined',
      '01',
      '+1',
      '.5',
      '5.',
      '-',
      '1e',
      "'a'",
      '"\\x41"',
      '"\t"',
    ]) {
      assert.equal(skipValue(text, 0) === text.length, false, text);
    }
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
            assert.equal(
              JSON.stringify(JSON.parse(text.slice(span.start, span.end))),
              JSON.stringify(object[key]),
            );
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
    assert.equal(skipValue('['.repeat(100_000), 0), -1);
    assert.equal(memberSpans('{"a":'.repeat(100_000)), undefined);
    const escapes = `"${'\\n'.repeat(5_000_000)}"`;
    assert.equal(skipValue(escapes, 0), escapes.length);
    assert.equal(skipValue(escapes.slice(0, -1), 0), -1);
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
    const items: JsonValue[] = [];
    for (let at = 1; text[at] !== ']' && at < text.length; at += text[at] === ',' ? 1 : 0) {
      const end = skipValue(text, at);
      items.push(readExactly(text.slice(at, end)));
      at = end;
    }
    return items;
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
