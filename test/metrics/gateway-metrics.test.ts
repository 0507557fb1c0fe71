import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { GatewayError } from '../../src/errors.js';
import type { HopsSnapshot } from '../../src/peer/peers.js';
import { runningHops } from '../support/peers/fake-peers.js';
import { readScrape, seriesOf, type Scrape } from '../support/metrics/metrics-text.js';
import { testApp, type TestApp } from '../support/http/test-app.js';

async function scrape({ app }: TestApp): Promise<Scrape> {
  const { status, text } = await request(app).get('/metrics');
  assert.equal(status, 200);
  return readScrape(text);
}

/** Lets everything that is due at once happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

const FIGURES =
  /^masq_gateway_node_(connection|zero_hop|unpaid|paid|gas|neighborhood|last_scan|sample_)/;
const figuresOf = ({ values }: Scrape): readonly string[] =>
  [...values.keys()].filter((series) => FIGURES.test(series));

function withReplies(): TestApp {
  const world = testApp();
  const stats =
    '{"totalUnpaidAndPendingPayableGwei":18446744073709551615,"totalPaidPayableGwei":1,"totalUnpaidReceivableGwei":-3,"totalPaidReceivableGwei":0}';
  world.peers.replies.set('financials', `{"statsOpt":${stats},"queryResultsOpt":null}`);
  world.peers.replies.set('configuration', '{"gasPrice":9}');
  world.peers.replies.set('neighborhoodGraph', '{"graph":"digraph db { \\"a\\" -> \\"b\\"; }"}');
  return world;
}

describe('labels', () => {
  test('never hold what callers or peers make up', async () => {
    const world = testApp();
    const { metrics } = world;
    for (let n = 0; n < 500; n += 1) {
      const opcode = `opcode${n}`;
      const ended = {
        hop: 'node',
        opcode,
        purpose: 'call',
        end: 'replied',
        durationMs: 1,
      } as const;
      metrics.conversationEnded(ended);
      metrics.requestDone({
        route: undefined,
        method: `METHOD${n}`,
        status: 404,
        durationMs: 1,
        streamed: false,
        problem: { code: `code${n}`, outcome: `outcome${n}` },
      });
    }
    for (let n = 0; n < 20; n += 1) await request(world.app).get(`/v1/made/up/${n}?x=${n}`);
    const shown = await scrape(world);
    assert.deepEqual(
      [...seriesOf(shown, 'masq_gateway_conversations_total')],
      [
        [
          'masq_gateway_conversations_total{hop="node",opcode="other",purpose="call",outcome="replied"}',
          500,
        ],
      ],
    );
    assert.deepEqual(
      [...seriesOf(shown, 'masq_gateway_http_requests_total')],
      [
        ['masq_gateway_http_requests_total{route="other",method="other",status="404"}', 500],
        ['masq_gateway_http_requests_total{route="other",method="GET",status="404"}', 20],
      ],
    );
    assert.deepEqual(
      [...seriesOf(shown, 'masq_gateway_problems_total')],
      [
        ['masq_gateway_problems_total{code="other",outcome="other"}', 500],
        ['masq_gateway_problems_total{code="not-found",outcome="not-sent"}', 20],
      ],
    );
  });

  test('name routes by their template, never by what stands in the path', async () => {
    const world = testApp();
    for (const name of ['gas-price', 'ip', 'chain'])
      await request(world.app).get(`/v1/setup/${name}`);
    await request(world.app).put('/v1/status');
    await request(world.app).get('/docs/');
    const series = [...seriesOf(await scrape(world), 'masq_gateway_http_requests_total').keys()];
    assert.deepEqual(
      series.map((text) => /route="([^"]*)",method="([^"]*)"/.exec(text)?.slice(1, 3).join(' ')),
      ['/v1/setup/{name} GET', '/v1/status PUT', '/docs GET'],
    );
  });
});

describe('a scrape', () => {
  test('does not wait for the Node: the figures come with a later one', async () => {
    const world = withReplies();
    world.peers.replies.set('financials', () => new Promise(() => undefined));
    assert.deepEqual(figuresOf(await scrape(world)).length, 5, 'the stage, its time and the mode');
    assert.deepEqual(
      world.peers.asked.map(({ what }) => what),
      ['financials'],
    );
  });

  test('shows the figures as doubles, the nearest where none is exact', async () => {
    const world = withReplies();
    await scrape(world);
    await settle();
    const { values } = await scrape(world);
    assert.equal(values.get('masq_gateway_node_unpaid_payable_gwei'), 2 ** 64);
    assert.equal(values.get('masq_gateway_node_unpaid_receivable_gwei'), -3);
    assert.equal(values.get('masq_gateway_node_gas_price_gwei'), 9);
    assert.equal(values.get('masq_gateway_node_neighborhood_nodes'), 2);
  });

  test('shows nothing of a Node that is gone or does not answer, and asks it nothing', async () => {
    for (const change of [
      { link: 'reconnecting', state: 'unknown' },
      { link: 'idle', state: 'stopped' },
      { link: 'open', state: 'unresponsive' },
    ] as const) {
      const world = withReplies();
      world.metrics.scanEnded('Payables');
      await scrape(world);
      await settle();
      assert.ok(figuresOf(await scrape(world)).length > 10);
      const running = runningHops();
      const gone: HopsSnapshot = { ...running, node: { ...running.node, ...change } };
      world.peers.snapshot = gone;
      world.metrics.hopsChanged(gone);
      world.clock.nowMs += 60_000;
      const asked = world.peers.asked.length;
      assert.deepEqual(figuresOf(await scrape(world)), []);
      assert.equal(world.peers.asked.length, asked);
      // The next Node is another one: what the last one said does not come back with it.
      world.peers.snapshot = running;
      world.metrics.hopsChanged(running);
      assert.deepEqual(figuresOf(await scrape(world)).length, 5);
    }
  });

  test('leaves out a figure that the Node refused to tell or told in another form', async () => {
    const world = withReplies();
    world.peers.replies.set('configuration', '{"gasPrice":"much"}');
    world.peers.replies.set('neighborhoodGraph', () => {
      throw new GatewayError({ code: 'no-reply', hop: 'node', outcome: 'refused', detail: '' });
    });
    await scrape(world);
    await settle();
    const { values } = await scrape(world);
    assert.equal(values.has('masq_gateway_node_gas_price_gwei'), false);
    assert.equal(values.has('masq_gateway_node_neighborhood_nodes'), false);
    assert.equal(values.get('masq_gateway_node_paid_payable_gwei'), 1);
    assert.equal(
      values.get('masq_gateway_node_samples_total{sample="gas_price",result="failed"}'),
      1,
    );
  });
});

describe('the end of a Node', () => {
  test('is counted once under its kind, and as a panic only where one was seen', async () => {
    const world = testApp();
    const running = runningHops();
    const ended = (
      kind: 'requested' | 'killed' | 'ended' | 'unknown',
      reason: string | null,
    ): HopsSnapshot => ({
      ...running,
      node: {
        ...running.node,
        link: 'idle',
        state: 'stopped',
        lastExit: { kind, reason, atMs: 5 },
      },
    });
    for (const snapshot of [
      ended('ended', null),
      ended('ended', 'panic'),
      ended('requested', null),
      ended('killed', null),
      ended('unknown', null),
    ]) {
      world.metrics.hopsChanged(snapshot);
      world.metrics.hopsChanged({ ...snapshot, daemon: { ...snapshot.daemon, sinceMs: 1 } });
    }
    const exits = seriesOf(await scrape(world), 'masq_gateway_node_exits_total');
    assert.deepEqual(
      [...exits].map(([series, value]) => `${series.slice(30, -1)} ${value}`),
      [
        'kind="requested",reason="none" 1',
        'kind="killed",reason="none" 1',
        'kind="killed",reason="panic" 0',
        'kind="ended",reason="none" 1',
        'kind="ended",reason="panic" 1',
        'kind="unknown",reason="none" 1',
      ],
    );
  });
});

describe('event streams', () => {
  test('are counted as requests, but their length is no duration', () => {
    const world = testApp();
    world.metrics.requestDone({
      route: '/v1/events',
      method: 'GET',
      status: 200,
      durationMs: 1000,
      streamed: true,
      problem: undefined,
    });
    return scrape(world).then(({ values }) => {
      const labels = '{route="/v1/events",method="GET"';
      assert.equal(values.get(`masq_gateway_http_requests_total${labels},status="200"}`), 1);
      assert.equal(values.has(`masq_gateway_http_request_duration_seconds_count${labels}}`), false);
    });
  });
});
