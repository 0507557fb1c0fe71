import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { testApp } from '../support/http/test-app.js';

const origin = 'https://ui.example';
const open = { allowedOrigins: [origin] };
const preflight = { Origin: origin, 'Access-Control-Request-Method': 'PATCH' };

const corsOf = (headers: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('pages of an allowed origin', () => {
  test('may read answers and the headers that matter', async () => {
    const { headers } = await request(testApp(open).app).get('/v1/status').set('Origin', origin);
    assert.equal(headers['access-control-allow-origin'], origin);
    for (const name of ['Age', 'Retry-After', 'X-Request-Id', 'Preference-Applied'])
      assert.ok(headers['access-control-expose-headers']?.includes(name), name);
  });
  test('may read what went wrong, too', async () => {
    const response = await request(testApp(open).app).get('/v1/nothing').set('Origin', origin);
    assert.equal(response.status, 404);
    assert.equal(response.headers['access-control-allow-origin'], origin);
    const locked = testApp(open, 1, { admin: 'a'.repeat(32), reader: undefined });
    const refused = await request(locked.app).get('/v1/status').set('Origin', origin);
    assert.equal(refused.status, 401);
    assert.equal(refused.headers['access-control-allow-origin'], origin);
  });
  test('get their preflight answered, without a token', async () => {
    const { app } = testApp(open, 1, { admin: 'a'.repeat(32), reader: undefined });
    const response = await request(app).options('/v1/setup').set(preflight);
    assert.equal(response.status, 204);
    assert.equal(response.headers['access-control-allow-origin'], origin);
    assert.equal(response.headers['access-control-allow-methods'], 'GET, PATCH, HEAD, OPTIONS');
    for (const name of ['Authorization', 'Content-Type', 'Prefer', 'Idempotency-Key'])
      assert.ok(response.headers['access-control-allow-headers']?.includes(name), name);
    assert.equal(response.headers['access-control-allow-private-network'], undefined);
  });
  test('may come from a public network where their browser asks for that', async () => {
    const response = await request(testApp(open).app)
      .options('/v1/setup')
      .set({ ...preflight, 'Access-Control-Request-Private-Network': 'true' });
    assert.equal(response.headers['access-control-allow-private-network'], 'true');
  });
  test('are never given the browser’s own credentials', async () => {
    const { app } = testApp(open);
    const answers = [
      await request(app).options('/v1/setup').set(preflight),
      await request(app).get('/v1/status').set('Origin', origin),
    ];
    for (const { headers } of answers) {
      assert.equal(headers['access-control-allow-credentials'], undefined);
      assert.notEqual(headers['access-control-allow-origin'], '*');
    }
  });
});

describe('caches', () => {
  test('are told that answers differ by origin, whoever asks, beside what else they differ by', async () => {
    const { app } = testApp(open);
    assert.equal((await request(app).get('/v1/status')).headers.vary, 'Origin, Accept');
    assert.equal((await request(app).get('/problems/no-daemon')).headers.vary, 'Origin, Accept');
    assert.equal((await request(app).head('/v1/events')).headers.vary, 'Origin, Accept');
  });
  test('are told nothing where no origin is allowed', async () => {
    assert.equal((await request(testApp().app).get('/v1/status')).headers.vary, 'Accept');
    assert.equal((await request(testApp().app).head('/v1/events')).headers.vary, 'Accept');
  });
});

describe('pages of other origins', () => {
  for (const other of [
    'https://evil.example',
    'null',
    `${origin}.evil.example`,
    'http://ui.example',
    `${origin}:8443`,
  ]) {
    test(`${other} gets no header that would let it read, and its preflight fails`, async () => {
      const { app } = testApp(open);
      for (const response of [
        await request(app).get('/v1/status').set('Origin', other),
        await request(app)
          .options('/v1/setup')
          .set({ ...preflight, Origin: other }),
      ]) {
        assert.equal(response.status, 403);
        assert.deepEqual(corsOf(response.headers), []);
      }
    });
  }
  test('without an allowed origin no answer has any', async () => {
    const response = await request(testApp().app).options('/v1/setup').set(preflight);
    assert.equal(response.status, 403);
    assert.deepEqual(corsOf(response.headers), []);
    const plain = await request(testApp().app).get('/v1/status');
    assert.deepEqual(corsOf(plain.headers), []);
  });
});
