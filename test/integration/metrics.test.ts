/** /metrics over real sockets before a simulated Daemon and Node. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { readScrape, seriesOf, type Scrape } from '../support/metrics/metrics-text.js';
import { missing, promtool } from '../support/metrics/promtool.js';

const SCRAPES = 1000;
const AT_ONCE = 20;
/** As documented. */
const SAMPLE_INTERVAL_MS = 15_000;
const sampledOpcodes = ['financials', 'configuration', 'neighborhoodGraph'];

describe('/metrics', () => {
  let simulator: Simulator;
  let gateway: GatewayUnderTest;

  const scrape = async (): Promise<Scrape> => readScrape((await gateway.ask('GET /metrics')).text);
  const until = (fits: (scrape: Scrape) => boolean): Promise<unknown> =>
    gateway.until('GET /metrics', ({ text }) => fits(readScrape(text)));
  const is =
    (series: string, value: number) =>
    ({ values }: Scrape): boolean =>
      values.get(series) === value;

  before(async () => {
    simulator = createSimulator({ setup: demoSetup() });
    const { daemonPort } = await simulator.start();
    gateway = await openGateway(daemonPort);
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
  });
  after(async () => {
    await gateway.close();
    await simulator.close();
  });

  test('shows one state per hop and link, and nothing of a Node that does not run', async () => {
    const shown = await scrape();
    for (const name of ['daemon_state', 'node_state']) {
      const states = [...seriesOf(shown, `masq_gateway_${name}`).values()];
      assert.equal(
        states.reduce((sum, value) => sum + value),
        1,
        name,
      );
    }
    assert.equal(shown.values.get('masq_gateway_node_state{state="stopped"}'), 1);
    assert.equal(shown.values.get('masq_gateway_link_state{hop="daemon",state="open"}'), 1);
    assert.equal(shown.values.get('masq_gateway_link_state{hop="node",state="idle"}'), 1);
    const figures = [...shown.values.keys()].filter((series) =>
      /^masq_gateway_node_(connection|zero_hop|unpaid|paid|gas|neighborhood|last|sample_)/.test(
        series,
      ),
    );
    assert.deepEqual(figures, []);
  });

  test('takes any query and any Accept, and is text of version 0.0.4', async () => {
    const { status, headers } = await gateway.ask('GET /metrics?_=1&name%5B%5D=up', {
      headers: { accept: 'application/openmetrics-text;version=1.0.0' },
    });
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  test('shows what the operator watches once somebody has scraped, with its time', async () => {
    assert.equal((await gateway.ask('POST /v1/node/start')).status, 200);
    await until(({ values }) => values.has('masq_gateway_node_neighborhood_nodes'));
    await gateway.until('GET /v1/status', ({ body }) => body['connectionStage'] === 'RouteFound');
    const shown = await scrape();
    // Beyond 2^53 a double is the nearest one: ...8789 and 2^62 + 1 have none of their own.
    assert.equal(shown.values.get('masq_gateway_node_unpaid_payable_gwei'), 9007200589008214);
    assert.equal(shown.values.get('masq_gateway_node_paid_payable_gwei'), 2 ** 62);
    assert.equal(shown.values.get('masq_gateway_node_unpaid_receivable_gwei'), 9007199856648788);
    assert.equal(shown.values.get('masq_gateway_node_paid_receivable_gwei'), 732000000);
    assert.equal(shown.values.get('masq_gateway_node_gas_price_gwei'), 1);
    const graph = await gateway.ask('GET /v1/node/neighborhood/graph');
    const nodes = graph.body['nodes'] as readonly unknown[];
    assert.equal(shown.values.get('masq_gateway_node_neighborhood_nodes'), nodes.length);
    assert.ok(is('masq_gateway_node_connection_stage{stage="RouteFound"}', 1)(shown));
    const times = [...seriesOf(shown, 'masq_gateway_node_sample_timestamp_seconds')];
    assert.equal(times.length, 4);
    const nowS = Date.now() / 1000;
    for (const [series, atS] of times) assert.ok(atS <= nowS && atS > nowS - 60, series);
  });

  test('counts conversations, readings and requests under the words of the API', async () => {
    await gateway.ask('GET /v1/node/descriptor', { headers: { 'cache-control': 'no-cache' } });
    await gateway.ask('GET /problems/no-reply');
    await gateway.ask('GET /v1/nothing/of/the/kind');
    await until(({ values }) =>
      values.has('masq_gateway_http_requests_total{route="other",method="GET",status="404"}'),
    );
    const { values } = await scrape();
    for (const series of [
      'masq_gateway_conversations_total{hop="node",opcode="descriptor",purpose="call",outcome="replied"}',
      'masq_gateway_conversations_total{hop="node",opcode="checkPassword",purpose="fence",outcome="replied"}',
      'masq_gateway_conversations_total{hop="daemon",opcode="start",purpose="call",outcome="replied"}',
      'masq_gateway_conversation_duration_seconds_count{hop="daemon",opcode="start",purpose="call"}',
      'masq_gateway_shared_reads_total{kind="descriptor",result="miss"}',
      'masq_gateway_http_requests_total{route="/problems/{code}",method="GET",status="200"}',
      'masq_gateway_http_request_duration_seconds_count{route="/metrics",method="GET"}',
      'masq_gateway_problems_total{code="not-found",outcome="not-sent"}',
      'masq_gateway_fences_total',
    ]) {
      assert.ok((values.get(series) ?? 0) >= 1, series);
    }
    assert.equal(values.get('masq_gateway_event_log_events{class="other"}')! > 0, true);
    assert.equal(values.get('masq_gateway_waiting_room_places{hop="node"}'), 64);
  });

  test('shows the end of a scan that the log of the Node tells, whoever ordered it', async () => {
    const other = 'masq_gateway_node_last_scan_end_timestamp_seconds{scan="PendingPayables"}';
    assert.equal((await scrape()).values.has(other), false);
    simulator.broadcastLog('Info', 'The PendingPayables scan ended in 12ms.');
    await until(({ values }) => values.has(other));
  });

  test(`${SCRAPES} scrapes and ${SCRAPES} readings of the status cost the Node nothing more`, async () => {
    const asked = (): number =>
      simulator.received.filter(
        ({ hop, opcode }) => hop === 'node' && sampledOpcodes.includes(opcode ?? ''),
      ).length;
    const allBefore = simulator.received.length;
    const [before, beganMs] = [asked(), Date.now()];
    for (const path of ['/metrics', '/v1/status']) {
      for (let done = 0; done < SCRAPES; done += AT_ONCE) {
        const answers = Array.from({ length: AT_ONCE }, () => fetch(gateway.url + path));
        for (const answer of await Promise.all(answers)) {
          assert.equal(answer.status, 200);
          await answer.arrayBuffer();
        }
      }
    }
    const rounds = 1 + Math.ceil((Date.now() - beganMs) / SAMPLE_INTERVAL_MS);
    assert.ok(asked() - before <= rounds * sampledOpcodes.length);
    // The gateway's own reading of the stage, once a minute, may fall into this time; each fence proves up to six messages.
    const others = simulator.received.length - allBefore - (asked() - before);
    assert.ok(others <= 2 * rounds + 2, `${others} other messages`);
  });

  test('is clean under promtool check metrics', { skip: missing('promtool') }, async () => {
    const { text } = await gateway.ask('GET /metrics');
    const result = promtool(['check', 'metrics'], text);
    assert.deepEqual(result, { status: 0, text: '' });
  });

  test('forgets the figures of a Node that is gone, and calls its end by its name', async () => {
    await simulator.killNode();
    await until(is('masq_gateway_node_exits_total{kind="killed",reason="none"}', 1));
    const { values } = await scrape();
    const frozen = [...values.keys()].filter((series) =>
      /^masq_gateway_node_(connection|zero_hop|unpaid|paid|gas|neighborhood|last_scan|sample_)/.test(
        series,
      ),
    );
    assert.deepEqual(frozen, []);
    assert.ok(values.has('masq_gateway_node_last_exit_timestamp_seconds'));
    assert.equal(values.get('masq_gateway_node_exits_total{kind="ended",reason="none"}'), 0);
    assert.equal(values.get('masq_gateway_node_exits_total{kind="ended",reason="panic"}'), 0);
  });
});
