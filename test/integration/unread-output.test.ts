import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Shell } from '../support/programs/command-line.js';
import { exchange } from '../support/http/raw-http.js';
import { UnreadOutput, withoutPython, type OutputKind } from '../support/programs/unread-output.js';

const REQUESTS = 500;
const CONNECTIONS = 10;
/** Their lines fill the log's buffer and what the kernel buffers for a terminal, pipe or socket several times over. */
const MOST_CHANGES = 10_000;
const POLL_MS = 50;
const END_LIMIT_MS = 5_000;
/** The longest that there may be, for a long line. */
const REQUEST_ID = 'x'.repeat(64);

describe('with an output that nobody reads', { skip: withoutPython, timeout: 300_000 }, () => {
  let shell: Shell;
  let running: UnreadOutput | undefined;
  beforeEach(async () => {
    shell = await Shell.open();
  });
  afterEach(async () => {
    running?.close();
    await shell.close();
  });

  /** Starts a gateway and gives its URL, which it leaves in a file. */
  async function serve(kind: OutputKind): Promise<string> {
    const file = join(shell.folder, 'masq-gateway', 'url');
    const args = ['--port', '0', '--listen', '127.0.0.1', '--daemon-port', '9'];
    running = new UnreadOutput(kind, 'both', args, { XDG_RUNTIME_DIR: shell.folder });
    // Nothing can be read of it, so the file is looked at again and again; the suite's limit ends that.
    while (!existsSync(file) || !readFileSync(file, 'utf8').endsWith('\n')) await pause(POLL_MS);
    return readFileSync(file, 'utf8').trim();
  }

  async function send(url: string, line: string, status: number): Promise<void> {
    const request = `${line} HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: ${REQUEST_ID}\r\n`;
    const requests = `${request}\r\n`.repeat(REQUESTS / CONNECTIONS - 1);
    const bytes = `${requests}${request}Connection: close\r\n\r\n`;
    const texts = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => exchange(url, bytes)),
    );
    assert.equal(texts.join('').split(`HTTP/1.1 ${status} `).length - 1, REQUESTS);
  }

  const askForStatus = (url: string): Promise<void> => send(url, 'GET /v1/status', 200);

  async function dropped(url: string): Promise<number> {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(/^masq_gateway_log_lines_dropped_total (\d+)$/m.exec(text)?.[1]);
  }

  /** Serves until lines are dropped; a change that is refused has two lines, one of them for the audit. */
  async function overflow(url: string): Promise<void> {
    await askForStatus(url);
    for (let sent = 0; (await dropped(url)) === 0; sent += REQUESTS) {
      assert.ok(sent < MOST_CHANGES, 'no line was ever dropped');
      await send(url, 'POST /v1/node/start', 503);
    }
  }

  async function end(): Promise<void> {
    await running?.kill('SIGTERM');
    assert.equal(await running?.exitCode(END_LIMIT_MS), 0);
  }

  const kinds: readonly (readonly [OutputKind, string])[] = [
    ['terminal', 'a stopped terminal'],
    ['pipe', 'a pipe'],
    ['socket', 'a socket'],
  ];
  for (const [kind, name] of kinds) {
    test(`${name}: serves on, counts dropped lines, reports them once it is read, ends within 5 s`, async () => {
      const url = await serve(kind);
      await overflow(url);
      running?.tell('read');
      // As JSON, or as pino-pretty shows it at a terminal.
      const report =
        /"dropped":(\d+),"msg":"log lines dropped|log lines dropped.*\s+.*dropped\D+(\d+)\s/;
      const [, json, readable] = (await running?.shown.find(report)) ?? [];
      assert.equal(Number(json ?? readable), await dropped(url));
      running?.tell('stop');
      await askForStatus(url);
      await end();
    });
  }

  test('a full disk: serves on, counts dropped lines, ends within 5 s', async () => {
    await overflow(await serve('full'));
    await end();
  });

  for (const kind of ['terminal', 'pipe'] as const) {
    test(`a ${kind} that disappears: serves on, counts dropped lines, ends within 5 s`, async () => {
      const url = await serve(kind);
      running?.tell('hangup');
      await overflow(url);
      await end();
    });
  }

  for (const flags of [
    ['demo', '--port', '0'],
    ['simulate', '--daemon-port', '0'],
  ]) {
    test(`${flags[0] ?? ''} on a stopped terminal ends within 5 s`, async () => {
      running = new UnreadOutput('terminal', 'err', flags, {});
      await running.out.find(/listens on .*\n/);
      await end();
    });
  }

  test('a command that prints more than the terminal takes waits for its reader and loses nothing', async () => {
    const { out } = await shell.run('completion', 'bash');
    running = new UnreadOutput('terminal', 'both', ['completion', 'bash'], {});
    running.tell('read');
    assert.equal(await running.exitCode(60_000), 0);
    assert.ok(running.shown.text.replaceAll('\r\n', '\n').includes(out));
  });
});
