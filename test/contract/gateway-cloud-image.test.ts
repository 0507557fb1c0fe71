/** A cloud image: a Node that no Daemon launched listens on the Daemon's port. Reading and shutting down work; setting up does not. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';

describe('a Node on the Daemon’s port, and no Daemon', () => {
  let peer: PeerUnderTest;
  let gateway: GatewayUnderTest;
  let port: number;

  before(async () => {
    peer = await openPeer();
    await peer.killDaemon();
    port = await peer.startNodeByHand();
    gateway = await openGateway(port);
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'running');
  });
  after(async () => {
    await gateway.close();
    await peer.close();
  });

  test('is all right: the Daemon is absent, not down', async () => {
    const { body } = await gateway.ask('GET /v1/status');
    assert.equal(body['overall'], 'ok');
    assert.equal(body['daemonState'], 'absent');
    assert.equal(body['nodePort'], port);
    assert.equal((await gateway.ask('GET /readyz')).status, 200);
    assert.equal((await gateway.ask('GET /readyz?require=node')).status, 200);
    assert.equal((await gateway.ask('GET /readyz?require=daemon')).status, 503);
    const { text } = await gateway.ask('GET /metrics');
    assert.match(text, /^masq_gateway_daemon_state\{state="absent"\} 1$/m);
  });

  test('answers readings', async () => {
    for (const route of ['configuration', 'financials', 'connection-status', 'descriptor']) {
      assert.equal((await gateway.ask(`GET /v1/node/${route}`)).status, 200, route);
    }
  });

  test('leaves nothing to set up, start or restart', async () => {
    for (const route of [
      'GET /v1/setup',
      'PUT /v1/setup/gas-price',
      'POST /v1/node/start',
      'POST /v1/node/restart',
    ]) {
      const body = route.startsWith('PUT') ? { body: { value: '2' } } : {};
      const answer = await gateway.ask(route, body);
      assert.equal(answer.status, 409, `${route}: ${answer.text}`);
      assert.equal(answer.body['code'], 'no-daemon', route);
    }
    const ensured = await gateway.ask('POST /v1/node/start?ensure=true');
    assert.equal(ensured.status, 200);
    assert.deepEqual(ensured.body, { newProcessId: null, redirectUiPort: port });
  });

  test('goes at a shutdown, which nobody here can undo', async () => {
    assert.equal((await gateway.ask('POST /v1/node/shutdown')).status, 200);
    const { body } = await gateway.until(
      'GET /v1/status',
      (answer) => answer.body['overall'] === 'down',
    );
    assert.equal(body['nodeLastExitKind'], 'requested');
    assert.equal((await gateway.ask('GET /readyz')).status, 503);
  });
});
