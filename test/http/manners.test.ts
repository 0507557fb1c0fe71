import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { testApp } from '../support/http/test-app.js';

interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly type: string;
  readonly detail: string;
  readonly requestId: string;
  readonly instance: string;
  readonly hop: string;
  readonly outcome: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const problem = (response: request.Response): ProblemBody => {
  assert.match(response.headers['content-type'] ?? '', /^application\/problem\+json/);
  assert.ok(response.text.endsWith('}\n'), 'a line feed at the end');
  return response.body as ProblemBody;
};

describe('answers', () => {
  test('carry the caller’s request id, or one of their own', async () => {
    const { app } = testApp();
    const named = await request(app).get('/livez').set('X-Request-Id', 'backup-17');
    assert.equal(named.headers['x-request-id'], 'backup-17');
    const odd = await request(app).get('/livez').set('X-Request-Id', 'a b');
    assert.match(odd.headers['x-request-id'] ?? '', /^[0-9a-f-]{36}$/);
  });
  test('do not say what serves them', async () => {
    const { headers } = await request(testApp().app).get('/livez');
    assert.equal(headers['x-powered-by'], undefined);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });
  test('a problem has all its members and the request’s id', async () => {
    const response = await request(testApp().app).get('/v1/nothing').set('X-Request-Id', 'x1');
    const body = problem(response);
    assert.equal(response.status, 404);
    assert.equal(body.type, '/problems/not-found');
    assert.deepEqual(
      [body.code, body.status, body.hop, body.outcome, body.requestId],
      ['not-found', 404, 'gateway', 'not-sent', 'x1'],
    );
    assert.match(body.instance, /^urn:uuid:[0-9a-f-]{36}$/);
  });
});

describe('methods', () => {
  test('HEAD is GET without its body', async () => {
    const { app } = testApp();
    const get = await request(app).get('/v1/status');
    const head = await request(app).head('/v1/status');
    assert.equal(head.status, 200);
    assert.equal(head.text, undefined);
    assert.equal(head.headers['content-length'], get.headers['content-length']);
  });
  test('OPTIONS lists them', async () => {
    const response = await request(testApp().app).options('/v1/setup');
    assert.equal(response.status, 204);
    assert.equal(response.headers.allow, 'GET, PATCH, HEAD, OPTIONS');
  });
  test('a wrong one is 405 with Allow', async () => {
    const response = await request(testApp().app).delete('/v1/node/start');
    assert.equal(response.headers.allow, 'POST, OPTIONS');
    assert.equal(problem(response).code, 'method-not-allowed');
    const docs = await request(testApp().app).post('/docs');
    assert.equal(docs.headers.allow, 'GET, HEAD, OPTIONS');
  });
  test('HEAD on a write is 405', async () => {
    assert.equal((await request(testApp().app).head('/v1/node/start')).status, 405);
  });
});

describe('paths', () => {
  for (const path of ['/V1/status', '/v1/status/', '/v1', '/v1/node/start/x']) {
    test(`${path} is 404`, async () => {
      assert.equal(problem(await request(testApp().app).get(path)).code, 'not-found');
    });
  }
  test('one that cannot be decoded is 400 and not repeated', async () => {
    const body = problem(await request(testApp().app).get('/v1/setup/%E0%A4%A'));
    assert.equal(body.code, 'invalid-request');
    assert.doesNotMatch(body.detail, /%E0/);
  });
});

describe('the guard', () => {
  test('a foreign host is 421', async () => {
    const response = await request(testApp().app).get('/livez').set('Host', 'evil.example');
    assert.equal(response.status, 421);
    assert.equal(problem(response).code, 'host-refused');
  });
  test('a foreign page is 403, whatever it asks', async () => {
    const { app, peers } = testApp();
    const post = await request(app).post('/v1/node/start').set('Origin', 'http://evil.example');
    assert.equal(problem(post).code, 'origin-refused');
    const image = await request(app).get('/v1/status').set('Sec-Fetch-Site', 'cross-site');
    assert.equal(problem(image).code, 'cross-site');
    assert.equal(post.headers['access-control-allow-origin'], undefined);
    assert.equal(peers.asked.length, 0);
  });
});

