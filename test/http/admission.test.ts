import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import request from 'supertest';
import type { OperationFacts } from '../../src/api/operation.js';
import type { HttpSettings } from '../../src/http/app-deps.js';
import { assertResponse } from '../support/http/openapi-check.js';
import { handledOperations as operations } from '../support/http/test-app.js';
import { testApp } from '../support/http/test-app.js';
import type { TestApp } from '../support/http/test-app.js';

const admin = 'q7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aU';
const reader = 'B8nVt5_LxQ2jRz-7WcYp0KdMfHs3GuEa';
const wrong = 'x7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aU';

const locked = (settings: Partial<HttpSettings> = {}): TestApp =>
  testApp(settings, 10, { admin, reader });

/** Asks for an operation as it is, without a body; streams by HEAD, which ends. */
async function ask(
  { app }: TestApp,
  operation: Pick<OperationFacts, 'operationId' | 'method' | 'path'>,
  authorization?: string,
): Promise<request.Response> {
  const { operationId, method, path } = operation;
  const asked = operationId === 'streamEvents' ? 'head' : method.toLowerCase();
  const url = path.replace('{name}', 'gas-price').replace('{code}', 'not-found');
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  return request(app)[asked as 'get'](url).set(headers);
}

const codeOf = (response: request.Response): string | undefined =>
  /json/.test(response.headers['content-type'] ?? '') && typeof response.text === 'string'
    ? (JSON.parse(response.text) as { code?: string }).code
    : undefined;
const isRefused = (response: request.Response): boolean =>
  response.status === 401 || codeOf(response) === 'read-only';

describe('with tokens', () => {
  for (const operation of operations) {
    const { operationId, access } = operation;
    test(`${operationId} (${access}) opens to whom it should`, async () => {
      const parts = locked();
      const open = access === 'open';
      const readable = open || access === 'r';
      assert.equal(isRefused(await ask(parts, operation)), !open, 'nobody');
      assert.equal(isRefused(await ask(parts, operation, `Bearer ${wrong}`)), !open, 'a guess');
      assert.equal(isRefused(await ask(parts, operation, `Bearer ${reader}`)), !readable, 'reader');
      assert.equal(isRefused(await ask(parts, operation, `Bearer ${admin}`)), false, 'admin');
    });
    test(`${operationId} (${access}) is ${access === 's' || access === 'w' ? 'closed' : 'open'} when read-only`, async () => {
      const writes = access === 's' || access === 'w';
      const withoutTokens = testApp({ readOnly: true });
      assert.equal(isRefused(await ask(withoutTokens, operation)), writes);
      const parts = locked({ readOnly: true });
      assert.equal(isRefused(await ask(parts, operation, `Bearer ${admin}`)), writes);
      if (writes) assert.deepEqual([...parts.peers.asked, ...withoutTokens.peers.asked], []);
    });
  }
  test('nothing reaches a peer without one', async () => {
    const parts = locked();
    for (const operation of operations) await ask(parts, operation);
    assert.deepEqual(parts.peers.asked, []);
  });
  test('Basic takes the token as password, under any name', async () => {
    const parts = locked();
    for (const name of ['', 'admin', 'grafana']) {
      const response = await request(parts.app).get('/v1/status').auth(name, reader);
      assert.equal(response.status, 200, name);
    }
    assert.equal((await request(parts.app).get('/v1/status').auth(reader, '')).status, 401);
  });
  test('a refusal names both ways in, each in a header of its own, and is documented', async () => {
    const response = await request(locked().app).get('/v1/status');
    const { rawHeaders } = (response as unknown as { res: { rawHeaders: string[] } }).res;
    const challenges = rawHeaders.filter((_, index) =>
      /^www-auth/i.test(rawHeaders[index - 1] ?? ''),
    );
    assert.deepEqual(challenges, [
      'Bearer realm="masq-gateway"',
      'Basic realm="masq-gateway", charset="UTF-8"',
    ]);
    assertResponse('getStatus', 401, response.headers['content-type'] ?? '', response.text);
  });
  test('a read token on a write is 403, documented, with what would do', async () => {
    const parts = locked();
    const response = await request(parts.app)
      .post('/v1/node/start')
      .auth(reader, { type: 'bearer' });
    assertResponse('startNode', 403, response.headers['content-type'] ?? '', response.text);
    assert.match(response.text, /admin token/);
    const secret = await request(parts.app)
      .post('/v1/node/password/check')
      .auth(reader, { type: 'bearer' });
    assertResponse('checkPassword', 403, secret.headers['content-type'] ?? '', secret.text);
  });
  test('documents, the docs page and health need none', async () => {
    const { app } = locked();
    for (const path of [
      '/',
      '/docs',
      '/docs/swagger-ui.css',
      '/openapi.yaml',
      '/openapi.json',
      '/problems/no-daemon',
      '/livez',
      '/readyz',
    ])
      assert.equal((await request(app).get(path)).status, 200, path);
  });
  test('metrics may be let out of it, and nothing else with them', async () => {
    const parts = locked({ metricsWithoutAuth: true });
    for (const operation of operations) {
      const isOpen = operation.access === 'open' || operation.operationId === 'getMetrics';
      assert.equal(isRefused(await ask(parts, operation)), !isOpen, operation.operationId);
    }
  });
  test('a token in the address opens nothing', async () => {
    const { app } = locked();
    for (const name of ['token', 'access_token', 'auth'])
      assert.equal((await request(app).get(`/v1/status?${name}=${admin}`)).status, 401);
  });
  test('the log tells whose token it was, and never the token', async () => {
    const parts = locked();
    await request(parts.app).get('/v1/status').auth(reader, { type: 'bearer' });
    await request(parts.app).get('/v1/status').auth(wrong, { type: 'bearer' });
    await request(parts.app).get('/v1/status').auth('', admin);
    assert.deepEqual(
      parts.logLines.map(({ holder, status }) => [holder, status]),
      [
        ['reader', 200],
        [undefined, 401],
        ['admin', 200],
      ],
    );
    const text = JSON.stringify(parts.logLines);
    for (const token of [admin, reader, wrong, Buffer.from(`:${admin}`).toString('base64')])
      assert.ok(!text.includes(token));
  });
  test('replaced tokens hold from the next request on', async () => {
    const parts = locked();
    parts.tokens.replace({ admin: wrong, reader: undefined });
    assert.equal(
      (await request(parts.app).get('/v1/status').auth(admin, { type: 'bearer' })).status,
      401,
    );
    assert.equal(
      (await request(parts.app).get('/v1/status').auth(wrong, { type: 'bearer' })).status,
      200,
    );
  });
});

