import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openGateway, type GatewayUnderTest } from '../support/http/gateway-under-test.js';
import { runLoad } from '../support/load/peer-load.js';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';

/** Longer runs by hand: LOAD_SECONDS=60. */
const seconds = Number(process.env['LOAD_SECONDS'] ?? '4');
const READERS = 32;
const PASSWORD = 'load and behold';

describe('traffic that kills a Node which is asked directly', () => {
  let peer: PeerUnderTest;
  let gateway: GatewayUnderTest;

  before(async () => {
    peer = await openPeer();
    gateway = await openGateway(peer.daemonPort, { logLevel: 'silent' });
    const values = Object.entries(peer.workingSetup).map(([name, value]) => ({ name, value }));
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    assert.equal((await gateway.ask('PATCH /v1/setup', { body: { values } })).status, 200);
    assert.equal((await gateway.ask('POST /v1/node/start')).status, 200);
    const body = { oldPasswordOpt: null, newPassword: PASSWORD };
    assert.equal((await gateway.ask('POST /v1/node/password/change', { body })).status, 200);
  });
  after(async () => {
    await gateway.close();
    await peer.close();
  });

  test(`${READERS} readers past the cache and a password changer: only 200 and 429, the Node lives`, async (t) => {
    const before = await gateway.ask('GET /v1/status');
    const result = await runLoad({
      url: gateway.url,
      seconds,
      readers: READERS,
      passwords: [PASSWORD, `${PASSWORD} 2`],
    });
    t.diagnostic(
      `${seconds} s on the ${peer.kind}: ${result.reads} reads, ${result.passwordChanges} password changes; ` +
        [...result.answers].map(([answer, count]) => `${answer}: ${count}`).join(', '),
    );
    for (const answer of result.answers.keys())
      assert.match(answer, /^(200|429 waiting-room-full)$/);
    assert.ok(result.passwordChanges >= 2);
    const after = await gateway.ask('GET /v1/status');
    assert.equal(after.body['nodeState'], 'running');
    assert.equal(after.body['nodeProcessId'], before.body['nodeProcessId']);
    assert.equal(after.body['nodeSince'], before.body['nodeSince']);
  });
});
