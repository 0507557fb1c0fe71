import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { GatewayError } from '../../src/errors.js';
import { runningHops } from '../support/peers/fake-peers.js';
import { testApp } from '../support/http/test-app.js';

const setup =
  '{"running":false,"values":[{"name":"gas-price","value":"5","status":"Set"},{"name":"ip","value":"","status":"Blank"}],"errors":[]}';
const MERGE = 'application/merge-patch+json';

describe('reading the setup', () => {
  test('asks with no values and gives the payload', async () => {
    const { app, peers } = testApp();
    peers.replies.set('setup', setup);
    const response = await request(app).get('/v1/setup');
    assert.equal(response.text, `${setup}\n`);
    assert.equal(peers.asked[0]?.detail, '{"values":[]}');
  });
  test('one value comes as name, value and status', async () => {
    const { app, peers } = testApp();
    peers.replies.set('setup', setup);
    const response = await request(app).get('/v1/setup/gas-price');
    assert.deepEqual(response.body, { name: 'gas-price', value: '5', status: 'Set' });
  });
  test('an unknown name is 404 with the one that was meant, and nobody is asked', async () => {
    const { app, peers } = testApp();
    const response = await request(app).get('/v1/setup/gasprice');
    assert.equal(response.status, 404);
    assert.match(response.text, /Did you mean \\"gas-price\\"/);
    assert.equal(peers.asked.length, 0);
  });
  test('a name that the Daemon does not list now is 404, not a fault of its frame', async () => {
    const { app, peers } = testApp();
    peers.replies.set('setup', '{"running":true,"values":[],"errors":[]}');
    const response = await request(app).get('/v1/setup/gas-price');
    assert.equal(response.status, 404);
    assert.match(response.text, /holds nothing before the first setup request/);
  });
  test('it stays fresh for ten seconds, tells its age, and is asked anew on demand', async () => {
    const { app, peers, clock } = testApp();
    peers.replies.set('setup', setup);
    await request(app).get('/v1/setup');
    clock.nowMs += 9_999;
    const aged = await request(app).get('/v1/setup/ip');
    assert.equal(aged.headers.age, '9');
    assert.equal(aged.headers['cache-control'], 'private, no-cache');
    assert.equal(peers.asked.length, 1);
    await request(app).get('/v1/setup').set('Cache-Control', 'no-cache');
    assert.equal(peers.asked.length, 2);
    clock.nowMs += 10_000;
    await request(app).get('/v1/setup');
    assert.equal(peers.asked.length, 3);
  });
  test('of an orphan Node no stored setup hides the refusal', async () => {
    const { app, peers } = testApp();
    peers.replies.set('setup', setup);
    await request(app).get('/v1/setup');
    const hops = runningHops();
    peers.snapshot = { ...hops, node: { ...hops.node, state: 'orphan' } };
    peers.replies.set('setup', () => {
      throw new GatewayError({
        code: 'orphan-node',
        hop: 'node',
        outcome: 'not-sent',
        detail: 'x',
      });
    });
    assert.equal((await request(app).get('/v1/setup')).status, 409);
  });
});

