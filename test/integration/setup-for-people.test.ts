import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import {
  openGateway,
  type Answer,
  type GatewayUnderTest,
} from '../support/http/gateway-under-test.js';
import { setupPayload } from '../support/peers/peer-under-test.js';
import { workingSetup } from '../support/peers/real-node.js';
import { UiClient } from '../support/peers/ui-client.js';

const HOME = '/home/masq-simulated';
const PASSWORD = 'correct horse';
const MERGE = { 'content-type': 'application/merge-patch+json' };

/** The commands in a problem's detail, as somebody would copy them. */
function commandsIn({ body }: Answer): readonly string[] {
  const detail = String(body['detail']);
  return [
    ...detail.matchAll(/curl (?:-X \w+ )?(?:--json \S.*?)?(?:"http[^"]+"|http[^\s,;]+)/g),
  ].map(([command]) => command);
}

function pointersOf({ body }: Answer): readonly string[] {
  const errors = body['errors'] as readonly { readonly pointer: string }[];
  return errors.map(({ pointer }) => pointer);
}

describe('problems of the setup tell the commands that cure them', () => {
  let simulator: Simulator;
  let gateway: GatewayUnderTest;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'masq-gateway-setup-'));
    simulator = createSimulator({ setup: workingSetup(HOME) });
    const { daemonPort } = await simulator.start();
    gateway = await openGateway(daemonPort);
    await gateway.until('GET /readyz?require=daemon', ({ status }) => status === 200);
  });
  afterEach(async () => {
    await gateway.close();
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  /** Runs a command of a detail with its gaps filled in; gives the HTTP status. */
  async function run(command: string, ...words: readonly string[]): Promise<number> {
    let left = [...words];
    const filled = command.replaceAll('…', () => {
      const [word = '', ...rest] = left;
      left = rest;
      return word;
    });
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-c', `${filled} -s -o /dev/null -w '%{http_code}'`],
      { cwd: folder, timeout: 20_000 },
    );
    return Number(stdout);
  }

  async function setByAnother(values: Readonly<Record<string, string | null>>): Promise<void> {
    const ui = await UiClient.open(simulator.daemonPort);
    await ui.ask('setup', setupPayload(values));
    await ui.close();
  }

  const emptySetup = async (): Promise<void> => {
    await simulator.restartDaemon();
    await gateway.until('GET /v1/setup', ({ status }) => status === 200);
  };

  test('frozen: shut down, change, start', async () => {
    assert.equal((await gateway.ask('POST /v1/node/start')).status, 200);
    const change = { body: { value: '5' } };
    const frozen = await gateway.ask('PUT /v1/setup/gas-price', change);
    assert.deepEqual([frozen.status, frozen.body['code']], [409, 'setup-frozen']);
    const [shutdown = '', start = ''] = commandsIn(frozen);
    assert.equal(await run(shutdown), 200);
    assert.equal((await gateway.ask('PUT /v1/setup/gas-price', change)).status, 200);
    assert.equal(await run(start), 200);
  });

  test('poisoned: the command that replaces what is poisoned', async () => {
    await emptySetup();
    await setByAnother({ 'neighborhood-mode': 'Standard' });
    const change = { body: { value: '5' } };
    const poisoned = await gateway.ask('PUT /v1/setup/gas-price', change);
    assert.deepEqual([poisoned.status, poisoned.body['code']], [409, 'setup-poisoned']);
    assert.deepEqual(pointersOf(poisoned), ['/value']);
    const patch = await gateway.ask('PATCH /v1/setup', {
      rawBody: '{"gas-price":"5"}',
      headers: MERGE,
    });
    assert.deepEqual(pointersOf(patch), ['']);
    const [command = ''] = commandsIn(poisoned);
    assert.equal(await run(command, 'zero-hop'), 200);
    assert.equal((await gateway.ask('PUT /v1/setup/gas-price', change)).status, 200);
    assert.equal(simulator.daemonAlive, true);
  });

  test('undone: the command that clears and completes, the place in the terms of the route', async () => {
    await emptySetup();
    await setByAnother({ 'gas-price': '5' });
    const undone = await gateway.ask('DELETE /v1/setup/gas-price');
    assert.deepEqual([undone.status, undone.body['code']], [409, 'clear-undone']);
    assert.deepEqual(pointersOf(undone), ['']);
    const merge = await gateway.ask('PATCH /v1/setup', {
      rawBody: '{"gas-price":null}',
      headers: MERGE,
    });
    assert.deepEqual(pointersOf(merge), ['/gas-price']);
    const list = await gateway.ask('PATCH /v1/setup', {
      body: { values: [{ name: 'log-level', value: 'info' }, { name: 'gas-price' }] },
    });
    assert.deepEqual([list.body['outcome'], pointersOf(list)], ['applied', ['/values/1']]);
    const [look = '', complete = ''] = commandsIn(undone);
    assert.equal(await run(look), 200);
    const values = Object.entries(workingSetup(HOME)).filter(([name]) => name !== 'gas-price');
    await gateway.ask('PATCH /v1/setup', {
      body: { values: values.slice(1).map(([name, value]) => ({ name, value })) },
    });
    const [name = '', value = ''] = values[0] ?? [];
    assert.equal(await run(complete, name, value), 200);
    const { body } = await gateway.ask('GET /v1/setup/gas-price');
    assert.notEqual(body['status'], 'Set');
  });

  test('rejected: the commands that clear or replace it', async () => {
    const change = { body: { value: 'originate-only' } };
    const rejected = await gateway.ask('PUT /v1/setup/neighborhood-mode', change);
    assert.deepEqual([rejected.status, rejected.body['code']], [422, 'setup-rejected']);
    assert.deepEqual(pointersOf(rejected), ['/value']);
    const [clear, replace = ''] = commandsIn(rejected);
    assert.match(clear ?? '', /-X DELETE http.*\/v1\/setup\/neighborhood-mode$/);
    assert.equal(await run(replace, 'zero-hop'), 200);
    const merge = await gateway.ask('PATCH /v1/setup', {
      rawBody: '{"log-level":"info","neighborhood-mode":"originate-only"}',
      headers: MERGE,
    });
    assert.deepEqual(pointersOf(merge), ['/neighborhood-mode']);
  });

  test('a stale password: shut down, set it from a file, start', async () => {
    await gateway.ask('POST /v1/node/shutdown');
    await gateway.ask('PUT /v1/setup/db-password', { body: { value: 'old horse' } });
    await gateway.ask('POST /v1/node/start');
    const next = { oldPasswordOpt: 'old horse', newPassword: PASSWORD };
    await gateway.ask('POST /v1/node/password/change', { body: next });
    const stale = await gateway.ask('POST /v1/node/restart');
    assert.deepEqual([stale.status, stale.body['code']], [409, 'setup-password-stale']);
    const [shutdown = '', set = '', start = ''] = commandsIn(stale);
    await writeFile(join(folder, 'db-password.json'), JSON.stringify({ value: PASSWORD }));
    for (const command of [shutdown, set, start]) assert.equal(await run(command), 200, command);
  });

  test('an orphan: shut it down', async () => {
    await gateway.ask('POST /v1/node/start');
    await simulator.restartDaemon();
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'orphan');
    const orphan = await gateway.ask('GET /v1/setup');
    assert.equal(orphan.body['code'], 'orphan-node');
    const [command = ''] = commandsIn(orphan);
    assert.equal(await run(command), 200);
    assert.equal((await gateway.ask('GET /v1/setup')).status, 200);
  });

  test('running and stopped already: the commands with which that is no error', async () => {
    const stopped = await gateway.ask('POST /v1/node/shutdown');
    assert.equal(await run(commandsIn(stopped)[0] ?? ''), 200);
    await gateway.ask('POST /v1/node/start');
    const running = await gateway.ask('POST /v1/node/start');
    assert.equal(await run(commandsIn(running)[0] ?? ''), 200);
  });
});

