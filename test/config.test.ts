import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ConfigError, flagName, isLoopback, parseConfig, variableName } from '../src/config.js';

function fileWith(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'masq-gateway-')), name);
  writeFileSync(path, text);
  return path;
}

describe('parseConfig', () => {
  test('without any source gives the documented defaults, frozen', async () => {
    const config = await parseConfig({});
    assert.deepEqual(config.listen, ['127.0.0.1', '::1']);
    assert.equal(config.port, 5334);
    assert.equal(config.daemonPort, 5333);
    assert.equal(config.nodePort, undefined);
    assert.equal(config.messagesPerSecond, 100);
    assert.equal(config.allowCrash, false);
    assert.ok(Object.isFrozen(config));
  });

  test('prefers a flag over the environment, that over a file, that over the default', async () => {
    const file = fileWith('gateway.yaml', 'port: 1111\ndaemonPort: 2222\nnodePort: 3333\n');
    const config = await parseConfig({
      flags: { port: '5000' },
      environment: { MASQ_GATEWAY_PORT: '6000', MASQ_GATEWAY_DAEMON_PORT: '6001' },
      file,
    });
    assert.equal(config.port, 5000);
    assert.equal(config.daemonPort, 6001);
    assert.equal(config.nodePort, 3333);
    assert.equal(config.maxStreams, 1000);
  });

  test('reads JSON files too and names keys that it does not know', async () => {
    assert.equal((await parseConfig({ file: fileWith('a.json', '{"port":7000}') })).port, 7000);
    await assert.rejects(
      parseConfig({ file: fileWith('b.json', '{"prot":7000}') }),
      (error) => error instanceof ConfigError && /unknown keys: prot/.test(error.message),
    );
  });

  test('refuses every address that is not loopback and says why', async () => {
    for (const address of ['0.0.0.0', '::', '192.168.1.5', 'localhost', 'example.org']) {
      await assert.rejects(
        parseConfig({ flags: { listen: [address] } }),
        (error) =>
          error instanceof ConfigError &&
          error.message.includes('--listen') &&
          error.message.includes('not a loopback address'),
      );
    }
  });

  test('names the setting, its source and the rule for a value that does not fit', async () => {
    await assert.rejects(
      parseConfig({ environment: { MASQ_GATEWAY_PORT: '70000' } }),
      (error) =>
        error instanceof ConfigError && /port \(from MASQ_GATEWAY_PORT\)/.test(error.message),
    );
  });

  test('takes a list of addresses from one variable', async () => {
    const config = await parseConfig({
      environment: { MASQ_GATEWAY_LISTEN: '127.0.0.1, 127.0.0.2' },
    });
    assert.deepEqual(config.listen, ['127.0.0.1', '127.0.0.2']);
  });
});

test('isLoopback knows loopback literals and nothing else', () => {
  assert.deepEqual(
    ['127.0.0.1', '127.9.9.9', '::1', '::ffff:10.0.0.1', '10.0.0.1', '', '127.0.0.1.example'].map(
      isLoopback,
    ),
    [true, true, true, false, false, false, false],
  );
});

test('flags are kebab-case, variables upper case behind a prefix', () => {
  assert.equal(flagName('messagesPerSecond'), 'messages-per-second');
  assert.equal(variableName('messagesPerSecond'), 'MASQ_GATEWAY_MESSAGES_PER_SECOND');
});
