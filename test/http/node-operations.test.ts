import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { testApp } from '../support/http/test-app.js';

describe('start, shutdown and restart', () => {
  const started = '{"newProcessId":4711,"redirectUiPort":32768}';
  test('start gives the Daemon’s answer', async () => {
    const { app, peers } = testApp();
    peers.replies.set('startNode', started);
    const response = await request(app).post('/v1/node/start');
    assert.equal(response.text, `${started}\n`);
    assert.deepEqual(peers.asked[0]?.detail, { ensure: false });
  });
  test('ensure is passed on, and only as true or false', async () => {
    const { app, peers } = testApp();
    peers.replies.set('startNode', started);
    peers.replies.set('shutdownNode', '');
    await request(app).post('/v1/node/start?ensure=true');
    await request(app).post('/v1/node/shutdown?ensure');
    assert.deepEqual(
      peers.asked.map(({ detail }) => detail),
      [{ ensure: true }, { ensure: true }],
    );
    assert.equal((await request(app).post('/v1/node/start?ensure=yes')).status, 400);
    assert.equal((await request(app).post('/v1/node/restart?ensure=true')).status, 400);
  });
  test('shutdown has no payload', async () => {
    const { app, peers } = testApp();
    peers.replies.set('shutdownNode', '');
    assert.equal((await request(app).post('/v1/node/shutdown')).text, '{}\n');
  });
  test('restart answers as start does', async () => {
    const { app, peers } = testApp();
    peers.replies.set('restartNode', started);
    assert.equal((await request(app).post('/v1/node/restart')).text, `${started}\n`);
  });
  test('none of them is waited for less than it needs', async () => {
    const { app, peers } = testApp();
    peers.replies.set('startNode', started);
    await request(app).post('/v1/node/start').set('Prefer', 'wait=34');
    await request(app).post('/v1/node/start').set('Prefer', 'wait=36');
    assert.deepEqual(
      peers.asked.map(({ options }) => options.waitMs),
      [undefined, 36_000],
    );
  });
});

describe('configuration with a password', () => {
  test('needs the password', async () => {
    const { app, peers } = testApp();
    for (const body of [{}, { dbPasswordOpt: null }, { dbPasswordOpt: '' }]) {
      assert.equal(
        (await request(app).post('/v1/node/configuration/query').send(body)).status,
        400,
      );
    }
    assert.equal(peers.asked.length, 0);
  });
  test('is never kept', async () => {
    const { app, peers } = testApp();
    peers.replies.set('queryConfiguration', '{"gasPrice":1}');
    const query = () =>
      request(app).post('/v1/node/configuration/query').send({ dbPasswordOpt: 'p' });
    await query();
    assert.equal((await query()).headers['cache-control'], 'no-store');
    assert.equal(peers.asked.length, 2);
  });
});

describe('scans', () => {
  for (const [result, status] of [
    ['done', 200],
    ['nothing-to-do', 200],
    ['accepted', 202],
  ] as const) {
    test(`${result} is ${status}`, async () => {
      const { app, peers } = testApp();
      peers.replies.set('scan', result);
      const response = await request(app).post('/v1/node/scans').send({ scanType: 'Payables' });
      assert.equal(response.status, status);
      assert.equal(response.text, `{"result":"${result}"}\n`);
      assert.equal(peers.asked[0]?.detail, 'Payables');
    });
  }
  test('another spelling is 400 with the one that was meant', async () => {
    const { app, peers } = testApp();
    const response = await request(app).post('/v1/node/scans').send({ scanType: 'payables' });
    assert.equal(response.status, 400);
    assert.match(response.text, /Did you mean \\"Payables\\"/);
    assert.equal(peers.asked.length, 0);
  });
});

describe('crash', () => {
  const body = { actor: 'DISPATCHER', panicMessage: 'on purpose' };
  test('is not there unless switched on', async () => {
    const { app, peers } = testApp();
    const response = await request(app).post('/v1/node/crash').send(body);
    assert.equal(response.status, 404);
    assert.match(response.text, /allow-crash/);
    assert.equal(peers.asked.length, 0);
  });
  test('is 202 when it is written', async () => {
    const { app, peers } = testApp({ allowCrash: true });
    peers.replies.set('crashNode', '');
    const response = await request(app).post('/v1/node/crash').send(body);
    assert.deepEqual([response.status, response.text], [202, '{}\n']);
    assert.equal(peers.asked[0]?.detail, '{"actor":"DISPATCHER","panicMessage":"on purpose"}');
  });
});
