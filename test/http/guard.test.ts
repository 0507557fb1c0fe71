import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decide, type GuardedHeaders, type GuardSettings } from '../../src/http/access/guard.js';

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
    'localhost:1',
    'localhost:65535',
    '[::1]:65535',
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
    'localhost,127.0.0.1',
    'evil.example.:5334',
    '127.0.0.1.:5334',
    '127.0.0.1.nip.io:5334',
    '7f000001.rbndr.us:5334',
    'localhost.localdomain',
    'evil.localhost:5334',
    'localhost:5334@evil.example',
    'evil.example#localhost',
    'evil.example/localhost',
    'evil.example\\localhost',
    'localhost evil.example',
    'localhost\tevil.example',
    'user:secret@localhost:5334',
    '0:5334',
    '0x7f000001:5334',
    '0177.0.0.1:5334',
    '127.0.0.2:5334',
    '127.0.0.1:5334:5334',
    '127.0.0.1:+5334',
    '127.0.0.1:0x14d6',
    '127.0.0.1:99999',
    '127.0.0.1:065536',
    '127.0.0.1:-1',
    '127.0.0.1: 5334',
    '[::1',
    '::1]',
    '[::1]5334',
    '[::1]:',
    '[::1%25lo]:5334',
    '[0:0:0:0:0:0:0:1]:5334',
    '[::ffff:127.0.0.1]:5334',
    '[::ffff:7f00:1]:5334',
    '[fe80::1]:5334',
    '[::1].evil.example',
    '[evil.example]:5334',
    'ｌｏｃａｌｈｏｓｔ:5334',
    'xn--localhost:5334',
    'unix:/run/gateway.sock',
    '%2Frun%2Fgateway.sock',
    `${'a'.repeat(300)}.example`,
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
    for (const host of [
      'nas.home.evil.example',
      'evil.nas.home',
      'nas.home.',
      'nas-home',
      'xnas.home',
    ])
      assert.equal(verdict({ host }, settings), 'host-refused', host);
    assert.equal(verdict({ host: '127.0.0.1:5334' }, settings), 'allowed');
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
    'http://127.0.0.1',
    'http://127.0.0.1:53344',
    'http://127.0.0.1:5334.evil.example',
    'http://127.0.0.1:5334@evil.example',
    'http://evil.example:5334',
    'http://user@127.0.0.1:5334',
    'http://127.0.0.1:5334/',
    'http://127.0.0.1:5334 ',
    'http://127.0.0.1:5334, http://evil.example',
    'http://127.0.0.1:5334 http://evil.example',
    'http://[::1]:5334',
    'http://127.0.0.1.:5334',
    'ws://127.0.0.1:5334',
    '127.0.0.1:5334',
    '//127.0.0.1:5334',
    'chrome-extension://abcdefgh',
    'moz-extension://1234',
    'app://.',
    'undefined',
    '*',
  ]) {
    test(`${JSON.stringify(origin)} is refused`, () =>
      assert.equal(verdict({ origin }), 'origin-refused'));
  }
  test('the gateway’s own page is told by the name that it was opened under', () => {
    const host = 'LocalHost:5334';
    assert.equal(verdict({ host, origin: 'http://localhost:5334' }), 'allowed');
    assert.equal(verdict({ host, origin: 'HTTP://LOCALHOST:5334' }), 'allowed');
    assert.equal(verdict({ host, origin: 'http://127.0.0.1:5334' }), 'origin-refused');
  });
  test('a rebound name is refused by its Host, however well its Origin fits', () => {
    for (const name of ['evil.example:5334', 'evil.example', '127.0.0.1.evil.example:5334']) {
      const headers = { host: name, origin: `http://${name}`, fetchSite: 'same-origin' };
      assert.equal(verdict(headers), 'host-refused', name);
    }
  });
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
    for (const origin of [
      'https://ui.example.evil',
      'https://ui.example:8443',
      'http://ui.example',
      'https://UI.example',
      'https://xui.example',
      'https://ui.example/',
      'https://ui.example, https://evil.example',
      'null',
    ]) {
      assert.equal(verdict({ origin }, settings), 'origin-refused', origin);
    }
  });
  test('an allowed origin opens no other Host', () => {
    const settings = { ...closed, allowedOrigins: ['https://ui.example'] };
    const headers = { host: 'evil.example', origin: 'https://ui.example' };
    assert.equal(verdict(headers, settings), 'host-refused');
  });
});

describe('Sec-Fetch-Site', () => {
  for (const fetchSite of [undefined, 'none', 'same-origin']) {
    test(`${String(fetchSite)} is let in`, () => assert.equal(verdict({ fetchSite }), 'allowed'));
  }
  for (const fetchSite of [
    'cross-site',
    'same-site',
    'same-origin,cross-site',
    'none, none',
    'Same-Origin',
    'anything',
    '',
  ]) {
    test(`${fetchSite} is refused`, () => assert.equal(verdict({ fetchSite }), 'cross-site'));
  }
  test('cross-site is refused for the gateway’s own origin, too', () => {
    const headers = { origin: 'http://127.0.0.1:5334', fetchSite: 'cross-site' };
    assert.equal(verdict(headers), 'cross-site');
  });
});
