/** Pipelined changes in front of a simulated Node: what is applied is audited, and nothing is sent or given twice. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { until } from '../support/peers/peer-under-test.js';
import { leave, pipeline, requestBytes } from '../support/http/pipelines.js';
import { readAll, responsesIn } from '../support/http/raw-http.js';
import { workingSetup } from '../support/peers/real-node.js';

const PASSWORD = 'correct horse';
const SLOW_MS = 400;
/** Long enough for others to queue behind it and leave, whatever else the machine does. */
const TURN_MS = 3_000;
const GAS_PRICE = '/v1/node/configuration/gas-price';
/** The three whose turn has not come; what is pipelined behind them was not begun. */
const WAITING_CHANGES = /^masq_gateway_waiting_requests\{[^}]*"node"[^}]*\} 3$/m;
const GENERATE = '/v1/node/wallets/generate';

describe('a client that pipelines changes and leaves', () => {
  let simulator: Simulator;
  let gateway: GatewayUnderTest;
  let key: string;

  before(async () => {
    simulator = createSimulator({ setup: workingSetup('/home/masq-simulated') });
    const { daemonPort } = await simulator.start();
    gateway = await openGateway(daemonPort);
    await gateway.until('GET /readyz?require=daemon', ({ status }) => status === 200);
    await gateway.until('POST /v1/node/start?ensure=true', ({ status }) => status === 200);
    const first = { oldPasswordOpt: null, newPassword: PASSWORD };
    assert.equal((await gateway.ask('POST /v1/node/password/change', { body: first })).status, 200);
  });
  after(async () => {
    await gateway.close();
    await simulator.close();
  });
  beforeEach(() => {
    key = randomUUID();
    simulator.setConfiguratorDelayMs(undefined);
  });

  const received = (opcode: string): number =>
    simulator.received.filter((message) => message.opcode === opcode).length;

  const setGasPrice = (value: string, headers: Readonly<Record<string, string>> = {}): string =>
    requestBytes(`PUT ${GAS_PRICE}`, { body: { value }, headers });

  const logged = (): readonly Readonly<Record<string, unknown>>[] =>
    gateway.log.map((line) => JSON.parse(line) as Record<string, unknown>);

  const scrape = async (): Promise<string> => (await fetch(`${gateway.url}/metrics`)).text();

  const audited = (operationId: string): readonly unknown[] =>
    logged()
      .filter((line) => line['msg'] === 'change' && line['operationId'] === operationId)
      .map(({ outcome }) => outcome);

  test('has its change audited when it was applied behind an event stream, and not applied otherwise', async () => {
    const [sent, lines] = [received('setConfiguration'), audited('putConfiguration').length];
    const bytes = requestBytes('GET /v1/events') + setGasPrice('11');
    await leave(await pipeline(gateway.url, bytes));
    await gateway.until('GET /v1/status', ({ body }) => body['eventSubscribers'] === 0);
    await gateway.ask(`PUT ${GAS_PRICE}`, { body: { value: '12' } });
    await until(() => audited('putConfiguration').length > lines);
    assert.equal(
      audited('putConfiguration').length - lines,
      received('setConfiguration') - sent,
      'a change without an audit line',
    );
  });

  test('while they wait for their turn gets none of them sent', async () => {
    await scrape(); // the first one is slow
    simulator.setConfiguratorDelayMs(TURN_MS);
    const sent = received('setConfiguration');
    const turn = gateway.ask(`PUT ${GAS_PRICE}`, { body: { value: '3' } });
    await until(() => received('setConfiguration') === sent + 1);
    const lines = audited('putConfiguration').length;
    const sockets = await Promise.all(
      ['4', '5', '6'].map((value) => pipeline(gateway.url, setGasPrice(value).repeat(3))),
    );
    await until(async () => WAITING_CHANGES.test(await scrape()));
    await Promise.all(sockets.map((socket) => leave(socket)));
    await turn;
    simulator.setConfiguratorDelayMs(undefined);
    await gateway.ask(`PUT ${GAS_PRICE}`, { body: { value: '7' } });
    await until(() => audited('putConfiguration').length - lines >= 5);
    assert.equal(received('setConfiguration') - sent, 2);
    assert.deepEqual(audited('putConfiguration').slice(lines).sort(), [
      'applied',
      'applied',
      'not-sent',
      'not-sent',
      'not-sent',
    ]);
  });

  test('has one of two changes with the same key sent, and its outcome kept', async () => {
    simulator.setConfiguratorDelayMs(SLOW_MS);
    const headers = { 'Idempotency-Key': key };
    const body = { oldPasswordOpt: PASSWORD, newPassword: PASSWORD };
    const change = requestBytes('POST /v1/node/password/change', { body, headers });
    const sent = received('changePassword');
    const socket = await pipeline(gateway.url, change + change);
    await until(() => received('changePassword') === sent + 1);
    await leave(socket);
    const outcome = await gatewayAnswer('/v1/node/password/change', body);
    assert.deepEqual([outcome.status, outcome.headers.get('idempotency-replayed')], [200, 'true']);
    assert.equal(received('changePassword') - sent, 1);
  });

  test('is answered twice to two changes with the same key, one of them sent', async () => {
    const headers = { 'Idempotency-Key': key };
    const sent = received('setConfiguration');
    const last = { ...headers, Connection: 'close' };
    const socket = await pipeline(
      gateway.url,
      setGasPrice('21', headers) + setGasPrice('21', last),
    );
    const responses = responsesIn(await readAll(socket));
    assert.deepEqual(
      responses.map(({ status, headers: of }) => [status, of.get('idempotency-replayed')]),
      [
        [200, undefined],
        [200, 'true'],
      ],
    );
    assert.equal(received('setConfiguration') - sent, 1);
  });

  test('is not given generated words again if it resets with only a later response unread', async () => {
    const body = { dbPassword: PASSWORD };
    const generate = requestBytes(`POST ${GENERATE}`, {
      body,
      headers: { 'Idempotency-Key': key },
    });
    const [sent, lines] = [received('generateWallets'), audited('generateWallets').length];
    const socket = await pipeline(gateway.url, generate + generate);
    const [words] = (await once(socket, 'data')) as [Buffer];
    socket.pause();
    assert.match(words.toString(), /mnemonicPhraseOpt/);
    await until(() => audited('generateWallets').length === lines + 2);
    await leave(socket, 'reset');
    const again = await gatewayAnswer(GENERATE, body);
    assert.deepEqual([again.status, again.body['code']], [409, 'wallets-exist'], again.text);
    assert.equal(received('generateWallets') - sent, 1);
  });

  /** The answer to the key once it is no longer in progress. */
  async function gatewayAnswer(path: string, body: unknown): ReturnType<GatewayUnderTest['ask']> {
    const ask = (): ReturnType<GatewayUnderTest['ask']> =>
      gateway.ask(`POST ${path}`, { body, headers: { 'idempotency-key': key } });
    let answer = await ask();
    await until(async () => {
      if (answer.body['code'] === 'idempotency-in-progress') answer = await ask();
      return answer.body['code'] !== 'idempotency-in-progress';
    });
    return answer;
  }
});
