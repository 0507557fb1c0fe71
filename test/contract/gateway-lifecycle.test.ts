import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { openPeer, startReply, type PeerUnderTest } from '../support/peers/peer-under-test.js';

const nodeState = (gateway: GatewayUnderTest, state: string): Promise<unknown> =>
  gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === state);

describe('the life of a Node, seen and led through the gateway', () => {
  let peer: PeerUnderTest;
  let gateway: GatewayUnderTest;

  before(async () => {
    peer = await openPeer();
    gateway = await openGateway(peer.daemonPort);
    await nodeState(gateway, 'stopped');
  });
  after(async () => {
    await gateway.close();
    await peer.close();
  });

  test('a Daemon without a Node: degraded, ready for the Daemon, not for the Node', async () => {
    const { body } = await gateway.ask('GET /v1/status');
    assert.equal(body['overall'], 'degraded');
    assert.equal(body['daemonState'], 'up');
    assert.equal((await gateway.ask('GET /readyz?require=daemon')).status, 200);
    assert.equal((await gateway.ask('GET /readyz?require=node')).status, 503);
    const refused = await gateway.ask('GET /v1/node/descriptor');
    assert.equal(refused.status, 503);
    assert.equal(refused.body['code'], 'node-unreachable');
    assert.equal(refused.body['outcome'], 'not-sent');
  });

  test('setup takes the values and gives them back by name', async () => {
    const values = Object.entries(peer.workingSetup).map(([name, value]) => ({ name, value }));
    const changed = await gateway.ask('PATCH /v1/setup', { body: { values } });
    assert.equal(changed.status, 200, changed.text);
    const chain = await gateway.ask('GET /v1/setup/chain');
    assert.deepEqual(chain.body, { name: 'chain', value: 'dev', status: 'Set' });
  });

  test('start answers when the gateway itself is linked to the Node', async () => {
    const started = await gateway.ask('POST /v1/node/start');
    assert.equal(started.status, 200, started.text);
    const { body } = await gateway.ask('GET /v1/status');
    assert.equal(body['nodeState'], 'running');
    assert.equal(body['nodeLink'], 'open');
    assert.equal(body['nodeProcessId'], started.body['newProcessId']);
    assert.equal(body['nodePort'], started.body['redirectUiPort']);
    assert.equal(body['overall'], 'ok');
  });

  test('a second start is refused without asking; with ensure it is fine', async () => {
    const again = await gateway.ask('POST /v1/node/start');
    assert.equal(again.status, 409);
    assert.equal(again.body['code'], 'already-running');
    assert.equal((await gateway.ask('POST /v1/node/start?ensure=true')).status, 200);
  });

  test('setup is frozen while the Node runs, and reading it still works', async () => {
    const frozen = await gateway.ask('PUT /v1/setup/gas-price', { body: { value: '5' } });
    assert.equal(frozen.status, 409, frozen.text);
    assert.equal(frozen.body['code'], 'setup-frozen');
    assert.equal((await gateway.ask('GET /v1/setup')).body['running'], true);
  });

  test('in zero-hop the Node counts as having its route', async () => {
    const ready = await gateway.ask('GET /readyz?require=route&wait=10');
    assert.equal(ready.status, 200, ready.text);
    const stage = await gateway.ask('GET /v1/node/connection-status');
    assert.deepEqual(stage.body, { stage: 'NotConnected' });
  });

  test('shutdown answers when the socket is gone, and is told as requested', async () => {
    const down = await gateway.ask('POST /v1/node/shutdown');
    assert.equal(down.status, 200, down.text);
    assert.equal(down.text, '{}\n');
    await nodeState(gateway, 'stopped');
    const { body } = await gateway.ask('GET /v1/status');
    assert.equal(body['nodeLastExitKind'], 'requested');
    const again = await gateway.ask('POST /v1/node/shutdown');
    assert.equal(again.status, 409);
    assert.equal(again.body['code'], 'node-not-running');
    assert.equal((await gateway.ask('POST /v1/node/shutdown?ensure=true')).status, 200);
  });

  test('start right after a shutdown is safe: the quiet time is kept', async () => {
    const started = await gateway.ask('POST /v1/node/start');
    assert.equal(started.status, 200, started.text);
    assert.equal((await gateway.ask('GET /v1/node/descriptor')).status, 200);
  });

  test('restart gives another process on another port', async () => {
    const before = await gateway.ask('GET /v1/status');
    const restarted = await gateway.ask('POST /v1/node/restart');
    assert.equal(restarted.status, 200, restarted.text);
    assert.notEqual(restarted.body['newProcessId'], before.body['nodeProcessId']);
    assert.equal((await gateway.ask('GET /v1/node/configuration')).status, 200);
  });

  test('a Node killed by SIGKILL is told as killed; one that another UI starts is found', async () => {
    await peer.killNode();
    await nodeState(gateway, 'stopped');
    const { body } = await gateway.ask('GET /v1/status');
    assert.equal(body['nodeLastExitKind'], 'killed');
    const other = await peer.otherUi();
    const started = startReply(await other.ask('start', '{}', 30_000));
    // The Daemon's last denial counts for a second.
    await gateway.until('GET /v1/node/descriptor', ({ status }) => status === 200);
    const { body: now } = await gateway.ask('GET /v1/status');
    assert.equal(now['nodePort'], started.redirectUiPort);
    await other.close();
  });

  test('a new Daemon calls a living Node an orphan: setup and start refuse, shutdown is the way out', async () => {
    await peer.killDaemon();
    await gateway.until('GET /v1/status', ({ body }) => body['daemonState'] === 'down');
    assert.equal((await gateway.ask('GET /v1/node/descriptor')).status, 200);
    await peer.restartDaemon();
    await nodeState(gateway, 'orphan');
    for (const route of ['GET /v1/setup', 'POST /v1/node/start', 'POST /v1/node/restart']) {
      const refused = await gateway.ask(route);
      assert.equal(refused.status, 409, route);
      assert.equal(refused.body['code'], 'orphan-node', route);
    }
    assert.equal((await gateway.ask('GET /v1/node/descriptor')).status, 200);
    assert.equal((await gateway.ask('POST /v1/node/shutdown')).status, 200);
    await nodeState(gateway, 'stopped');
  });
});
