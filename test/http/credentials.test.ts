import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NO_TOKEN, presentedToken } from '../../src/http/access/access-tokens.js';

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('presentedToken', () => {
  for (const [header, token] of [
    [undefined, undefined],
    ['Bearer abc.~+/-_==', 'abc.~+/-_=='],
    ['bearer abc', 'abc'],
    ['BEARER   abc  ', 'abc'],
    [basic(':abc'), 'abc'],
    [basic('anybody:abc'), 'abc'],
    [basic('user:a:b'), 'a:b'],
    [basic('ü:ö'), 'ö'],
    [basic('abc:'), NO_TOKEN],
    [basic('abc'), NO_TOKEN],
    ['', NO_TOKEN],
    ['abc', NO_TOKEN],
    ['Bearer', NO_TOKEN],
    ['Bearer ', NO_TOKEN],
    ['Bearer a b', NO_TOKEN],
    ['Bearer a, Bearer b', NO_TOKEN],
    ['Digest username="a"', NO_TOKEN],
    ['Negotiate abc', NO_TOKEN],
  ] as const) {
    test(`reads ${JSON.stringify(header)} as ${JSON.stringify(token)}`, () =>
      assert.equal(presentedToken(header), token));
  }
});
