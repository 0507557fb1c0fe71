import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { problemCodes, problemRow } from '../../src/problems/problem-table.js';
import { problemPage } from '../../src/http/pages/problem-page.js';
import { testApp } from '../support/http/test-app.js';

describe('/', () => {
  test('is plain text with every route and lines to try at this address', async () => {
    const response = await request(testApp().app).get('/').set('Host', 'localhost:5334');
    assert.match(response.headers['content-type'] ?? '', /^text\/plain/);
    assert.match(response.text, /^masq-gateway 1\.2\.3/);
    assert.match(response.text, /curl -N http:\/\/localhost:5334\/v1\/events/);
    assert.match(response.text, /PATCH +\/v1\/setup\n/);
    assert.match(response.text, /PUT +\/v1\/setup\/\{name\}\n/);
    assert.ok(response.text.endsWith('\n'));
  });
});

describe('/problems', () => {
  test('explains every code', async () => {
    const { app } = testApp();
    for (const code of problemCodes) {
      const response = await request(app).get(`/problems/${code}`);
      const { status, title, explanation, cure } = problemRow(code);
      const type = `/problems/${code}`;
      assert.deepEqual(response.body, { type, code, status, title, explanation, cure });
    }
  });
  test('comes as a page or as text for who likes that better', async () => {
    const { app } = testApp();
    const page = await request(app).get('/problems/no-daemon').set('Accept', 'text/html,*/*;q=0.1');
    assert.match(page.text, /^<!doctype html>/);
    assert.match(page.headers['content-security-policy'] ?? '', /default-src 'none'/);
    const text = await request(app).get('/problems/no-daemon').set('Accept', 'text/plain');
    assert.match(text.text, /no-daemon, status 409/);
  });
  test('another code is 404 with the one that was meant', async () => {
    const response = await request(testApp().app).get('/problems/no-deamon');
    assert.equal(response.status, 404);
    assert.match(response.text, /Did you mean \\"no-daemon\\"/);
    assert.equal((await request(testApp().app).get('/problems/constructor')).status, 404);
  });
  test('nothing of a problem can become markup', () => {
    const row = { ...problemRow('invalid-request'), title: '<b>', explanation: '"&', cure: '</p>' };
    const html = problemPage('invalid-request', row);
    assert.match(html, /&lt;b&gt;/);
    assert.match(html, /&quot;&amp;/);
    assert.doesNotMatch(html, /<b>/);
  });
});

describe('the description', () => {
  test('is served as YAML and as JSON', async () => {
    const { app } = testApp();
    const json = await request(app).get('/openapi.json');
    assert.equal((json.body as { openapi: string }).openapi.slice(0, 3), '3.1');
    const yaml = await request(app)
      .get('/openapi.yaml')
      .buffer(true)
      .parse((response, done) => {
        response.on('data', () => undefined);
        response.on('end', () => done(null, ''));
      });
    assert.equal(yaml.status, 200);
    assert.match(yaml.headers['content-type'] ?? '', /^application\/yaml/);
  });
});

describe('/docs', () => {
  for (const path of ['/docs', '/docs/']) {
    test(`${path} is the page, all of whose files are ours`, async () => {
      const { app } = testApp();
      const page = await request(app).get(path);
      assert.equal(page.status, 200);
      assert.match(page.headers['content-type'] ?? '', /^text\/html/);
      const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, link]) => link ?? '',
      );
      assert.ok(links.length >= 4);
      for (const link of links) {
        assert.match(link, /^\/docs\//);
        assert.equal((await request(app).get(link)).status, 200, link);
      }
    });
  }
  test('asks for our own description and lets scripts come from us alone', async () => {
    const { app } = testApp();
    const script = await request(app).get('/docs/swagger-ui-init.js');
    assert.match(script.text, /"swaggerUrl": "\/docs\/openapi\.json"/);
    const { headers } = await request(app).get('/docs');
    assert.match(headers['content-security-policy'] ?? '', /script-src 'self';/);
    assert.equal(headers['strict-transport-security'], undefined);
    assert.match(headers['x-request-id'] ?? '', /./);
  });
  test('tries things out at the address where the page was opened', async () => {
    const { app } = testApp();
    const own = (await request(app).get('/docs/openapi.json')).body as Record<string, unknown>;
    const whole = (await request(app).get('/openapi.json')).body as Record<string, unknown>;
    assert.deepEqual(own, { ...whole, servers: [{ url: '/' }] });
  });
  test('what is not there is a problem like any other', async () => {
    const { app } = testApp();
    for (const path of [
      '/docs/nothing.js',
      '/docs/../package.json',
      '/docs/%2e%2e/%2e%2e/package.json',
    ]) {
      const response = await request(app).get(path);
      assert.ok(response.status === 404 || response.status === 400, path);
    }
  });
});
