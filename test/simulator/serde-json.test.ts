import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  debugText,
  JsonSyntaxFault,
  parseJson,
  writeSorted,
} from '../../src/simulator/serde-json.js';

describe('JSON as the peers read it', () => {
  test('integers of 64 bits keep every digit', () => {
    assert.equal(parseJson('18446744073709551615'), 18_446_744_073_709_551_615n);
    assert.equal(parseJson('-9223372036854775808'), -9_223_372_036_854_775_808n);
    assert.equal(parseJson('18446744073709551616'), 18_446_744_073_709_552_000);
    assert.equal(parseJson('1.0'), 1);
  });

  test('what it writes is what JSON.parse understands', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        assert.deepEqual(JSON.parse(writeSorted(parseJson(text))), JSON.parse(text));
      }),
    );
  });

  test('keys are sorted, of a doubled key the last value counts', () => {
    assert.equal(
      writeSorted(parseJson('{"b":1,"a":{"d":2,"c":3},"b":4}')),
      '{"a":{"c":3,"d":2},"b":4}',
    );
  });

  test('floats are written as floats', () => {
    assert.equal(writeSorted(parseJson('[1.0,1e30,0.5,1e-7]')), '[1.0,1e30,0.5,1e-7]');
  });

  const faults: readonly (readonly [string, string])[] = [
    ['', 'Error("EOF while parsing a value", line: 1, column: 0)'],
    ['nope', 'Error("expected value", line: 1, column: 1)'],
    ['{"a":1}x', 'Error("trailing characters", line: 1, column: 8)'],
    ['[1', 'Error("EOF while parsing a list", line: 1, column: 2)'],
    ['{a:1}', 'Error("key must be a string", line: 1, column: 2)'],
    ['{"a" 1}', 'Error("expected `:`", line: 1, column: 6)'],
    ['[1,\n]', 'Error("trailing comma", line: 2, column: 1)'],
  ];
  for (const [text, message] of faults) {
    test(`${JSON.stringify(text)} is no JSON`, () => {
      assert.throws(() => parseJson(text), new JsonSyntaxFault(message));
    });
  }

  test('values are shown in messages as the peers show them', () => {
    assert.equal(
      debugText(parseJson('{"b":[null,true,"x",1,2.5]}')),
      'Object({"b": Array([Null, Bool(true), String("x"), Number(1), Number(2.5)])})',
    );
  });
});
