import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import {
  openGateway,
  type Answer,
  type GatewayUnderTest,
} from '../support/http/gateway-under-test.js';
import { until } from '../support/peers/peer-under-test.js';
import { workingSetup } from '../support/peers/real-node.js';

const PASSWORD = 'correct horse';
const SLOW_MS = 400;

describe('a write with an Idempotency-Key', () => {
  let simulator: Simulator;
  let gateway: GatewayUnderTest;
  let key: string;

  before(async () => {
    simulator = createSimulator({ setup: workingSetup('/home/masq-simulated') });
    const { daemonPort } = await simulator.start();
    gateway = await openGateway(daemonPort);
    await ensureNode();
    const first = { oldPasswordOpt: null, newPassword: PASSWORD };
    const set = await gateway.ask('POST /v1/node/password/change', { body: first });
    assert.equal(set.status, 200, set.text);
  });
  after(async () => {
    await gateway.close();
    await simulator.close();
  });
  beforeEach(async () => {
    key = randomUUID();
    simulator.setConfiguratorDelayMs(undefined);
    await ensureNode();
  });
  afterEach(() => simulator.thawDaemon());

  async function ensureNode(): Promise<void> {
    await gateway.until('GET /readyz?require=daemon', ({ status }) => status === 200);
    await gateway.until('POST /v1/node/start?ensure=true', ({ status }) => status === 200);
  }

  const count = (opcode: string): number =>
    simulator.received.filter((message) => message.opcode === opcode).length;

  const askKeyed = (route: string, body: unknown = {}): Promise<Answer> =>
    gateway.ask(route, { body, headers: { 'idempotency-key': key } });

  /** Sends a request on a socket of its own, whose end is the test's to choose. */
  function sendRaw(path: string, body: unknown): Socket {
    const { hostname, port, host } = new URL(gateway.url);
    const text = JSON.stringify(body);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nIdempotency-Key: ${key}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
    );
    return socket;
  }

  const gasPrice = 'PUT /v1/node/configuration/gas-price';

  test('is carried out once, and its outcome told as often as it is asked for', async () => {
    const before = count('setConfiguration');
    const first = await askKeyed(gasPrice, { value: '7' });
    const again = await askKeyed(gasPrice, { value: '7' });
    assert.deepEqual([first.status, again.status, again.text], [200, 200, first.text]);
    assert.equal(first.headers.get('idempotency-replayed'), null);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal(count('setConfiguration') - before, 1);
    const other = await askKeyed(gasPrice, { value: '8' });
    assert.deepEqual([other.status, other.body['code']], [422, 'idempotency-mismatch']);
    assert.equal(count('setConfiguration') - before, 1);
  });

  test('goes on without its caller, is in progress meanwhile, and tells its outcome afterwards', async () => {
    simulator.setConfiguratorDelayMs(SLOW_MS);
    const before = count('setConfiguration');
    const socket = sendRaw('/v1/node/password/change', {
      oldPasswordOpt: PASSWORD,
      newPassword: PASSWORD,
    });
    const changes = count('changePassword');
    await until(() => count('changePassword') > changes);
    socket.destroy();
    const body = { oldPasswordOpt: PASSWORD, newPassword: PASSWORD };
    const meanwhile = await askKeyed('POST /v1/node/password/change', body);
    assert.deepEqual(
      [meanwhile.status, meanwhile.body['code'], meanwhile.headers.get('retry-after')],
      [409, 'idempotency-in-progress', '1'],
    );
    const headers = { 'idempotency-key': key };
    let outcome = meanwhile;
    await until(async () => {
      outcome = await gateway.ask('POST /v1/node/password/change', { body, headers });
      return outcome.status !== 409;
    });
    assert.deepEqual([outcome.status, outcome.text], [200, '{}\n']);
    assert.equal(outcome.headers.get('idempotency-replayed'), 'true');
    assert.equal(count('changePassword') - changes, 1);
    assert.equal(count('setConfiguration'), before);
  });

  test('whose caller left while it waited for its turn was never sent, and the key is free again', async () => {
    simulator.setConfiguratorDelayMs(SLOW_MS);
    const [before, changes] = [count('setConfiguration'), count('changePassword')];
    const turn = gateway.ask(gasPrice, { body: { value: '3' } });
    await until(() => count('setConfiguration') === before + 1);
    const change = { oldPasswordOpt: PASSWORD, newPassword: 'never sent' };
    const waiting = sendRaw('/v1/node/password/change', change);
    // A request that is never sent: it tells whether its key is taken.
    const isTaken = async (): Promise<boolean> =>
      (await askKeyed(gasPrice, { value: '0' })).status === 422;
    await until(isTaken);
    waiting.destroy();
    await until(async () => !(await isTaken()));
    assert.equal((await turn).status, 200);
    simulator.setConfiguratorDelayMs(undefined);
    const afterwards = await askKeyed(gasPrice, { value: '4' });
    assert.equal(afterwards.status, 200, afterwards.text);
    assert.equal(count('changePassword'), changes);
  });

  test('generating wallets: words that got lost are given once more, and to nobody else', async () => {
    simulator.setConfiguratorDelayMs(SLOW_MS);
    const before = count('generateWallets');
    const body = { dbPassword: PASSWORD };
    const socket = sendRaw('/v1/node/wallets/generate', body);
    await until(() => count('generateWallets') === before + 1);
    socket.destroy();
    const generate = 'POST /v1/node/wallets/generate';
    let given = await askKeyed(generate, body);
    await until(async () => {
      if (given.status === 409) given = await askKeyed(generate, body);
      return given.status !== 409;
    });
    assert.equal(given.status, 200, given.text);
    assert.equal(given.headers.get('cache-control'), 'no-store');
    assert.equal(given.headers.get('idempotency-replayed'), 'true');
    assert.ok(Array.isArray(given.body['mnemonicPhraseOpt']));
    let again = await askKeyed(generate, body);
    // Until it is certain that they arrived they are neither given nor forgotten.
    await until(async () => {
      again = await askKeyed(generate, body);
      return again.body['code'] !== 'idempotency-in-progress';
    });
    assert.deepEqual(
      [again.status, again.body['code'], again.body['outcome']],
      [409, 'wallets-exist', 'applied'],
    );
    assert.equal(count('generateWallets') - before, 1);
    assert.doesNotMatch(
      gateway.log.join(''),
      new RegExp(String(given.body['consumingWalletPrivateKey'])),
    );
  });

  test('that is repeated by curl --retry after the Node broke off is not done twice', async () => {
    simulator.setConfiguratorDelayMs(SLOW_MS);
    const before = count('setConfiguration');
    const running = curl(
      '-X',
      'PUT',
      '--data',
      '{"value":"9"}',
      '/v1/node/configuration/gas-price',
    );
    await until(() => count('setConfiguration') === before + 1);
    await simulator.killNode();
    const { status, replayed, body } = await running;
    assert.equal(status, '502');
    assert.match(body, /"code":"link-lost".*"outcome":"unknown"/);
    assert.equal(replayed, 'true', 'the last of curl’s tries got the stored outcome');
    await ensureNode();
    const later = await askKeyed(gasPrice, { value: '9' });
    assert.deepEqual([later.status, later.body['outcome']], [502, 'unknown']);
    assert.equal(count('setConfiguration') - before, 1);
  });

  test('that never reached the Daemon is done by a later try of curl --retry, once', async () => {
    await askKeyed('POST /v1/node/shutdown');
    key = randomUUID();
    await simulator.killDaemon();
    await gateway.until('GET /v1/status', ({ body }) => body['daemonState'] === 'down');
    const before = count('setup');
    const body = '{"values":[{"name":"gas-price","value":"5"}]}';
    const running = curl('-X', 'PATCH', '--data', body, '/v1/setup');
    await simulator.restartDaemon();
    const { status } = await running;
    assert.equal(status, '200');
    // The empty setup goes before the change.
    const sets = simulator.received
      .filter(({ opcode }) => opcode === 'setup')
      .slice(before)
      .filter(({ text }) => text.includes('gas-price'));
    assert.equal(sets.length, 1);
    const values = Object.entries(workingSetup('/home/masq-simulated'));
    const restored = await gateway.ask('PATCH /v1/setup', {
      body: { values: values.map(([name, value]) => ({ name, value })) },
    });
    assert.equal(restored.status, 200, restored.text);
  });

  test('of another form is refused before anything is sent', async () => {
    const before = count('setConfiguration');
    const refused = await gateway.ask(gasPrice, {
      body: { value: '7' },
      headers: { 'idempotency-key': 'two words' },
    });
    assert.deepEqual([refused.status, refused.body['code']], [400, 'invalid-request']);
    assert.equal(count('setConfiguration'), before);
  });

  /** curl with retries, the key and a JSON body; what its last try got. */
  async function curl(
    ...args: readonly string[]
  ): Promise<{ readonly status: string; readonly replayed: string; readonly body: string }> {
    const path = args.at(-1) ?? '';
    const { stdout } = await promisify(execFile)(
      'curl',
      [
        ...['-s', '--retry', '5', '--retry-delay', '1', '--retry-all-errors', '-o', '-'],
        ...['-H', 'Content-Type: application/json', '-H', `Idempotency-Key: ${key}`],
        ...['-w', '\n%{http_code} %header{idempotency-replayed}'],
        ...args.slice(0, -1),
        `${gateway.url}${path}`,
      ],
      { timeout: 30_000 },
    );
    const lines = stdout.trimEnd().split('\n');
    const [status = '', replayed = ''] = (lines.at(-1) ?? '').split(' ');
    return { status, replayed, body: lines.slice(0, -1).join('\n') };
  }
});
