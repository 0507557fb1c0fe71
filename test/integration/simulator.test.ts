import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { Stage } from '../../src/simulator/neighborhood.js';
import { demoLedger } from '../../src/simulator/demo-data.js';
import { extremeLedger } from '../support/peers/ledgers.js';
import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/simulator.js';
import { setupPayload, setupView, startReply, until } from '../support/peers/peer-under-test.js';
import { errorOf, payloadText, UiClient } from '../support/peers/ui-client.js';

const NODE_NOT_RUNNING = '9223372036854775810';
const QUIET_MS = 150;
/** Long enough for a request to reach the Daemon before it notices that its Node has died, on a busy machine too. */
const NOTICE_MS = 1_000;
const NEVER_MS = 600_000;
const zeroHop = { 'neighborhood-mode': 'zero-hop', chain: 'dev' };
const standard = {
  'blockchain-service-url': 'http://127.0.0.1:9',
  'neighborhood-mode': 'standard',
  chain: 'dev',
};

describe('simulator', () => {
  let simulator: Simulator;
  let clients: UiClient[] = [];

  afterEach(async () => {
    for (const client of clients) client.terminate();
    clients = [];
    await simulator.close();
  });

  async function open(options: SimulatorOptions): Promise<UiClient> {
    simulator = createSimulator(options);
    const { daemonPort } = await simulator.start();
    return connect(daemonPort);
  }

  async function connect(port: number | undefined): Promise<UiClient> {
    const client = await UiClient.open(port ?? 0);
    clients.push(client);
    return client;
  }

  async function launch(daemonUi: UiClient): Promise<UiClient> {
    const { redirectUiPort } = startReply(await daemonUi.ask('start'));
    return connect(redirectUiPort);
  }

  test('a demo starts at once, with seven Nodes, and amounts beyond 2^53', async () => {
    const daemonUi = await open({ demo: true, launchMs: 1, neighborAfterMs: 1, routeAfterMs: 2 });
    const setup = setupView(await daemonUi.ask('setup', setupPayload({})));
    assert.deepEqual(setup.errors, []);
    const ui = await launch(daemonUi);
    assert.match(
      await ui.ask('descriptor'),
      /"masq:\/\/base-mainnet:[A-Za-z0-9_-]{43}@203\.0\.113\.17:\d+"/,
    );
    const graph = await ui.ask('neighborhoodGraph');
    assert.equal(graph.match(/\[label=/g)?.length, 7);
    const request = '{"statsRequired":true,"topRecordsOpt":{"count":100,"orderedBy":"Balance"}}';
    const financials = await ui.ask('financials', request);
    assert.match(financials, /"balanceGwei":9007199254740993,/);
    assert.match(financials, /"totalPaidPayableGwei":4611686018427387905,/);
  });

  test('broadcasts each stage once it is reached, but never NotConnected', async () => {
    const daemonUi = await open({
      setup: standard,
      neighborAfterMs: NEVER_MS,
      routeAfterMs: NEVER_MS,
    });
    const ui = await launch(daemonUi);
    const stages: readonly Stage[] = [
      'ConnectedToNeighbor',
      'RouteFound',
      'NotConnected',
      'ConnectedToNeighbor',
    ];
    for (const stage of stages) simulator.setStage(stage);
    await until(() => ui.broadcasts('connectionChange').length === 3);
    assert.deepEqual(
      ui.broadcasts('connectionChange').map((text) => /"stage":"(\w+)"/.exec(text)?.[1]),
      ['ConnectedToNeighbor', 'RouteFound', 'ConnectedToNeighbor'],
    );
  });

  test('reaches the stages by itself, in the times given', async () => {
    const daemonUi = await open({ setup: standard, neighborAfterMs: 5, routeAfterMs: 10 });
    const ui = await launch(daemonUi);
    await until(async () => (await ui.ask('connectionStatus')).includes('"stage":"RouteFound"'));
  });

  test('a start right after a death loses the new Node: it lives, and its Daemon denies it', async () => {
    const daemonUi = await open({ setup: zeroHop, childNoticeMs: NOTICE_MS, launchMs: 5 });
    const first = startReply(await daemonUi.ask('start'));
    await simulator.killNode();
    const second = startReply(await daemonUi.ask('start'));
    assert.match(await daemonUi.broadcast('crashed'), new RegExp(`:${first.newProcessId},`));
    assert.equal(errorOf(await daemonUi.ask('descriptor')).code, NODE_NOT_RUNNING);
    const orphan = await connect(second.redirectUiPort);
    assert.match(await orphan.ask('descriptor'), /nodeDescriptorOpt/);
  });

  test('a probe right after a death swallows `crashed`', async () => {
    const daemonUi = await open({ setup: zeroHop, childNoticeMs: NOTICE_MS });
    await daemonUi.ask('start');
    await simulator.killNode();
    assert.equal(errorOf(await daemonUi.ask('descriptor')).code, NODE_NOT_RUNNING);
    await assert.rejects(
      daemonUi.broadcast('crashed', () => true, 0, NOTICE_MS + QUIET_MS),
      /nothing within/,
    );
  });

  test('the Daemon answers nobody while it starts a Node', async () => {
    const daemonUi = await open({ setup: zeroHop, launchMs: 50 });
    const other = await connect(simulator.daemonPort);
    const startId = daemonUi.post('start');
    await until(() => simulator.received.some(({ opcode }) => opcode === 'start'));
    other.post('descriptor');
    await other.waitFor((text) => text.includes('redirect'));
    assert.equal(daemonUi.hasAnswer('start', startId), true);
  });

  const failures = [
    ['died', /died immediately\.$/],
    ['unresponsive', /unresponsive and was successfully killed\.$/],
    ['unkillable', /could not be killed\. Manual intervention is required\.$/],
  ] as const;
  for (const [how, words] of failures) {
    test(`a launch can fail: ${how}`, async () => {
      const daemonUi = await open({ setup: zeroHop, failedLaunchMs: 1 });
      simulator.failNextLaunch(how);
      assert.match(errorOf(await daemonUi.ask('start')).message, words);
      startReply(await daemonUi.ask('start'));
    });
  }

  test('without a Daemon a Node started by hand takes its port', async () => {
    const daemonUi = await open({ setup: zeroHop });
    await simulator.killDaemon();
    await daemonUi.closed;
    assert.equal(await simulator.startNodeByHand(), simulator.daemonPort);
    const ui = await connect(simulator.daemonPort);
    assert.match(await ui.ask('descriptor'), /"nodeDescriptorOpt":null/);
  });

  test('a wedged Node answers nobody, lets sockets stand, and a new one hang in its handshake', async () => {
    const daemonUi = await open({ setup: zeroHop });
    const ui = await launch(daemonUi);
    simulator.wedgeNode();
    const contextId = ui.post('descriptor');
    const late = connect(simulator.nodePort);
    await assert.rejects(ui.answerTo('descriptor', contextId, QUIET_MS), /nothing within/);
    assert.equal(ui.isOpen, true);
    simulator.unwedgeNode();
    await ui.answerTo('descriptor', contextId);
    assert.match(await (await late).ask('descriptor'), /nodeDescriptorOpt/);
  });

  test('a frozen Daemon keeps silent and answers in order when it thaws', async () => {
    const daemonUi = await open({ setup: zeroHop });
    simulator.freezeDaemon();
    const first = daemonUi.post('descriptor');
    const second = daemonUi.post('setup', setupPayload({}));
    await assert.rejects(daemonUi.answerTo('setup', second, QUIET_MS), /nothing within/);
    simulator.thawDaemon();
    await daemonUi.answerTo('setup', second);
    assert.equal(daemonUi.hasAnswer('descriptor', first), true);
  });

  test('a slow BlockchainBridge is the other mailbox that can overflow', async () => {
    const daemonUi = await open({ setup: zeroHop });
    const ui = await launch(daemonUi);
    simulator.setBridgeDelayMs(1_000);
    for (let count = 0; count < 17; count += 1) ui.post('descriptor');
    await ui.ask('checkPassword').catch(() => undefined);
    await ui.closed;
    assert.equal(
      simulator.deaths.at(-1)?.reason,
      "UiGateway's NodeFromUiMessage recipient #2 has died.",
    );
    assert.equal(simulator.mailboxHighWater.blockchainBridge, 16);
  });

  test('a slow Configurator overflows by messages that are not for it', async () => {
    const daemonUi = await open({ setup: zeroHop });
    const ui = await launch(daemonUi);
    simulator.setConfiguratorDelayMs(1_000);
    for (let count = 0; count < 18; count += 1) ui.post('descriptor');
    await ui.closed;
    assert.match(simulator.deaths.at(-1)?.reason ?? '', /#4 has died/);
    assert.match(await daemonUi.broadcast('crashed'), /\{"Unrecognized":""\}/);
  });

  test('scans end as they are told to', async () => {
    const daemonUi = await open({ setup: zeroHop });
    const ui = await launch(daemonUi);
    const scan = '{"scanType":"Receivables"}';
    assert.equal(payloadText(await ui.ask('scan', scan)), '{}');

    simulator.setScanBehaviour('Receivables', 'double');
    const doubled = ui.post('scan', scan);
    await ui.answerTo('scan', doubled);
    await ui.waitFor((text) =>
      text.startsWith(`{"opcode": "scan", "contextId": ${doubled}, "error"`),
    );

    simulator.setScanBehaviour('Receivables', 'hang');
    ui.post('scan', scan);
    const second = ui.post('scan', scan);
    await ui.broadcast('logBroadcast', (text) =>
      /"Receivables scan was already initiated at [-\d]+ [\d:.]+\. Hence, this scan request will be ignored\."/.test(
        text,
      ),
    );
    assert.equal(ui.hasAnswer('scan', second), false);
  });

  test('64-bit extremes come through with every digit', async () => {
    const daemonUi = await open({ setup: zeroHop, ledger: extremeLedger });
    const ui = await launch(daemonUi);
    const all =
      '{"minAgeS":0,"maxAgeS":9223372036854775807,"minAmountGwei":-9223372036854775808,"maxAmountGwei":0}';
    const request = `{"statsRequired":true,"customQueriesOpt":{"receivableOpt":${all}}}`;
    const reply = await ui.ask('financials', request);
    assert.match(reply, /"totalUnpaidAndPendingPayableGwei":18446744073709551615,/);
    assert.match(reply, /"totalUnpaidReceivableGwei":-9223372036854775808,/);
  });

  test('top records are ordered, positive and as many as asked for', async () => {
    const daemonUi = await open({ setup: zeroHop, ledger: demoLedger() });
    const ui = await launch(daemonUi);
    const top = (orderedBy: string): Promise<string> =>
      ui.ask(
        'financials',
        `{"statsRequired":false,"topRecordsOpt":{"count":2,"orderedBy":"${orderedBy}"}}`,
      );
    const balances = (text: string): readonly string[] =>
      [...text.matchAll(/"balanceGwei":(-?\d+)/g)].map(([, digits]) => digits ?? '');
    assert.deepEqual(balances(await top('Balance')), [
      '9007199254740993',
      '1250000000',
      '9007199254740995',
      '604800123',
    ]);
    assert.doesNotMatch(await top('Age'), /"balanceGwei":-/);
  });

  test('exit countries: known ones are kept, missing ones named, all missing is an error', async () => {
    const daemonUi = await open({ setup: standard });
    const ui = await launch(daemonUi);
    const ask = (codes: readonly string[]): Promise<string> =>
      ui.ask(
        'exitLocation',
        JSON.stringify({
          fallbackRouting: true,
          exitLocations: [{ countryCodes: codes, priority: 1 }],
          showCountries: false,
        }),
      );
    assert.equal(
      payloadText(await ask(['CZ', 'XX'])),
      '{"fallbackRouting":true,"exitCountrySelection":[{"countryCodes":["CZ","XX"],"priority":1}],"exitCountries":null,"missingCountries":["XX"]}',
    );
    assert.equal(errorOf(await ask(['XX'])).message, 'XX');
    const zero =
      '{"fallbackRouting":true,"exitLocations":[{"countryCodes":["CZ"],"priority":0}],"showCountries":false}';
    ui.post('exitLocation', zero);
    await ui.closed;
    assert.equal(simulator.deaths.at(-1)?.reason, 'attempt to subtract with overflow');
  });

  test('log lines of its owner reach every UI; every message is on record', async () => {
    const daemonUi = await open({ setup: zeroHop });
    const ui = await launch(daemonUi);
    simulator.broadcastLog('Warn', 'something "odd"');
    assert.equal(
      await ui.broadcast('logBroadcast'),
      '{"opcode": "logBroadcast", "payload": {"msg":"something \\"odd\\"","logLevel":"Warn"}}',
    );
    await ui.ask('descriptor');
    assert.deepEqual(
      simulator.received.map(({ hop, opcode }) => `${hop} ${opcode ?? '-'}`),
      ['daemon start', 'node descriptor'],
    );
  });

  test('close ends everything, twice as well as once', async () => {
    const daemonUi = await open({ setup: standard, idleLogEveryMs: 5 });
    const ui = await launch(daemonUi);
    await Promise.all([simulator.close(), ui.closed, daemonUi.closed]);
    await simulator.close();
    assert.equal(simulator.nodePort, undefined);
    await assert.rejects(UiClient.open(simulator.daemonPort));
  });
});
