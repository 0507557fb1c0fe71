import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { runCommandLine } from '../../src/cli/program.js';
import { checkCodes, exitCodes } from '../../src/cli/output/terminal.js';
import { Shell } from '../support/programs/command-line.js';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'exit-codes.md'), 'utf8');
const [general = '', plugin = ''] = page.split('`check` has the codes');
const codesIn = (text: string): number[] =>
  [...text.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
/** Of main.ts: the second signal ends the process where it stands. */
const TWICE_INTERRUPTED = 130;

describe('exit codes', () => {
  let shell: Shell;
  before(async () => {
    shell = await Shell.open();
  });
  after(() => shell.close());

  test('the page lists exactly those that there are', () => {
    assert.deepEqual(codesIn(general), [...Object.values(exitCodes), TWICE_INTERRUPTED]);
    assert.deepEqual(codesIn(plugin), Object.values(checkCodes));
  });

  test('0: done', async () => {
    assert.equal((await shell.run('--version')).exitCode, exitCodes.ok);
  });
  test('1: doctor found something', async () => {
    const args = ['--url', 'http://127.0.0.1:9', '--daemon-port', '9'];
    assert.equal((await shell.run('doctor', ...args)).exitCode, exitCodes.faulty);
  });
  test('64: wrong usage', async () => {
    assert.equal((await shell.run('status', '--moon')).exitCode, exitCodes.usage);
  });
  test('65: refused', async () => {
    const server = createServer((_request, response) => response.writeHead(403).end('no'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { exitCode, err } = await shell.run('status', '--url', `http://127.0.0.1:${port}`);
    assert.equal(exitCode, exitCodes.refused);
    assert.match(err, /403, not an answer of a masq-gateway/);
    await new Promise((resolve) => server.close(resolve));
  });
  test('69: no gateway there', async () => {
    const { exitCode } = await shell.run('status', '--url', 'http://127.0.0.1:9');
    assert.equal(exitCode, exitCodes.unavailable);
  });
  test('70: a fault of our own, with its place', async () => {
    const out = new Writable();
    out.write = () => {
      throw new TypeError('this is a fault');
    };
    let said = '';
    const err = new Writable({
      write: (chunk, _encoding, done) => ((said += String(chunk)), done()),
    });
    const terminal = { environment: {}, out, err, stop: new AbortController().signal };
    assert.equal(await runCommandLine(['completion', 'bash'], terminal), exitCodes.internal);
    assert.match(said, /unexpected failure\nTypeError: this is a fault\n +at /);
  });
  test('73: a file that is there already', async () => {
    const file = join(shell.folder, 'token');
    assert.equal((await shell.run('token', 'create', '--out', file)).exitCode, 0);
    const again = await shell.run('token', 'create', '--out', file);
    assert.equal(again.exitCode, exitCodes.cannotCreate);
  });
  test('74: output that cannot be written', () => {
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', `"$0" --import tsx src/main.ts --version > /dev/full`, process.execPath],
      { cwd: join(import.meta.dirname, '..', '..'), encoding: 'utf8' },
    );
    assert.equal(status, exitCodes.cannotWrite);
    assert.equal(stderr, 'masq-gateway: standard output cannot be written (ENOSPC)\n');
  });
  test('78: a wrong setting', async () => {
    assert.equal((await shell.run('--port', 'x')).exitCode, exitCodes.config);
  });
});
