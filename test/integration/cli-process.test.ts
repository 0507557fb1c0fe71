import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { Shell } from '../support/programs/command-line.js';
import { openGateway } from '../support/http/gateway-under-test.js';
import { until } from '../support/peers/peer-under-test.js';

const root = join(import.meta.dirname, '..', '..');
const COMMAND = [process.execPath, '--import', 'tsx', 'src/main.ts'];
const LIMIT_MS = 60_000;

describe('the process', () => {
  let shell: Shell;
  const children = new Set<ChildProcess>();
  before(async () => {
    shell = await Shell.open();
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await shell.close();
  });

  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    ...shell.environment,
  });

  function bash(script: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const env = { ...environment(), MG: COMMAND.join(' ') };
    return promisify(execFile)('bash', ['--norc', '-c', script], {
      cwd: root,
      env,
      timeout: LIMIT_MS,
    });
  }

  async function serve(
    extra: NodeJS.ProcessEnv = {},
  ): Promise<{ child: ChildProcess; url: string }> {
    const [file = '', ...args] = COMMAND;
    const flags = ['--port', '0', '--listen', '127.0.0.1', '--daemon-port', '9'];
    const child = spawn(file, [...args, ...flags], {
      cwd: root,
      env: { ...environment(), ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    child.stderr.resume();
    let text = '';
    for await (const chunk of child.stdout) {
      text += String(chunk);
      const url = /listens on (http:\S+)\n/.exec(text)?.[1];
      if (url !== undefined) return { child, url };
    }
    throw new Error(`it never listened: ${text}`);
  }

  test('lives on when its greeting’s reader leaves, at SIGHUP, and ends in order at SIGTERM', async () => {
    const { child, url } = await serve(); // reading its output has ended by now: the pipe is closed
    child.kill('SIGHUP');
    assert.equal((await fetch(`${url}/livez`)).status, 200);
    const file = join(shell.folder, 'masq-gateway', 'url');
    assert.ok(existsSync(file));
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.ok(!existsSync(file));
  });

  test('a second signal ends it at once, with 130', async () => {
    const { child, url } = await serve();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    // A body that never comes: an orderly end would wait for it.
    const head = 'POST /v1/node/start HTTP/1.1\r\nHost: 127.0.0.1\r\n';
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{`);
    await fetch(`${url}/livez`);
    child.kill('SIGINT');
    await until(() => !existsSync(join(shell.folder, 'masq-gateway', 'url')));
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 130);
    socket.destroy();
  });

  test('events end quietly in a pipe whose reader has enough', async () => {
    const simulator = createSimulator({ setup: demoSetup() });
    const { daemonPort } = await simulator.start();
    const gateway = await openGateway(daemonPort);
    await gateway.until('GET /v1/status', ({ body }) => body['daemonState'] === 'up');
    await gateway.ask('POST /v1/node/start');
    // A pipe tells of its end only to who writes into it.
    const lines = setInterval(() => simulator.broadcastLog('Info', 'hello'), 50);
    const script = `$MG events --url ${gateway.url} | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await bash(script);
    clearInterval(lines);
    assert.match(stdout, /gateway\.state .*\n0\n$/);
    assert.equal(stderr, '');
    await gateway.close();
    await simulator.close();
  });

  test('requests become spans of their callers’ traces where an endpoint is set', async () => {
    const bodies: string[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(`${request.url ?? ''} ${body}`);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    const { child, url } = await serve({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_SERVICE_NAME: 'my-gateway',
    });
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    await fetch(`${url}/v1/setup/gas-price?x=sEcret`, { headers: { traceparent } });
    await fetch(`${url}/v1/status`);
    child.kill('SIGTERM'); // what is left is sent before it ends
    await once(child, 'exit');
    await new Promise((resolve) => receiver.close(resolve));
    const sent = bodies.join('\n');
    assert.match(sent, /^\/v1\/traces \{/);
    assert.match(sent, new RegExp(`"traceId":"${trace}"`));
    assert.match(sent, /"parentSpanId":"00f067aa0ba902b7"/);
    assert.match(sent, /"name":"GET \/v1\/setup\/\{name\}"/);
    assert.match(sent, /my-gateway/);
    assert.match(sent, /"name":"GET \/v1\/status"/);
    assert.doesNotMatch(sent, /sEcret/);
  });

  test('completion in bash offers commands, options, choices and files', async () => {
    const script = join(shell.folder, 'completion.bash');
    await writeFile(script, (await shell.run('completion', 'bash')).out);
    const complete = async (...words: readonly string[]): Promise<readonly string[]> => {
      const list = words.map((word) => `'${word}'`).join(' ');
      const { stdout } = await bash(
        `masq-gateway() { local IFS=' '; $MG "$@"; }; source ${script}; COMP_WORDS=(masq-gateway ${list}); COMP_CWORD=${words.length}; _masq_gateway; printf '%s\\n' "\${COMPREPLY[@]}"`,
      );
      return stdout.trimEnd().split('\n');
    };
    assert.deepEqual(await complete('st'), ['status']);
    assert.ok((await complete('')).includes('doctor'));
    assert.deepEqual(await complete('check', '--req'), ['--require']);
    assert.deepEqual(await complete('check', '--require', ''), ['daemon', 'node', 'route']);
    assert.deepEqual(await complete('--daemon-p'), ['--daemon-port']);
    assert.ok((await complete('token', '')).includes('create'));
    assert.deepEqual(await complete('status', '--token-file', 'READ'), ['README.md']);
    assert.deepEqual(await complete('completion', 'z'), ['zsh']);
    assert.deepEqual(await complete('status', '$(echo 1 >&2; touch hurt)', '--js'), ['--json']);
    assert.equal(existsSync(join(root, 'hurt')), false, 'what was typed is not evaluated');
  });
});
