import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readClientOptions } from '../../src/cli/gateway/client-options.js';
import { leaveUrl, urlFilePath } from '../../src/cli/gateway/runtime-directory.js';
import { Shell } from '../support/programs/command-line.js';

describe('the command line', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  for (const command of ['', 'serve', 'demo', 'simulate', 'status', 'check', 'events', 'doctor']) {
    test(`help for ${command === '' ? 'all' : command} explains itself`, async () => {
      const { exitCode, out } = await shell.run(...[command, '--help'].filter(Boolean));
      // A plugin that is asked for help has checked nothing.
      assert.equal(exitCode, command === 'check' ? 3 : 0);
      assert.match(out, /Usage: masq-gateway/);
      assert.match(out, /--help/);
    });
  }

  test('help lists every command with what it does', async () => {
    const { out } = await shell.run('--help');
    for (const name of ['serve', 'demo', 'simulate', 'token', 'status', 'check', 'events']) {
      assert.match(out, new RegExp(`^  ${name}.* {2,}\\S`, 'm'));
    }
    assert.match(out, /Exit codes:/);
  });

  for (const [args, word] of [
    [['statsu'], /Did you mean "status"/],
    [['status', '--jsn'], /--jsn/],
    [['events', '--min-log-level', 'Loud'], /Error, Warn, Info/],
    [['curl', 'startNod'], /Did you mean "startNode"/],
    [['completion', 'tcsh'], /bash, zsh, fish/],
    [['doctor', '--daemon-port', 'x'], /--daemon-port/],
    [['simulate', '--daemon-port', '70000'], /--daemon-port/],
  ] as const) {
    test(`wrong usage is 64 and says what would be right: ${args.join(' ')}`, async () => {
      const { exitCode, err } = await shell.run(...args);
      assert.equal(exitCode, 64);
      assert.match(err, word);
    });
  }

  for (const args of [
    ['--bogus'],
    ['-w', '20:10'],
    ['-t', '0'],
    ['--require', 'moon'],
    ['--metric', 'x'],
    ['--url', 'nonsense'],
    ['--token-file', '/does/not/exist'],
  ]) {
    test(`check with ${args.join(' ')} is UNKNOWN in one line, never a verdict`, async () => {
      const { exitCode, out } = await shell.run('check', ...args);
      assert.equal(exitCode, 3);
      assert.match(out, /^MASQ UNKNOWN - [^\n]+\n$/);
    });
  }
});

describe('the options of clients', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  test('a flag beats the variable, that beats what a gateway has left, that beats the default', async () => {
    const read = (flags = {}) => readClientOptions(flags, shell);
    assert.equal((await read()).url, 'http://127.0.0.1:5334');
    const takeAway = await leaveUrl(shell.environment, 'http://127.0.0.1:1111');
    assert.equal((await read()).url, 'http://127.0.0.1:1111');
    assert.equal((await read()).urlOrigin, urlFilePath(shell.environment));
    shell.environment['MASQ_GATEWAY_URL'] = 'http://127.0.0.1:2222/';
    assert.equal((await read()).url, 'http://127.0.0.1:2222');
    assert.equal((await read({ url: 'https://gw.example/masq' })).url, 'https://gw.example/masq');
    delete shell.environment['MASQ_GATEWAY_URL'];
    await takeAway();
    assert.equal((await read()).urlOrigin, 'the default');
  });

  test('a gateway takes only its own URL away', async () => {
    const takeFirstAway = await leaveUrl(shell.environment, 'http://127.0.0.1:1111');
    const takeSecondAway = await leaveUrl(shell.environment, 'http://127.0.0.1:2222');
    await takeFirstAway();
    assert.equal((await readClientOptions({}, shell)).url, 'http://127.0.0.1:2222');
    await takeSecondAway();
  });

  test('a file that others could have written is not believed', async () => {
    const folder = join(shell.folder, 'shared');
    await mkdir(folder);
    await writeFile(join(folder, 'url'), 'http://127.0.0.1:6666\n', { mode: 0o666 });
    const environment = { RUNTIME_DIRECTORY: folder };
    const { chmod } = await import('node:fs/promises');
    await chmod(join(folder, 'url'), 0o666);
    const options = await readClientOptions({}, { environment });
    assert.equal(options.url, 'http://127.0.0.1:5334');
    await chmod(folder, 0o777);
    await assert.rejects(
      leaveUrl(environment, 'http://127.0.0.1:1'),
      /can be written to by others/,
    );
  });

  test('a socket is asked in place of a port', async () => {
    const read = (flags: object) => readClientOptions({ ...flags }, shell);
    assert.equal((await read({ url: 'unix:/run/x.sock' })).socketPath, '/run/x.sock');
    assert.equal((await read({ socket: '/run/y.sock' })).socketPath, '/run/y.sock');
  });

  test('a token in the URL, or a file with more than a token, is refused and not shown', async () => {
    const file = join(shell.folder, 'token');
    await writeFile(file, 'sEcret one\nsEcret two\n');
    for (const flags of [{ url: 'http://:sEcret@127.0.0.1' }, { tokenFile: file }]) {
      await assert.rejects(readClientOptions(flags, shell), (error: Error) => {
        assert.doesNotMatch(error.message, /sEcret/);
        return 'exitCode' in error && error.exitCode === 78;
      });
    }
  });
});

describe('curl', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  test('prints a line with placeholders, its body a file', async () => {
    const { exitCode, out } = await shell.run('curl', 'putSetupValue', '--url', 'http://h:1');
    assert.equal(exitCode, 0);
    assert.match(out, /^# NAME: /m);
    assert.match(
      out,
      /^curl -X PUT -H 'Content-Type: application\/json' --data @body\.json http:\/\/h:1\/v1\/setup\/NAME$/m,
    );
  });

  test('names the token’s file and never the token', async () => {
    const file = join(shell.folder, "it's a token");
    await writeFile(file, 'sEcret\n', { mode: 0o600 });
    const { out } = await shell.run('curl', 'getStatus', '--token-file', file);
    assert.doesNotMatch(out, /sEcret/);
    assert.match(
      out,
      /^printf 'Authorization: Bearer %s\\n' "\$\(cat '.*'\\''s a token'\)" \| curl/m,
    );
  });

  test('knows every operation of the API', async () => {
    const { out } = await shell.run('curl');
    const names = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
    assert.ok(names.length > 30);
    for (const name of names) {
      const { exitCode, out: text } = await shell.run('curl', name);
      assert.equal(exitCode, 0, name);
      assert.match(text, /^curl /m, name);
    }
  });
});
