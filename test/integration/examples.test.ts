/** The programs of examples/, run as they stand against the simulator. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { ExampleProgram } from '../support/programs/example-program.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';

const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-examples-'));
const NOBODY_URL = 'http://127.0.0.1:1';
const TOKEN = 'correct-horse-battery-staple-0123456789';
const NEVER_MS = 600_000;

let simulator: Simulator;
let gateway: GatewayUnderTest;

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const start = (name: string, ...args: readonly string[]): ExampleProgram =>
  new ExampleProgram(name, args, { folder, gatewayUrl: gateway.url });

async function open(
  setup: Readonly<Record<string, string>>,
  options: { routeAfterMs?: number; flags?: Readonly<Record<string, unknown>> } = {},
): Promise<void> {
  simulator = createSimulator({
    demo: true,
    setup,
    launchMs: 20,
    neighborAfterMs: 10,
    routeAfterMs: options.routeAfterMs ?? 30,
    idleLogEveryMs: 0,
  });
  const { daemonPort } = await simulator.start();
  gateway = await openGateway(daemonPort, options.flags);
  const ready = await gateway.ask('GET /readyz?require=daemon&wait=10');
  assert.equal(ready.status, 200);
}

async function startNode(): Promise<void> {
  const { status, text } = await gateway.ask('POST /v1/node/start');
  assert.equal(status, 200, text);
}

async function close(): Promise<void> {
  await gateway.close();
  await simulator.close();
}

const needs = (program: string): { readonly skip: string | false } => ({
  skip:
    spawnSync(program, ['--version']).status === 0
      ? false
      : `NOT TESTED: ${program} is not installed`,
});

after(() => rmSync(folder, { recursive: true }));

describe('bring-up.sh', needs('curl'), () => {
  afterEach(close);

  const starts = (): number => simulator.received.filter(({ opcode }) => opcode === 'start').length;

  test('brings a Node from nothing to a route, and does nothing twice', async () => {
    await open({});
    const setup = file('setup.json', demoSetup());
    const first = start('bring-up.sh', '-s', setup, '-p', '-', '-w', '20');
    assert.equal(await first.end('pass "word" \\ 1\n'), 0, first.err);
    assert.match(first.err, /process \d+/);
    assert.equal((await gateway.ask('GET /readyz?require=route')).status, 200);
    const passwords = simulator.received.filter(({ text }) =>
      text.includes(JSON.stringify('pass "word" \\ 1')),
    );
    assert.equal(passwords.length, 1);

    const again = start('bring-up.sh', '-s', setup, '-p', '-', '-w', '20');
    assert.equal(await again.end('another\n'), 0, again.err);
    assert.match(again.err, /runs already/);
    assert.equal(starts(), 1);
  });

  test('tells the reason of a refusal, and starts nothing then', async () => {
    await open({});
    const program = start('bring-up.sh', '-s', file('wrong.json', { chain: 'mainnet' }));
    assert.equal(await program.end(), 1);
    assert.match(program.err, /"code":"invalid-request"/);
    assert.equal(starts(), 0);
  });

  test('gives up in time where no route is found, and waits on when it is run again', async () => {
    await open(demoSetup(), { routeAfterMs: NEVER_MS });
    const first = start('bring-up.sh', '-w', '1');
    assert.equal(await first.end(), 75, first.err);
    simulator.setStage('RouteFound');
    const again = start('bring-up.sh', '-w', '20');
    assert.equal(await again.end(), 0, again.err);
    assert.equal(starts(), 1);
  });

  test('does not wait for the route of a Node that is gone', async () => {
    await open(demoSetup(), { routeAfterMs: NEVER_MS });
    const program = start('bring-up.sh', '-w', '50');
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'running');
    await simulator.killNode();
    assert.equal(await program.end(), 1, program.err);
    assert.match(program.err, /the Node is gone/);
  });

  test('gets in with a token from a file', async () => {
    const tokenFile = file('token', `${TOKEN}\n`);
    await open(demoSetup(), { flags: { adminTokenFile: tokenFile } });
    const refused = start('bring-up.sh', '-w', '20');
    assert.equal(await refused.end(), 1);
    assert.match(refused.err, /"code":"unauthorized"/);
    const surroundings = { folder, gatewayUrl: gateway.url, tokenFile };
    const admitted = new ExampleProgram('bring-up.sh', ['-w', '20'], surroundings);
    assert.equal(await admitted.end(), 0, admitted.err);
  });

  test('has an exit code for each kind of failure', async () => {
    await open({});
    for (const [args, code] of [
      [['-x'], 64],
      [['-w', 'soon'], 64],
      [['more'], 64],
      [['-s', join(folder, 'nowhere.json')], 66],
      [['-p', join(folder, 'nowhere.txt')], 66],
    ] as const) {
      assert.equal(await start('bring-up.sh', ...args).end(), code, args.join(' '));
    }
    const nobody = new ExampleProgram('bring-up.sh', [], { folder, gatewayUrl: NOBODY_URL });
    assert.equal(await nobody.end(), 69);
    await simulator.killDaemon();
    await gateway.until('GET /v1/status', ({ body }) => body['daemonState'] === 'down');
    assert.equal(await start('bring-up.sh', '-w', '1').end(), 69);
  });
});

describe('watch.py', needs('python3'), () => {
  beforeEach(() => open(demoSetup()));
  afterEach(close);

  test('tells the status in a line and in its exit code', async () => {
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    const stopped = start('watch.py', 'status');
    assert.equal(await stopped.end(), 1);
    assert.equal(stopped.out, 'degraded daemon=up node=stopped route=None\n');
    const polling = start('watch.py', 'status', '--every', '0.05');
    await polling.says('node=stopped');
    await startNode();
    await polling.says('ok daemon=up node=running route=RouteFound');
    await polling.stop();
    assert.equal(await start('watch.py', 'status').end(), 0);
    const nobody = new ExampleProgram('watch.py', ['status'], { folder, gatewayUrl: NOBODY_URL });
    assert.equal(await nobody.end(), 3);
  });

  test('tells amounts beyond 2^53 exactly, and why there are none', async () => {
    const early = start('watch.py', 'financials');
    assert.equal(await early.end(), 3);
    assert.match(early.err, /\(node-unreachable, node, \S+\)/);
    await startNode();
    const program = start('watch.py', 'financials');
    assert.equal(await program.end(), 0, program.err);
    assert.match(
      program.out,
      /^totalPaidPayable: 4611686018\.427387905 MASQ \(4611686018427387905 gwei\)$/m,
    );
  });

  test('follows the events, and goes on where it was ended', async () => {
    await startNode();
    const args = ['follow', '--resume', join(folder, 'last-event.json')];
    const first = start('watch.py', ...args);
    await first.says('gateway.state');
    simulator.broadcastLog('Info', 'line 1');
    await first.says('line 1');
    await gateway.until('GET /v1/status', () =>
      readFileSync(join(folder, 'last-event.json'), 'utf8').includes(lastId(first.out)),
    );
    await first.stop();
    simulator.broadcastLog('Info', 'line 2');
    const second = start('watch.py', ...args);
    await second.says('line 2');
    await second.stop();
    assert.ok(!second.out.includes('line 1'));
    assert.ok(!second.out.includes('gateway.gap'));
  });

  test('goes on with the next gateway at the same address, telling of the gap', async () => {
    const port = Number(new URL(gateway.url).port);
    const program = start('watch.py', 'follow');
    await program.says('gateway.state');
    await gateway.close();
    gateway = await openGateway(simulator.daemonPort, { port });
    await program.says('gateway.gap {"reason": "cursor"');
    await program.stop();
  });
});

const lastId = (out: string): string => out.trimEnd().split('\n').at(-1)?.split(' ')[0] ?? '';

describe('notify.py', needs('python3'), () => {
  const state = join(folder, 'notify.json');
  const command = ['--', 'sh', '-c', 'echo "$MASQ_EXIT_KIND/$MASQ_EXIT_REASON: $(cat)"'];

  beforeEach(async () => {
    rmSync(state, { force: true });
    await open(demoSetup());
    await startNode();
  });
  afterEach(close);

  const exits = async (kind: string, reason: string | null): Promise<void> => {
    await gateway.until(
      'GET /v1/status',
      ({ body }) => body['nodeLastExitKind'] === kind && body['nodeLastExitReason'] === reason,
    );
  };

  /** Resolves once the program has dealt with everything that the gateway has said so far. */
  const caughtUp = async (): Promise<void> => {
    const { text } = await gateway.ask('GET /v1/events/history?opcode=gateway.state&limit=1');
    const wanted = Number(/"id":"[^-]+-(\d+)"/.exec(text)?.[1]);
    await gateway.until('GET /v1/status', () => {
      if (!existsSync(state)) return false;
      const kept = JSON.parse(readFileSync(state, 'utf8')) as { lastEventId?: string };
      return Number(kept.lastEventId?.split('-')[1] ?? 0) >= wanted;
    });
  };

  test('is silent on what was planned, and speaks of a signal and of a panic', async () => {
    const program = start('notify.py', '--state', state, ...command);
    await caughtUp();
    await gateway.ask('POST /v1/node/shutdown');
    await exits('requested', null);
    await startNode();
    await simulator.killNode('exited', 'shutdown by another UI');
    await exits('ended', null);
    await caughtUp();
    assert.equal(program.out, '');

    await startNode();
    await simulator.killNode();
    await exits('killed', null);
    await program.says('killed/unknown: The MASQ Node was killed at ');

    await startNode();
    simulator.broadcastLog('Error', 'node/src/accountant/mod.rs:100:5 - out of words');
    await simulator.killNode('exited', 'panic');
    await exits('ended', 'panic');
    await program.says('ended/panic: The MASQ Node died of a panic at ');
    await caughtUp();
    await program.stop();
    assert.equal(program.out.trim().split('\n').length, 2, program.out);
  });

  test('tells what happened while it was not running, and nothing twice', async () => {
    const first = start('notify.py', '--state', state);
    await caughtUp();
    await first.stop();
    await simulator.killNode();
    await exits('killed', null);
    const second = start('notify.py', '--state', state);
    await second.says('was killed');
    await caughtUp();
    await second.stop();
    const third = start('notify.py', '--state', state);
    await startNode();
    await caughtUp();
    await third.stop();
    assert.equal(third.out, '');
  });

  test('goes on where its command fails', async () => {
    const program = start('notify.py', '--state', state, '--', 'false');
    await caughtUp();
    await simulator.killNode();
    await exits('killed', null);
    await caughtUp();
    await program.stop();
    assert.match(program.err, /was killed at .* But: /);
  });
});
