/** Peers that are connected and talk, but do not answer: a whole gateway says so everywhere, and recovers by itself. */
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { chaosTimings } from '../support/chaos/chaos-scene.js';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import {
  ScriptedPeer,
  redirect,
  reply,
  type PeerRequest,
  type Script,
} from '../support/peers/scripted-peer.js';

const CHATTER_MS = 20;
const LOG_LINE = '{"opcode": "logBroadcast", "payload": {"msg":"I am fine","logLevel":"Info"}}';
const STATUS = 'GET /v1/status';
const FRESH = { headers: { 'cache-control': 'no-cache' } };

const replies: Readonly<Record<string, string>> = {
  connectionStatus: '{"stage":"RouteFound"}',
  configuration: '{"neighborhoodMode":"standard"}',
  descriptor: '{"nodeDescriptorOpt":null}',
};
const healthy: Script = (request) => reply(request, replies[request.opcode] ?? '{}');

interface Scene {
  readonly gateway: GatewayUnderTest;
  readonly daemon: ScriptedPeer;
  readonly node: ScriptedPeer;
}

/** A Daemon that names its Node, and a Node that never stops talking. */
async function scene(t: TestContext, node: Script): Promise<Scene> {
  const nodePeer = await ScriptedPeer.listen(node);
  const daemon = await ScriptedPeer.listen((request) => redirect(request, nodePeer.port));
  const gateway = await openGateway(daemon.port, {}, chaosTimings);
  const chatter = setInterval(() => nodePeer.broadcast(LOG_LINE), CHATTER_MS);
  t.after(async () => {
    clearInterval(chatter);
    await gateway.close();
    await daemon.close();
    await nodePeer.close();
  });
  return { gateway, daemon, node: nodePeer };
}

/** Status, readiness and metrics tell the same. */
async function assertTold(
  gateway: GatewayUnderTest,
  expected: { readonly node: string; readonly overall: 'ok' | 'down' },
): Promise<void> {
  const status = await gateway.until(STATUS, ({ body }) => body['nodeState'] === expected.node);
  assert.equal(status.body['overall'], expected.overall);
  const isUp = expected.overall === 'ok';
  await gateway.until('GET /readyz', ({ status: code }) => code === (isUp ? 200 : 503));
  await gateway.until(
    'GET /readyz?require=node',
    ({ status: code }) => code === (isUp ? 200 : 503),
  );
  const { text } = await gateway.ask('GET /metrics');
  assert.match(text, new RegExp(`masq_gateway_node_state\\{state="${expected.node}"\\} 1\n`));
}

async function assertRecovers({ gateway, node }: Scene): Promise<void> {
  node.script = healthy;
  await assertTold(gateway, { node: 'running', overall: 'ok' });
  assert.equal((await gateway.ask('GET /v1/node/descriptor', FRESH)).status, 200);
}

describe('a Node that talks all the time', () => {
  test('but answers nothing from the beginning is unresponsive, and running once it answers', async (t) => {
    const { gateway, ...peers } = await scene(t, () => undefined);
    await assertTold(gateway, { node: 'unresponsive', overall: 'down' });
    const refused = await gateway.ask('GET /v1/node/descriptor', FRESH);
    assert.deepEqual([refused.status, refused.body['code']], [503, 'node-unresponsive']);
    await assertRecovers({ gateway, ...peers });
  });

  test('but whose Configurator stops in mid-life is unresponsive, and running once it answers', async (t) => {
    const isStopped = (request: PeerRequest): boolean =>
      request.opcode === 'checkPassword' || request.opcode === 'configuration';
    const all = await scene(t, healthy);
    const { gateway, node } = all;
    await assertTold(gateway, { node: 'running', overall: 'ok' });
    node.script = (request, self) => (isStopped(request) ? undefined : healthy(request, self));
    // Other actors still answer; credits run out, and the fence that would win them back stays away.
    for (let asked = 0; asked < 8; asked += 1) await gateway.ask('GET /v1/node/descriptor', FRESH);
    await assertTold(gateway, { node: 'unresponsive', overall: 'down' });
    await assertRecovers(all);
  });

  test('but answers its fence with a redirect is unresponsive, and running once it answers', async (t) => {
    const all = await scene(t, (request) => redirect(request, 32768));
    await assertTold(all.gateway, { node: 'unresponsive', overall: 'down' });
    await assertRecovers(all);
  });

  test('gets no message on account of what it says', async (t) => {
    const { node } = await scene(t, () => undefined);
    await node.until(() => node.requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 5 * CHATTER_MS));
    assert.equal(node.requests.length, 1);
  });
});

describe('a Daemon that redirects to where no Node can be', () => {
  for (const whose of ['its own port', 'the gateway’s port']) {
    test(`${whose}: no link is opened there, requests say so, and a good redirect is followed later`, async (t) => {
      const { gateway, daemon, node } = await scene(t, healthy);
      await assertTold(gateway, { node: 'running', overall: 'ok' });
      const port = whose === 'its own port' ? daemon.port : Number(new URL(gateway.url).port);
      daemon.script = (request) => redirect(request, port);
      node.cut();
      await assertTold(gateway, { node: 'unknown', overall: 'down' });
      const refused = await gateway.ask('GET /v1/node/descriptor', FRESH);
      assert.deepEqual([refused.status, refused.body['code']], [503, 'node-unreachable']);
      assert.match(String(refused.body['detail']), new RegExp(`port ${port},`));
      assert.equal(daemon.open, 1);
      assert.equal(gateway.log.filter((line) => line.includes('refused')).length, 1);
      daemon.script = (request) => redirect(request, node.port);
      await assertTold(gateway, { node: 'running', overall: 'ok' });
    });
  }
});
