import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, describe, test } from 'node:test';
import { runCommandLine } from '../../src/cli/program.js';
import { parseConfig } from '../../src/config.js';
import { SettingError } from '../../src/errors.js';
import { createGateway, type Gateway } from '../../src/gateway.js';
import { pino } from 'pino';

const folder = mkdtempSync(join(tmpdir(), 'masq-gw-'));
after(() => rmSync(folder, { recursive: true }));
/** Nobody is a Daemon there; what is asked here needs none. */
const NO_DAEMON = 9;
let count = 0;

function freshPath(): string {
  count += 1;
  return join(folder, `t${count}`);
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs a command line; what would serve is told to stop at once. */
async function run(...args: readonly string[]): Promise<Ended> {
  const [out, err] = [new Text(), new Text()];
  const stop = AbortSignal.abort();
  const environment = { XDG_RUNTIME_DIR: folder };
  const code = await runCommandLine(args, { environment, out, err, stop });
  return { code, out: out.text, err: err.text };
}

async function newToken(): Promise<{ readonly path: string; readonly token: string }> {
  const path = freshPath();
  assert.equal((await run('token', 'create', '--out', path)).code, 0);
  return { path, token: readFileSync(path, 'utf8').trim() };
}

async function serving(
  flags: Readonly<Record<string, unknown>>,
  body: (gateway: Gateway, url: string) => Promise<void>,
): Promise<void> {
  const config = await parseConfig({
    flags: { listen: ['127.0.0.1'], port: 0, daemonPort: NO_DAEMON, ...flags },
  });
  const gateway = createGateway(config, { logger: pino({ level: 'silent' }) });
  try {
    const [url = ''] = await gateway.start();
    await body(gateway, url);
  } finally {
    await gateway.close();
  }
}

async function statusWith(url: string, token?: string): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/v1/status`, { headers });
  await response.arrayBuffer();
  return response.status;
}

describe('masq-gateway token create', () => {
  test('writes 256 random bits into a file for its owner alone, whatever the umask', async () => {
    const umask = process.umask(0);
    const { path, token } = await newToken();
    process.umask(umask);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    assert.notEqual(token, (await newToken()).token);
  });
  test('says what to do with it, but not what it is', async () => {
    const path = freshPath();
    const { out, err } = await run('token', 'create', '--out', path);
    assert.match(out, /--admin-token-file/);
    assert.ok(!(out + err).includes(readFileSync(path, 'utf8').trim()));
  });
  test('writes over nothing and follows no link', async () => {
    const path = freshPath();
    writeFileSync(path, 'precious');
    const link = freshPath();
    symlinkSync(freshPath(), link);
    for (const out of [path, link, folder, join(folder, 'no', 'file')])
      assert.equal((await run('token', 'create', '--out', out)).code, 73, out);
    assert.equal(readFileSync(path, 'utf8'), 'precious');
    assert.equal(existsSync(link), false);
  });
  test('needs to be told where', async () => {
    assert.equal((await run('token', 'create')).code, 64);
  });
});

describe('a gateway with token files', () => {
  test('asks for their tokens', async () => {
    const [admin, reader] = [await newToken(), await newToken()];
    await serving({ adminTokenFile: admin.path, readTokenFile: reader.path }, async (_, url) => {
      assert.equal(await statusWith(url), 401);
      assert.equal(await statusWith(url, reader.token), 200);
      assert.equal(await statusWith(url, admin.token), 200);
      const headers = { authorization: `Bearer ${reader.token}` };
      const write = await fetch(`${url}/v1/node/start`, { method: 'POST', headers });
      assert.equal(write.status, 403);
    });
  });
  test('reads them again when told to, and keeps the old ones where the new do not do', async () => {
    const { path, token } = await newToken();
    const next = await newToken();
    await serving({ adminTokenFile: path }, async (gateway, url) => {
      writeFileSync(path, next.token);
      assert.equal(await statusWith(url, token), 200, 'not before it is told');
      gateway.reload();
      assert.equal(await statusWith(url, token), 401);
      assert.equal(await statusWith(url, next.token), 200);
      writeFileSync(path, 'weak');
      assert.throws(() => gateway.reload(), SettingError);
      chmodSync(path, 0o644);
      assert.throws(() => gateway.reload(), SettingError);
      rmSync(path);
      assert.throws(() => gateway.reload(), SettingError);
      assert.equal(await statusWith(url, next.token), 200);
    });
  });
  test('answers to the name of every address that it listens on', () =>
    serving({ listen: ['127.0.0.2'] }, async (_, url) => {
      assert.match(url, /127\.0\.0\.2/);
      assert.equal(await statusWith(url), 200);
    }));
});

describe('a start is refused with exit code 78, and the reason told, for', () => {
  const quick = ['--port', '0', '--daemon-port', String(NO_DAEMON)];
  const onLoopback = (flags: readonly string[]): readonly string[] =>
    flags.includes('--listen') ? flags : ['--listen', '127.0.0.1', ...flags];
  const readable = (text: string): string => {
    const path = freshPath();
    writeFileSync(path, text);
    chmodSync(path, 0o644);
    return path;
  };
  for (const [what, flags, words] of [
    ['another than a loopback address', () => ['--listen', '0.0.0.0'], /not a loopback address/],
    ['a token file that all can read', () => ['--admin-token-file', readable('x')], /chmod 600/],
    ['a token file that is missing', () => ['--admin-token-file', freshPath()], /ENOENT/],
    ['a host without a token', () => ['--allow-host', 'nas.home'], /not safe together/],
    [
      'an origin without a token',
      () => ['--allow-origin', 'https://a.example'],
      /not safe together/,
    ],
    ['any origin', () => ['--allow-origin', '*'], /is not an origin/],
    ['a read token alone', () => ['--read-token-file', freshPath()], /nobody could write/],
    ['no way to be reached', () => ['--listen', 'none'], /nobody could reach/],
    [
      'a socket for everybody',
      () => ['--socket', freshPath(), '--socket-mode', '666'],
      /containers/,
    ],
    ['a file in the place of the socket', () => ['--socket', readable('precious')], /no socket/],
  ] as const) {
    test(what, async () => {
      const { code, out, err } = await run('serve', ...quick, ...onLoopback(flags()));
      assert.equal(code, 78, err);
      assert.match(err, words);
      assert.equal(out, '');
    });
  }
  test('a folder in which everybody may replace the socket', async () => {
    const open = freshPath();
    mkdirSync(open);
    chmodSync(open, 0o777);
    const { code, err } = await run(
      'serve',
      ...quick,
      ...onLoopback(['--socket', join(open, 's')]),
    );
    assert.equal(code, 78, err);
    assert.match(err, /Everybody may replace/);
  });
});

test('a gateway may be reached by its socket alone', async () => {
  const path = freshPath();
  const { code, out, err } = await run(
    'serve',
    '--listen',
    'none',
    '--socket',
    path,
    '--daemon-port',
    '9',
  );
  assert.equal(code, 0, err);
  assert.ok(out.includes(`curl --unix-socket ${path} http://localhost/v1/status`), out);
  assert.equal(existsSync(path), false);
});
