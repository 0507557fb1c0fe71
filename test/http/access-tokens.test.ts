import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { describe, test } from 'node:test';
import { AccessTokens } from '../../src/http/access/access-tokens.js';

const admin = 'q7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aU';
const reader = 'B8nVt5_LxQ2jRz-7WcYp0KdMfHs3GuEa';

describe('AccessTokens', () => {
  test('know whose a token is', () => {
    const tokens = new AccessTokens({ admin, reader });
    assert.equal(tokens.holderOf(admin), 'admin');
    assert.equal(tokens.holderOf(reader), 'reader');
    for (const wrong of ['', 'x', admin.slice(1), `${admin} `, admin.toLowerCase(), admin + reader])
      assert.equal(tokens.holderOf(wrong), undefined, wrong);
  });
  test('are set as soon as there is one', () => {
    const none = new AccessTokens({ admin: undefined, reader: undefined });
    assert.equal(none.areSet, false);
    assert.equal(none.holderOf(''), undefined);
    assert.equal(new AccessTokens({ admin: undefined, reader }).areSet, true);
    const one = new AccessTokens({ admin, reader: undefined });
    assert.equal(one.areSet, true);
    assert.equal(one.holderOf(reader), undefined);
  });
  test('forget the old ones when they are replaced', () => {
    const tokens = new AccessTokens({ admin, reader: undefined });
    tokens.replace({ admin: reader, reader: undefined });
    assert.equal(tokens.holderOf(admin), undefined);
    assert.equal(tokens.holderOf(reader), 'admin');
  });
  test('keep no text that could be shown', () => {
    const shown = inspect(new AccessTokens({ admin, reader }), { depth: 9, showHidden: true });
    assert.doesNotMatch(shown, /q7Zx|B8nV/);
  });
});
