import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  MAX_PASSWORD_BYTES,
  newPasswordFault,
  passwordFault,
} from '../../src/protocol/password-rules.js';

test('a password is anything readable up to its limit in bytes', () => {
  for (const password of [
    'x',
    ' ',
    'pässwörd',
    '-hello',
    '****',
    'ü'.repeat(MAX_PASSWORD_BYTES / 2),
  ]) {
    assert.equal(passwordFault(password), undefined);
  }
  for (const password of ['', 'a\n', '\u007f', '\ud800', 'ü'.repeat(MAX_PASSWORD_BYTES / 2 + 1)]) {
    assert.notEqual(passwordFault(password), undefined, JSON.stringify(password));
    assert.notEqual(newPasswordFault(password), undefined, JSON.stringify(password));
  }
});

test('a new password is one that a Node can be started with', () => {
  assert.equal(newPasswordFault('hello-'), undefined);
  for (const password of ['-hello', '-Vx', '--help', '-', '****************', '*']) {
    assert.notEqual(newPasswordFault(password), undefined, password);
  }
});

test('no fault repeats the password', () => {
  for (const password of ['-tell-no-one', 'tell-no-one\n', 'tell-no-one'.repeat(200)]) {
    assert.doesNotMatch(newPasswordFault(password) ?? 'tell-no-one', /tell-no-one/);
  }
});
