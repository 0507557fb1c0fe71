/** A real Prometheus watches a Node through the gateway: what it sees, and what it calls the Node's end. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import { startPrometheus, type PrometheusServer } from '../support/metrics/prometheus-server.js';
import { missing, promtool } from '../support/metrics/promtool.js';

describe('a real Prometheus', { skip: missing('prometheus') }, () => {
  let peer: PeerUnderTest;
  let gateway: GatewayUnderTest;
  let prometheus: PrometheusServer;
  const opened: { close(): Promise<void> }[] = [];

  before(async () => {
    opened.push((peer = await openPeer()));
    opened.push((gateway = await openGateway(peer.daemonPort)));
    opened.push((prometheus = await startPrometheus(gateway.url)));
    const values = Object.entries(peer.workingSetup).map(([name, value]) => ({ name, value }));
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    assert.equal((await gateway.ask('PATCH /v1/setup', { body: { values } })).status, 200);
    assert.equal((await gateway.ask('POST /v1/node/start')).status, 200);
  });
  after(async () => {
    for (const each of opened.reverse()) await each.close();
  });

  const only = (expr: string): Promise<number> =>
    prometheus.until(expr, async () => (await prometheus.query(expr))[0]?.value);

  test('sees the hops, the figures of the Node and how old they are', async (t) => {
    assert.equal(await only('masq_gateway_node_state{state="running"} == 1'), 1);
    assert.equal(await only('masq_gateway_daemon_state{state="up"}'), 1);
    for (const expr of [
      'up{job="masq-gateway"}',
      'masq_gateway_node_unpaid_payable_gwei',
      'masq_gateway_node_paid_receivable_gwei',
      'masq_gateway_node_gas_price_gwei',
      'masq_gateway_node_neighborhood_nodes',
      'time() - masq_gateway_node_sample_timestamp_seconds{sample="financials"}',
      'sum(masq_gateway_conversations_total{outcome="replied"})',
      'histogram_quantile(0.95, sum by (le) (masq_gateway_conversation_duration_seconds_bucket{hop="node"}))',
    ]) {
      const value = await only(expr);
      t.diagnostic(`${peer.kind}: ${expr} = ${value}`);
      assert.ok(value >= 0, expr);
    }
    assert.ok((await only('masq_gateway_node_neighborhood_nodes')) >= 1);
    const other = await prometheus.query('{__name__=~"masq_gateway_.+", opcode="other"}');
    assert.deepEqual(other, [], 'every opcode is foreseen');
  });

  test('finds nothing to complain about in the format', { skip: missing('promtool') }, async () => {
    const { text } = await gateway.ask('GET /metrics');
    assert.deepEqual(promtool(['check', 'metrics'], text), { status: 0, text: '' });
  });

  test('calls a killed Node killed, and shows nothing of it any more', async (t) => {
    const firing = (await prometheus.alerts()).filter(({ state }) => state === 'firing');
    assert.deepEqual(firing, []);
    await peer.killNode();
    const alert = await prometheus.until('a firing alert', async () =>
      (await prometheus.alerts()).find(({ state }) => state === 'firing'),
    );
    t.diagnostic(`${peer.kind}: ${JSON.stringify(alert)}`);
    assert.equal(alert.labels['alertname'], 'MasqNodeKilled');
    assert.equal(await only('absent(masq_gateway_node_gas_price_gwei)'), 1);
    assert.equal(await only('absent(masq_gateway_node_connection_stage)'), 1);
    const exits = await prometheus.query('masq_gateway_node_exits_total > 0');
    assert.deepEqual(
      exits.map(({ metric, value }) => [metric['kind'], value]),
      [['killed', 1]],
    );
  });
});