describe('did you mean', () => {
  let simulator: Simulator;
  let gateway: GatewayUnderTest;

  beforeEach(async () => {
    simulator = createSimulator({ setup: workingSetup(HOME) });
    const { daemonPort } = await simulator.start();
    gateway = await openGateway(daemonPort);
  });
  afterEach(async () => {
    await gateway.close();
    await simulator.close();
  });

  test('names, keys, parameters and enumerated values are guessed, whatever the route', async () => {
    const guesses: readonly (readonly [string, unknown, string])[] = [
      ['GET /v1/setup/gasprice', undefined, 'gas-price'],
      ['PUT /v1/setup/min-hop', { value: '1' }, 'min-hops'],
      ['DELETE /v1/setup/neigbors', undefined, 'neighbors'],
      ['PATCH /v1/setup', { values: [{ name: 'log_level', value: 'info' }] }, 'log-level'],
      ['PATCH /v1/setup', { values: [{ name: 'chain', valeu: 'dev' }] }, 'value'],
      ['PATCH /v1/setup', { values: [{ name: 'chain', value: 'base-mainet' }] }, 'base-mainnet'],
      ['PUT /v1/setup/neighborhood-mode', { value: 'Zero-Hop' }, 'zero-hop'],
      ['PUT /v1/setup/log-level', { value: 'wran' }, 'warn'],
      ['PUT /v1/node/configuration/gasprice', { value: '1' }, 'gas-price'],
      ['POST /v1/node/scans', { scanType: 'payables' }, 'Payables'],
      ['POST /v1/node/start?ensured=true', undefined, 'ensure'],
      ['GET /readyz?require=rout', undefined, 'route'],
      ['GET /v1/events/history?minLogLevel=warn', undefined, 'Warn'],
      ['GET /problems/no-deamon', undefined, 'no-daemon'],
    ];
    for (const [route, body, guess] of guesses) {
      const { status, text } = await gateway.ask(route, body === undefined ? {} : { body });
      assert.ok(status === 400 || status === 404, `${route}: ${text}`);
      assert.ok(text.includes(`Did you mean \\"${guess}\\"`), `${route}: ${text}`);
    }
    assert.ok(!simulator.received.some(({ text }) => text.includes('"values":[{')));
  });
});