describe('guessing', () => {
  test('is answered late after a while, and never holds up the right token', async () => {
    const parts = locked();
    const guess = (): request.Test =>
      request(parts.app).get('/v1/status').auth(wrong, { type: 'bearer' });
    for (let each = 0; each < 10; each += 1) assert.equal((await guess()).status, 401);
    let late = 0;
    const guesses = Array.from({ length: 80 }, async () => {
      const response = await guess();
      late += 1;
      return response;
    });
    // Of 80 at once 64 are held back; the rest lose their connections at once.
    while (late < 16) await new Promise((resolve) => setTimeout(resolve, 5));
    const mine = await request(parts.app).get('/v1/status').auth(admin, { type: 'bearer' });
    assert.equal(mine.status, 200);
    assert.equal(late, 16);
    parts.closing.abort();
    const answers = await Promise.all(guesses);
    assert.ok(answers.every(({ status }) => status === 401));
    assert.equal(
      answers.filter(({ headers }) => headers.connection === 'close').length >= 16,
      true,
    );
  });
  test('asking without a token is no guess', async () => {
    const parts = locked();
    for (let each = 0; each < 30; each += 1)
      assert.equal((await request(parts.app).get('/v1/status')).status, 401);
    assert.equal(
      (await request(parts.app).get('/v1/status').auth(wrong, { type: 'bearer' })).status,
      401,
    );
  });
});

test('without tokens an Authorization header is not looked at', async () => {
  const response = await request(testApp().app).get('/v1/status').auth(wrong, { type: 'bearer' });
  assert.equal(response.status, 200);
});

test('SECURITY.md names the bounds of guessing', () => {
  const text = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');
  for (const words of ['first 10', 'one a second', '1 s late', '64'])
    assert.ok(text.includes(words), words);
});
