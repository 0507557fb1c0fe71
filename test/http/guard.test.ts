import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decide } from '../../src/http/guard.js';
import type { GuardedHeaders, GuardSettings } from '../../src/http/guard.js';

const closed: GuardSettings = { allowedHosts: [], allowedOrigins: [] };
const from = (headers: Partial<GuardedHeaders>): GuardedHeaders => ({
  host: '127.0.0.1:5334',
  origin: undefined,
  fetchSite: undefined,
  ...headers,
});
const verdict = (headers: Partial<GuardedHeaders>, settings = closed): string => {
  const decision = decide(from(headers), settings);
  return decision.allowed ? 'allowed' : decision.code;
};

describe('Host', () => {
  for (const host of [
    '127.0.0.1:5334',
    '127.0.0.1',
    'localhost:5334',
    'LOCALHOST:8080',
    '[::1]:5334',
    '[::1]',
  ]) {
    test(`${host} is let in`, () => assert.equal(verdict({ host }), 'allowed'));
  }
  for (const host of [
    undefined,
    '',
    'evil.example',
    'evil.example:5334',
    '127.0.0.1.evil.example',
    'localhost.evil.example:5334',
    '127.0.0.1@evil.example',
    'localhost:5334:80',
    'localhost:',
    'localhost.',
    '0.0.0.0:5334',
    '127.1:5334',
    '2130706433',
    '[::]:5334',
    '::1',
    'localhost, evil.example',
    '192.168.0.7:5334',
  ]) {
    test(`${String(host)} is refused`, () => assert.equal(verdict({ host }), 'host-refused'));
  }
  test('a refusal names the setting that allows the name', () => {
    const decision = decide(from({ host: 'nas.home:5334' }), closed);
    assert.ok(!decision.allowed);
    assert.match(decision.detail, /allow-host/);
  });
  test('an allowed name is let in at any port', () => {
    const settings = { ...closed, allowedHosts: ['nas.home'] };
    assert.equal(verdict({ host: 'NAS.home:81' }, settings), 'allowed');
    assert.equal(verdict({ host: 'nas.home.evil.example' }, settings), 'host-refused');
  });
});

describe('Origin', () => {
  test('the gateway’s own pages are let in', () => {
    assert.equal(verdict({ origin: 'http://127.0.0.1:5334' }), 'allowed');
    assert.equal(verdict({ host: '[::1]:5334', origin: 'http://[::1]:5334' }), 'allowed');
  });
  for (const origin of [
    'null',
    'http://127.0.0.1:3000',
    'http://localhost:5334',
    'https://127.0.0.1:5334',
    'http://evil.example',
    'file://',
    '',
  ]) {
    test(`${JSON.stringify(origin)} is refused`, () =>
      assert.equal(verdict({ origin }), 'origin-refused'));
  }
  test('behind a TLS proxy an allowed name is its own https origin', () => {
    const settings = { ...closed, allowedHosts: ['masq.example'] };
    assert.equal(
      verdict({ host: 'masq.example', origin: 'https://masq.example' }, settings),
      'allowed',
    );
  });
  test('an allowed origin passes, even cross-site, and is named', () => {
    const settings = { ...closed, allowedOrigins: ['https://ui.example'] };
    const headers = from({ origin: 'https://ui.example', fetchSite: 'cross-site' });
    assert.deepEqual(decide(headers, settings), {
      allowed: true,
      allowedOrigin: 'https://ui.example',
    });
    assert.equal(verdict({ origin: 'https://ui.example.evil' }, settings), 'origin-refused');
  });
});

describe('Sec-Fetch-Site', () => {
  for (const fetchSite of [undefined, 'none', 'same-origin']) {
    test(`${String(fetchSite)} is let in`, () => assert.equal(verdict({ fetchSite }), 'allowed'));
  }
  for (const fetchSite of ['cross-site', 'same-site', 'same-origin,cross-site', 'anything']) {
    test(`${fetchSite} is refused`, () => assert.equal(verdict({ fetchSite }), 'cross-site'));
  }
});
