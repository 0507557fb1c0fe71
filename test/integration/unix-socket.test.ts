import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer, request, type IncomingMessage } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { SettingError } from '../../src/errors.js';
import { GatewayServer } from '../../src/http/listening/server.js';
import { StartError } from '../../src/http/listening/start-error.js';
import { listenAtPath } from '../../src/http/listening/unix-socket.js';
import { testApp } from '../support/http/test-app.js';

const base = mkdtempSync(join(tmpdir(), 'masq-gw-'));
after(() => rmSync(base, { recursive: true }));
const hasCurl = spawnSync('curl', ['--version']).status === 0;
let count = 0;

/** A folder of its own for each test. */
function freshPath(): string {
  count += 1;
  const folder = join(base, String(count));
  mkdirSync(folder);
  return join(folder, 'gw.sock');
}

/** Leaves a socket without a listener, as a killed process does. */
async function leaveDead(path: string): Promise<void> {
  const program = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', program]), 'exit');
  assert.ok(lstatSync(path).isSocket());
}

async function status(
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const asked = request({ socketPath: path, path: '/livez', headers, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

async function serving(
  path: string,
  body: (server: GatewayServer, url: string) => Promise<void>,
  mode = 0o600,
): Promise<void> {
  const server = new GatewayServer(testApp().app);
  try {
    await body(server, await server.listenAt({ path, mode }));
  } finally {
    await server.close();
  }
}

const refused = (code: StartError['code']) => (error: unknown) =>
  error instanceof StartError && error.code === code;

describe('a Unix socket', () => {
  test('serves the application under its path and leaves nothing else in the folder', () => {
    const path = freshPath();
    return serving(path, async (_server, url) => {
      assert.equal(url, `unix:${path}`);
      assert.equal(await status(path, { host: 'localhost' }), 200);
      assert.deepEqual(readdirSync(join(path, '..')), ['gw.sock']);
    });
  });
  test('answers curl', { skip: hasCurl ? false : 'curl is not installed' }, () => {
    const path = freshPath();
    return serving(path, async () => {
      const curl = spawn('curl', ['-s', '--unix-socket', path, 'http://localhost/livez']);
      let text = '';
      for await (const chunk of curl.stdout) text += String(chunk);
      assert.equal(text, '{"alive":true}\n');
    });
  });
  test('looks at Host and Origin as everywhere: a proxy before it hands on what browsers send', () => {
    const path = freshPath();
    return serving(path, async () => {
      assert.equal(await status(path, { host: 'evil.example' }), 421);
      assert.equal(await status(path, { host: 'localhost', origin: 'http://evil.example' }), 403);
    });
  });
  test('stands beside addresses, and both end together', async () => {
    const path = freshPath();
    const server = new GatewayServer(testApp().app);
    const [url = ''] = await server.listenOn([{ host: '127.0.0.1', port: 0 }]);
    await server.listenAt({ path, mode: 0o600 });
    assert.equal((await fetch(`${url}/livez`)).status, 200);
    assert.equal(await status(path), 200);
    await server.close();
    assert.equal(existsSync(path), false);
    await assert.rejects(fetch(`${url}/livez`));
  });
  for (const mode of [0o600, 0o660, 0o666]) {
    test(`has mode ${mode.toString(8)}, whatever the umask`, () => {
      const path = freshPath();
      const umask = process.umask(0o027);
      return serving(
        path,
        () => {
          assert.equal(statSync(path).mode & 0o777, mode);
          return Promise.resolve();
        },
        mode,
      ).finally(() => process.umask(umask));
    });
  }
  test('never stands there under another mode: it comes to its name ready', async () => {
    const path = freshPath();
    const umask = process.umask(0);
    const modes = new Set<number>();
    const watching = new AbortController();
    const watch = (async () => {
      while (!watching.signal.aborted) {
        try {
          modes.add(lstatSync(path).mode & 0o777);
          for (const name of readdirSync(join(path, '..')))
            if (name !== 'gw.sock') modes.add(lstatSync(join(path, '..', name)).mode & 0o077);
        } catch {
          // not there yet, or gone again
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let each = 0; each < 20; each += 1) await serving(path, () => Promise.resolve());
    watching.abort();
    await watch;
    process.umask(umask);
    modes.delete(0); // the private folder, closed to all others
    assert.deepEqual([...modes], [0o600]);
  });
});

describe('what stands at the path', () => {
  test('a dead socket is replaced', async () => {
    const path = freshPath();
    await leaveDead(path);
    await serving(path, async () => assert.equal(await status(path), 200));
    assert.deepEqual(readdirSync(join(path, '..')), []);
  });
  test('a living one is left alone, and the start refused', async () => {
    const path = freshPath();
    const other = createHttpServer((_, response) => response.writeHead(418).end()).listen(path);
    await once(other, 'listening');
    await assert.rejects(
      new GatewayServer(testApp().app).listenAt({ path, mode: 0o600 }),
      refused('in-use'),
    );
    assert.equal(await status(path), 418);
    assert.deepEqual(readdirSync(join(path, '..')), ['gw.sock']);
    other.close();
  });
  test('of many that start at once over a dead one, exactly one serves', async () => {
    const path = freshPath();
    await leaveDead(path);
    const servers = Array.from({ length: 8 }, () => new GatewayServer(testApp().app));
    const ends = await Promise.allSettled(
      servers.map((each) => each.listenAt({ path, mode: 0o600 })),
    );
    assert.equal(ends.filter((end) => end.status === 'fulfilled').length, 1);
    assert.equal(await status(path), 200);
    await Promise.all(servers.map((each) => each.close()));
    assert.deepEqual(readdirSync(join(path, '..')), []);
  });
  test('what is no socket is never removed', async () => {
    const path = freshPath();
    const target = join(path, '..', 'target');
    writeFileSync(target, 'precious');
    for (const make of [
      () => writeFileSync(path, 'precious'),
      () => mkdirSync(path),
      () => symlinkSync(target, path),
      () => symlinkSync('/nowhere', path),
    ]) {
      make();
      await assert.rejects(
        new GatewayServer(testApp().app).listenAt({ path, mode: 0o600 }),
        (error) => error instanceof SettingError && /no socket/.test(error.message),
      );
      assert.ok(!lstatSync(path).isSocket());
      rmSync(path, { recursive: true });
    }
    assert.equal(readFileSync(target, 'utf8'), 'precious');
  });
  test('at the end it is removed only if it is still ours', async () => {
    const path = freshPath();
    const other = createNetServer();
    await serving(path, async () => {
      unlinkSync(path);
      other.listen(path);
      await once(other, 'listening');
    });
    assert.ok(lstatSync(path).isSocket());
    other.close();
    const gone = freshPath();
    await serving(gone, () => Promise.resolve(unlinkSync(gone)));
    const file = freshPath();
    await serving(file, () => {
      unlinkSync(file);
      return Promise.resolve(writeFileSync(file, 'precious'));
    });
    assert.equal(readFileSync(file, 'utf8'), 'precious');
  });
});

describe('a folder', () => {
  test('in which everybody may replace the socket is refused', async () => {
    const path = freshPath();
    chmodSync(join(path, '..'), 0o777);
    await assert.rejects(
      listenAtPath(createHttpServer(), { path, mode: 0o600 }),
      (error) => error instanceof SettingError && /Everybody may replace/.test(error.message),
    );
    chmodSync(join(path, '..'), 0o1777);
    await serving(path, async () => assert.equal(await status(path), 200));
  });
  test('that is missing is told, and so is a path that no system takes', async () => {
    const server = (): GatewayServer => new GatewayServer(testApp().app);
    const path = join(freshPath(), 'no', 'gw.sock');
    await assert.rejects(server().listenAt({ path, mode: 0o600 }), refused('unavailable'));
    const long = join(base, 'x'.repeat(120));
    await assert.rejects(server().listenAt({ path: long, mode: 0o600 }), /too long/);
  });
});
