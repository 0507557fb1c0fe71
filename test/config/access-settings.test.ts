import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError, parseConfig } from '../../src/config.js';

const tokenFile = { adminTokenFile: '/etc/masq-gateway/admin' };

async function refusal(flags: Readonly<Record<string, unknown>>): Promise<string> {
  let words = '';
  await assert.rejects(parseConfig({ flags }), (error) => {
    assert.ok(error instanceof ConfigError);
    words = error.message;
    return true;
  });
  return words;
}

describe('allowHost', () => {
  test('takes names alone, in any case, and addresses', async () => {
    const config = await parseConfig({
      flags: tokenFile,
      environment: { MASQ_GATEWAY_ALLOW_HOST: 'NAS.home, masq-1 10.0.0.7' },
    });
    assert.deepEqual(config.allowHost, ['nas.home', 'masq-1', '10.0.0.7']);
  });
  for (const name of [
    '*',
    '*.home',
    'nas.home:5334',
    'http://nas.home',
    'nas.home/',
    'a@b',
    '.home',
    'nas.',
    '',
  ]) {
    test(`refuses ${JSON.stringify(name)}`, async () =>
      assert.match(await refusal({ ...tokenFile, allowHost: [name] }), /is not a host name/));
  }
});

describe('allowOrigin', () => {
  test('takes exact origins', async () => {
    const allowOrigin = [
      'https://ui.example',
      'http://localhost:3000',
      'http://[::1]:8080',
      'http://ui.localhost',
    ];
    assert.deepEqual(
      (await parseConfig({ flags: { ...tokenFile, allowOrigin } })).allowOrigin,
      allowOrigin,
    );
  });
  for (const origin of [
    '*',
    'null',
    'ui.example',
    'https://ui.example/',
    'https://UI.example',
    'https://ui.example:443',
    'https://*.example',
    'https://me@ui.example',
    'file:///tmp',
    'chrome-extension://abc',
    '',
  ]) {
    test(`refuses ${JSON.stringify(origin)}`, async () =>
      assert.match(await refusal({ ...tokenFile, allowOrigin: [origin] }), /is not an origin/));
  }
  for (const origin of [
    'http://ui.example',
    'http://192.168.0.7:3000',
    'http://localhost.evil.example',
  ]) {
    test(`refuses ${origin}: without TLS anybody could be it`, async () =>
      assert.match(await refusal({ ...tokenFile, allowOrigin: [origin] }), /without TLS/));
  }
});

describe('socketMode', () => {
  for (const mode of ['600', '0600', '660', 660, '640']) {
    test(`takes ${String(mode)}`, async () => {
      const { socketMode } = await parseConfig({ flags: { socket: '/run/x', socketMode: mode } });
      assert.equal(socketMode, String(mode));
    });
  }
  for (const mode of ['700', '060', '888', '0o600', '1600', 'rw', 384, '']) {
    test(`refuses ${JSON.stringify(mode)}`, async () =>
      assert.match(await refusal({ socketMode: mode }), /mode of a socket/));
  }
});

describe('settings that are not safe together', () => {
  const sound = (flags: Readonly<Record<string, unknown>>): Promise<unknown> =>
    parseConfig({ flags });
  test('allowHost needs a token, or reading alone', async () => {
    assert.match(await refusal({ allowHost: ['nas.home'] }), /nas\.home.*adminTokenFile/);
    await sound({ allowHost: ['nas.home'], ...tokenFile });
    await sound({ allowHost: ['nas.home'], readOnly: true });
  });
  test('allowOrigin of another machine needs a token, or reading alone', async () => {
    assert.match(
      await refusal({ allowOrigin: ['https://ui.example'] }),
      /every page of https:\/\/ui\.example/,
    );
    await sound({ allowOrigin: ['https://ui.example'], ...tokenFile });
    await sound({ allowOrigin: ['https://ui.example'], readOnly: true });
    await sound({ allowOrigin: ['http://localhost:3000'] });
  });
  test('a read token without an admin token is only taken with readOnly', async () => {
    assert.match(await refusal({ readTokenFile: '/etc/r' }), /nobody could write/);
    await sound({ readTokenFile: '/etc/r', readOnly: true });
    await sound({ readTokenFile: '/etc/r', ...tokenFile });
  });
  test('a socket for everybody needs a token, or reading alone', async () => {
    const open = { socket: '/run/x', socketMode: '666' };
    assert.match(await refusal(open), /socketMode 666/);
    await sound({ ...open, ...tokenFile });
    await sound({ ...open, readOnly: true });
    await sound({ socketMode: '666' });
  });
  test('listen: none needs a socket', async () => {
    assert.match(await refusal({ listen: ['none'] }), /nobody could reach/);
    const config = await parseConfig({ flags: { listen: 'none', socket: '/run/x' } });
    assert.deepEqual(config.listen, []);
    await refusal({ listen: ['none', '127.0.0.1'], socket: '/run/x' });
  });
  test('nodePort must not be the daemonPort, the shipped one neither', async () => {
    assert.match(await refusal({ nodePort: 6000, daemonPort: 6000 }), /nodePort 6000 is the/);
    assert.match(await refusal({ nodePort: 5333 }), /Leave nodePort out/);
    await sound({ nodePort: 6000 });
  });
  test('all of them are told at once', async () => {
    const words = await refusal({
      listen: 'none',
      allowHost: 'a',
      allowOrigin: 'https://b.example',
    });
    assert.equal(words.split('\n').length, 4);
  });
});
