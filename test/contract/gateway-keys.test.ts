import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import {
  openGateway,
  type Answer,
  type GatewayUnderTest,
} from '../support/http/gateway-under-test.js';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';

const PASSWORD = 'correct horse';

describe('keyed writes, counted by another UI of the same peer', () => {
  let peer: PeerUnderTest;
  let gateway: GatewayUnderTest;

  before(async () => {
    peer = await openPeer();
    gateway = await openGateway(peer.daemonPort);
    await gateway.until('GET /readyz?require=daemon', ({ status }) => status === 200);
  });
  after(async () => {
    await gateway.close();
    await peer.close();
  });

  const keyed = (route: string, key: string, body: unknown = {}): Promise<Answer> =>
    gateway.ask(route, { body, headers: { 'idempotency-key': key } });

  test('a setup is changed once', async () => {
    const other = await peer.otherUi();
    const key = randomUUID();
    const values = Object.entries(peer.workingSetup).map(([name, value]) => ({ name, value }));
    const first = await keyed('PATCH /v1/setup', key, { values });
    const again = await keyed('PATCH /v1/setup', key, { values });
    assert.deepEqual([first.status, again.status, again.text], [200, 200, first.text]);
    // What another change broadcasts stands behind all that was broadcast before.
    await gateway.ask('PUT /v1/setup/gas-price', { body: { value: '77' } });
    await other.broadcast('setup', (text) => text.includes('"77"'));
    assert.equal(other.broadcasts('setup').length, 2);
    await other.close();
  });

  test('a Node is started once, however often curl repeats it', async () => {
    const key = randomUUID();
    const tries = await Promise.all(
      [1, 2, 3].map(async () => {
        const { stdout } = await promisify(execFile)('curl', [
          ...['-s', '--retry', '5', '--retry-delay', '1', '--retry-all-errors', '--fail'],
          ...['-X', 'POST', '-H', `Idempotency-Key: ${key}`, `${gateway.url}/v1/node/start`],
        ]);
        return stdout;
      }),
    );
    assert.equal(new Set(tries).size, 1, tries.join());
    assert.match(tries[0] ?? '', /^\{"newProcessId":\d+,"redirectUiPort":\d+\}\n$/);
    const { body } = await gateway.ask('GET /v1/status');
    assert.ok(tries[0]?.includes(`:${String(body['nodeProcessId'])},`));
  });

  test('a password is changed once, though its caller left', async () => {
    const { body: status } = await gateway.ask('GET /v1/status');
    const other = await peer.otherUi(Number(status['nodePort']));
    const key = randomUUID();
    const change = { oldPasswordOpt: null, newPassword: PASSWORD };
    const text = JSON.stringify(change);
    const { hostname, port, host } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/node/password/change HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nIdempotency-Key: ${key}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
    );
    await other.broadcast('newPassword');
    socket.destroy();
    let outcome = await keyed('POST /v1/node/password/change', key, change);
    for (let round = 0; outcome.status === 409 && round < 100; round += 1) {
      outcome = await keyed('POST /v1/node/password/change', key, change);
    }
    assert.deepEqual([outcome.status, outcome.text], [200, '{}\n']);
    const check = { body: { dbPasswordOpt: PASSWORD } };
    assert.deepEqual((await gateway.ask('POST /v1/node/password/check', check)).body, {
      matches: true,
    });
    assert.equal(other.broadcasts('newPassword').length, 1);
    await other.close();
  });

  test('wallets are generated once; a repetition after their delivery gets no words', async () => {
    const key = randomUUID();
    const body = { dbPassword: PASSWORD };
    const first = await keyed('POST /v1/node/wallets/generate', key, body);
    assert.equal(first.status, 200, first.text);
    let again = await keyed('POST /v1/node/wallets/generate', key, body);
    for (
      let round = 0;
      again.body['code'] === 'idempotency-in-progress' && round < 100;
      round += 1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      again = await keyed('POST /v1/node/wallets/generate', key, body);
    }
    assert.deepEqual(
      [again.status, again.body['code'], again.body['outcome']],
      [409, 'wallets-exist', 'applied'],
    );
    const kept = await gateway.ask('POST /v1/node/wallets/query', { body });
    assert.equal(kept.body['earningWalletAddress'], first.body['earningWalletAddress']);
  });

  test('a change under way when the Node dies is told as unknown, again and again, and not repeated', async () => {
    const key = randomUUID();
    const change = { oldPasswordOpt: PASSWORD, newPassword: 'another' };
    const running = keyed('POST /v1/node/password/change', key, change);
    await peer.killNode();
    const first = await running;
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    const again = await keyed('POST /v1/node/password/change', key, change);
    if (first.body['outcome'] === 'not-sent') assert.equal(again.body['outcome'], 'not-sent');
    else {
      assert.equal(again.status, first.status, `${first.text}${again.text}`);
      assert.equal(again.headers.get('idempotency-replayed'), 'true');
    }
  });
});