describe('bodies', () => {
  const check = '/v1/node/password/check';
  test('none and no content type is an empty object', async () => {
    const { app, peers } = testApp();
    peers.replies.set('checkPassword', '{"matches":false}');
    const response = await request(app).post(check);
    assert.equal(response.status, 200);
    assert.equal(peers.asked[0]?.detail, '{}');
  });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json-x']) {
    test(`${type} is 415 and tells the header to add`, async () => {
      const { app, peers } = testApp();
      const response = await request(app).post(check).set('Content-Type', type).send('{}');
      assert.equal(response.status, 415);
      assert.match(problem(response).detail, /Content-Type: application\/json/);
      assert.equal(peers.asked.length, 0);
    });
  }
  test('another charset or a compressed body is 415', async () => {
    const { app } = testApp();
    const latin = await request(app)
      .post(check)
      .set('Content-Type', 'application/json; charset=latin1')
      .send('{}');
    assert.equal(latin.status, 415);
    const zipped = await request(app)
      .post(check)
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', 'gzip')
      .send('{}');
    assert.equal(zipped.status, 415);
  });
  test('more than a mebibyte is 413', async () => {
    const response = await request(testApp().app)
      .post(check)
      .set('Content-Type', 'application/json')
      .send(`"${'x'.repeat(1_048_576)}"`);
    assert.equal(response.status, 413);
    assert.equal(problem(response).code, 'too-large');
  });
  test('an unknown key is 400 with its place and the key that was meant', async () => {
    const response = await request(testApp().app).post(check).send({ dbPaswordOpt: 'hunter2' });
    const [fault] = problem(response).errors ?? [];
    assert.equal(fault?.pointer, '/dbPaswordOpt');
    assert.match(fault.detail, /Did you mean "dbPasswordOpt"/);
    assert.doesNotMatch(response.text, /hunter2/);
  });
  test('a body for a route that takes none is 400', async () => {
    const { app, peers } = testApp();
    const response = await request(app).post('/v1/node/start').send({ force: true });
    assert.equal(problem(response).errors?.[0]?.pointer, '/force');
    const list = await request(app).post('/v1/node/start').send([]);
    assert.equal(list.status, 400);
    assert.equal(peers.asked.length, 0);
  });
});

describe('Accept and queries', () => {
  test('an answer in a form that nobody wants is 406', async () => {
    const { app, peers } = testApp();
    const response = await request(app).get('/v1/setup').set('Accept', 'text/html');
    assert.equal(response.status, 406);
    assert.equal(peers.asked.length, 0);
  });
  test('an unknown parameter is 400', async () => {
    const response = await request(testApp().app).get('/v1/node/descriptor?x=1');
    assert.equal(problem(response).errors?.[0]?.pointer, '?x');
  });
  for (const path of ['/livez', '/readyz', '/v1/status']) {
    test(`${path} ignores cache busters`, async () => {
      assert.equal((await request(testApp().app).get(`${path}?_=17`)).status, 200);
    });
  }
});

describe('the log', () => {
  test('has one line per request, with the route and what came of it', async () => {
    const { app, logLines, peers } = testApp();
    peers.replies.set('descriptor', '{"nodeDescriptorOpt":null}');
    await request(app).get('/v1/node/descriptor').set('X-Request-Id', 'one');
    await request(app).post('/v1/node/start').set('X-Request-Id', 'two');
    const lines = logLines
      .slice(0, 2)
      .map(({ requestId, operationId, opcode, status, code, outcome }) => ({
        requestId,
        operationId,
        opcode,
        status,
        code,
        outcome,
      }));
    assert.deepEqual(lines, [
      {
        requestId: 'one',
        operationId: 'getDescriptor',
        opcode: 'descriptor',
        status: 200,
        code: undefined,
        outcome: 'answered',
      },
      {
        requestId: 'two',
        operationId: 'startNode',
        opcode: 'start',
        status: 503,
        code: 'node-unreachable',
        outcome: 'not-sent',
      },
    ]);
  });
  test('holds no body, query value, header or path value', async () => {
    const { app, logLines } = testApp();
    await request(app).post('/v1/node/password/check').send({ dbPasswordOpt: 'sEcret-1' });
    await request(app)
      .post('/v1/node/password/check')
      .set('Content-Type', 'application/json')
      .send('{"dbPasswordOpt": sEcret-2');
    await request(app).get('/v1/events/history?since=sEcret-3').set('Authorization', 'sEcret-4');
    await request(app).get('/v1/setup/sEcret-5');
    assert.equal(logLines.length, 4);
    assert.doesNotMatch(JSON.stringify(logLines), /sEcret/);
  });
  test('a fault of ours is 500 and logged by name and place, without its message', async () => {
    const { app, logLines, peers } = testApp();
    peers.replies.set('descriptor', () => {
      throw new TypeError('sEcret');
    });
    const response = await request(app).get('/v1/node/descriptor');
    assert.equal(response.status, 500);
    assert.equal(problem(response).code, 'internal-error');
    assert.doesNotMatch(response.text + JSON.stringify(logLines), /sEcret/);
    assert.equal(logLines[0]?.fault, 'TypeError');
  });
});
