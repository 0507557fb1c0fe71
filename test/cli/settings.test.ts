import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { unknownVariables } from '../../src/cli/unknown-variables.js';
import { settings } from '../../src/config.js';
import { Shell } from '../support/programs/command-line.js';

describe('settings on the command line', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  test('--print-config shows every setting with where it came from, and can be read back', async () => {
    const file = join(shell.folder, 'gateway.yaml');
    writeFileSync(file, 'maxStreams: 7\nport: 1\n');
    shell.environment['MASQ_GATEWAY_DAEMON_PORT'] = '5000';
    const args = ['--config', file, '--port', '0', '--print-config'];
    const { exitCode, out } = await shell.run(...args);
    assert.equal(exitCode, 0);
    assert.match(out, /^port: 0 +# --port$/m);
    assert.match(out, /^daemonPort: 5000 +# MASQ_GATEWAY_DAEMON_PORT$/m);
    assert.match(out, /^maxStreams: 7 +# maxStreams in .*gateway\.yaml$/m);
    assert.match(out, /^allowCrash: false +# default$/m);
    assert.match(out, /^# nodePort: not set +# default$/m);
    assert.equal(out.trimEnd().split('\n').length, Object.keys(settings).length);
    delete shell.environment['MASQ_GATEWAY_DAEMON_PORT'];
    writeFileSync(file, out);
    const again = await shell.run('--config', file, '--print-config');
    assert.equal(again.exitCode, 0);
    assert.match(again.out, /^daemonPort: 5000 /m);
  });

  test('the content of a token file is nowhere in it', async () => {
    const file = join(shell.folder, 'token');
    writeFileSync(file, 'sEcret'.repeat(8), { mode: 0o600 });
    const { exitCode, out } = await shell.run('--admin-token-file', file, '--print-config');
    assert.equal(exitCode, 0);
    assert.doesNotMatch(out, /sEcret/);
  });

  for (const [args, environment, words] of [
    [['--port', '99999'], {}, [/port/, /--port <port>/]],
    [[], { MASQ_GATEWAY_MAX_STREAMS: 'many' }, [/MASQ_GATEWAY_MAX_STREAMS/, /most event streams/]],
    [['--listen', '0.0.0.0'], {}, [/listen/, /loopback/]],
    [['--config', '/does/not/exist'], {}, [/\/does\/not\/exist/]],
    [['--log-level', 'loud'], {}, [/logLevel/, /--log-level <level>/]],
  ] as const) {
    test(`a wrong setting stops the start with 78, its name and the cure: ${[...args, ...Object.keys(environment)].join(' ')}`, async () => {
      const own = await Shell.open();
      Object.assign(own.environment, environment);
      const { exitCode, err } = await own.run(...args);
      await own.close();
      assert.equal(exitCode, 78);
      for (const word of words) assert.match(err, word);
    });
  }

  test('a misspelt variable is told, with what was meant', () => {
    assert.deepEqual(
      unknownVariables({ MASQ_GATEWAY_PROT: '1', PORT: '2', MASQ_GATEWAY_URL: '' }),
      [
        'The variable MASQ_GATEWAY_PROT is no setting and was ignored. Did you mean MASQ_GATEWAY_PORT?',
      ],
    );
    assert.deepEqual(unknownVariables({ MASQ_GATEWAY_XYZZYXYZZY: 'sEcret' }), [
      'The variable MASQ_GATEWAY_XYZZYXYZZY is no setting and was ignored.',
    ]);
  });

  test('docs/configuration.md lists every setting', () => {
    const path = join(import.meta.dirname, '..', '..', 'docs', 'configuration.md');
    const page = readFileSync(path, 'utf8');
    const missing = Object.keys(settings).filter((name) => !page.includes(`| \`${name}\``));
    assert.deepEqual(missing, []);
  });
});
