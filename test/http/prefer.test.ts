import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantWait, MAX_WAIT_S, preferredWaitS } from '../../src/http/requests/prefer.js';

test('the wait is found among other preferences', () => {
  assert.equal(preferredWaitS('wait=10'), 10);
  assert.equal(preferredWaitS('respond-async, Wait = "7"; x=1'), 7);
  assert.equal(preferredWaitS(['return=minimal', 'wait=3']), 3);
});

test('what is no number of seconds is no preference', () => {
  for (const header of [
    undefined,
    '',
    'wait',
    'wait=',
    'wait=-1',
    'wait=1.5',
    'await=3',
    'wait=3x',
  ])
    assert.equal(preferredWaitS(header), undefined, String(header));
});

test('nobody waits longer than the bound', () => {
  assert.equal(preferredWaitS('wait=999999'), MAX_WAIT_S);
});

test('a reading is waited for as long as wished, shorter too', () => {
  assert.deepEqual(grantWait(1, { changes: false, limitMs: 5000 }), {
    waitMs: 1000,
    applied: 'wait=1',
  });
});

test('what changes something is never waited for less than its limit', () => {
  const rule = { changes: true, limitMs: 30_000 };
  assert.deepEqual(grantWait(1, rule), { waitMs: undefined, applied: undefined });
  assert.deepEqual(grantWait(40, rule), { waitMs: 40_000, applied: 'wait=40' });
});