describe('changing the setup', () => {
  test('a list of values goes on in its order; absent and null clear, integers become text', async () => {
    const { app, peers } = testApp();
    peers.replies.set('changeSetup', setup);
    const body =
      '{"values":[{"name":"gas-price","value":18446744073709551615},{"name":"ip"},{"name":"chain","value":null},{"name":"scans","value":"on"}]}';
    const response = await request(app)
      .patch('/v1/setup')
      .set('Content-Type', 'application/json')
      .send(body);
    assert.equal(response.text, `${setup}\n`);
    assert.equal(response.headers['cache-control'], 'no-store');
    assert.deepEqual(peers.asked[0]?.detail, [
      { name: 'gas-price', value: '18446744073709551615' },
      { name: 'ip', value: null },
      { name: 'chain', value: null },
      { name: 'scans', value: 'on' },
    ]);
  });
  test('a merge-patch is the same by name', async () => {
    const { app, peers } = testApp();
    peers.replies.set('changeSetup', setup);
    const response = await request(app)
      .patch('/v1/setup')
      .set('Content-Type', MERGE)
      .send('{"gas-price":"5","ip":null}');
    assert.equal(response.status, 200, response.text);
    assert.deepEqual(peers.asked[0]?.detail, [
      { name: 'gas-price', value: '5' },
      { name: 'ip', value: null },
    ]);
  });
  test('only this route takes a merge-patch', async () => {
    const put = request(testApp().app).put('/v1/setup/ip').set('Content-Type', MERGE).send('{}');
    assert.equal((await put).status, 415);
  });
  test('PUT sets one value, DELETE clears it', async () => {
    const { app, peers } = testApp();
    peers.replies.set('changeSetup', setup);
    assert.equal((await request(app).put('/v1/setup/min-hops').send({ value: 3 })).status, 200);
    assert.equal((await request(app).delete('/v1/setup/min-hops')).status, 200);
    assert.deepEqual(
      peers.asked.map(({ detail }) => detail),
      [[{ name: 'min-hops', value: '3' }], [{ name: 'min-hops', value: null }]],
    );
  });

  const killers: readonly (readonly [string, string])[] = [
    ['chain', 'mainnet'],
    ['chain', ''],
    ['config-file', 'x.toml'],
    ['new-public-key', 'On'],
    ['db-password', '-hello'],
    ['db-password', '-Vx'],
    ['neighbors', '--help'],
    ['real-user', '1000:1000:'],
    ['neighborhood-mode', 'Standard'],
    ['gas-price', '--neighbors'],
    ['db-password', '****************'],
  ];
  for (const [name, value] of killers) {
    test(`${name} ${JSON.stringify(value)} is 400 in every form and never reaches the Daemon`, async () => {
      const { app, peers } = testApp();
      const put = await request(app).put(`/v1/setup/${name}`).send({ value });
      const list = await request(app)
        .patch('/v1/setup')
        .send({
          values: [
            { name: 'scans', value: 'on' },
            { name, value },
          ],
        });
      const patch = await request(app)
        .patch('/v1/setup')
        .set('Content-Type', MERGE)
        .send(JSON.stringify({ [name]: value }));
      assert.deepEqual(
        [put, list, patch].map(({ status, body }) => [
          status,
          (body as { errors: readonly { pointer: string }[] }).errors[0]?.pointer,
        ]),
        [
          [400, '/value'],
          [400, '/values/1/value'],
          [400, `/${name}`],
        ],
      );
      assert.equal(peers.asked.length, 0);
    });
  }
  for (const name of ['help', 'version', 'crash-point', 'gasprice', '__proto__']) {
    test(`the name ${name} is refused in every form and never reaches the Daemon`, async () => {
      const { app, peers } = testApp();
      const put = await request(app).put(`/v1/setup/${name}`).send({ value: 'x' });
      const list = await request(app)
        .patch('/v1/setup')
        .send({ values: [{ name, value: 'x' }] });
      const patch = await request(app)
        .patch('/v1/setup')
        .set('Content-Type', MERGE)
        .send(`{"${name}":"x"}`);
      assert.deepEqual([put.status, list.status, patch.status], [404, 400, 400]);
      assert.equal(peers.asked.length, 0);
    });
  }
  test('config-file passes where it is switched on', async () => {
    const { app, peers } = testApp({ allowConfigFile: true });
    peers.replies.set('changeSetup', setup);
    const response = await request(app)
      .put('/v1/setup/config-file')
      .send({ value: '/etc/masq.toml' });
    assert.equal(response.status, 200, response.text);
  });
});

describe('a clandestine port that is taken', () => {
  test('is refused with its owner, and nothing is sent', async () => {
    const { app, peers } = testApp({
      reservedPort: (port) => (port === 5334 ? 'the port of this gateway' : undefined),
    });
    const response = await request(app).put('/v1/setup/clandestine-port').send({ value: 5334 });
    assert.equal(response.status, 400);
    assert.match(response.text, /this one is the port of this gateway/);
    assert.equal(peers.asked.length, 0);
  });
});
