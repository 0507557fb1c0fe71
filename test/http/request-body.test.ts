import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayError } from '../../src/errors.js';
import { readJsonBody } from '../../src/http/requests/request-body.js';

const read = (text: string): unknown => readJsonBody(Buffer.from(text));

function refusal(bytes: Uint8Array): { pointer: string; detail: string } {
  try {
    readJsonBody(bytes);
  } catch (error) {
    assert.ok(error instanceof GatewayError);
    assert.equal(error.code, 'invalid-request');
    return error.errors[0]!;
  }
  assert.fail('it was taken');
}
const refused = (text: string): { pointer: string; detail: string } => refusal(Buffer.from(text));

describe('numbers', () => {
  test('integers are exact on both sides of 2^53', () => {
    assert.deepEqual(read('[9007199254740991, 9007199254740992, -9007199254740993, 0]'), [
      9007199254740991,
      9007199254740992n,
      -9007199254740993n,
      0,
    ]);
    assert.equal(read('18446744073709551615'), 18446744073709551615n);
  });
  test('fractions stay fractions', () => assert.equal(read('1.5'), 1.5));
  test('a notation that would lose digits is refused', () => {
    refused('1e30');
    refused('9007199254740993.0');
    refused('1e999');
  });
  test('a number of a million digits is refused, quickly', () => {
    const before = performance.now();
    refused('9'.repeat(1_000_000));
    assert.ok(performance.now() - before < 1000);
  });
});

describe('keys', () => {
  test('one that stands twice is refused with its place, equal values or not', () => {
    assert.equal(refused('{"a":{"b":[1,{"c":1,"d":2,"c":1}]}}').pointer, '/a/b/1/c');
    assert.equal(refused('{"x/y":1,"x/y":2}').pointer, '/x~1y');
  });
  test('two spellings of one key are one key', () => {
    assert.equal(refused('{"a":1,"\\u0061":2}').pointer, '/a');
  });
  test('the same key in different objects is fine', () => {
    assert.deepEqual(read('[{"a":1},{"a":[]},{"b":{"a":2}}]'), [
      { a: 1 },
      { a: [] },
      { b: { a: 2 } },
    ]);
  });
  test('__proto__ is a key like any other', () => {
    const value = read('{"__proto__":{"polluted":true}}') as object;
    assert.deepEqual(Object.keys(value), ['__proto__']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});

test('white space is taken wherever JSON allows it', () => {
  const spaced = ' {\n"a" : [ 1 ,\t2 ] , "b"\r\n: { } } ';
  assert.deepEqual(read(spaced), { a: [1, 2], b: {} });
});

describe('text', () => {
  test('a byte order mark is refused', () =>
    assert.match(refused('\ufeff{}').detail, /byte order/));
  test('broken UTF-8 is refused', () =>
    assert.match(refusal(Buffer.from([0x22, 0xff, 0x22])).detail, /UTF-8/));
  test('half a surrogate pair is refused with its place, in values and keys', () => {
    assert.equal(refused('{"a":["\\ud83d"]}').pointer, '/a/0');
    assert.equal(refused('{"a":{"\\ude00":1}}').pointer, '/a');
    assert.deepEqual(read('"\\ud83d\\ude00"'), '😀');
  });
  test('what is no JSON is refused with the place and without the text', () => {
    for (const text of ['{', '{"a":secret}', "{'a':1}", '[1,]', '{} {}', 'NaN', '{"a":01}']) {
      const { detail } = refused(text);
      assert.match(detail, /not well-formed JSON/);
      assert.doesNotMatch(detail, /secret/);
    }
  });
  test('nesting that would exhaust the stack is refused', () => {
    assert.match(refused('['.repeat(200_000)).detail, /nested/);
    assert.match(refused('{"a":'.repeat(200_000)).detail, /nested/);
  });
  test('brackets in strings do not count', () => {
    assert.deepEqual(read(`["${'['.repeat(500)}", "\\"{"]`), ['['.repeat(500), '"{']);
  });
});
