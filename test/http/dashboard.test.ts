import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import request from 'supertest';
import { DASHBOARD_PAGE, dashboardFiles } from '../../src/http/pages/dashboard-files.js';
import { testApp } from '../support/http/test-app.js';

const folder = new URL('../../src/dashboard/', import.meta.url);
const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('the dashboard', () => {
  test('is what a browser gets at /, under a policy without exceptions', async () => {
    const { app } = testApp({}, 10, { admin: 'a'.repeat(32), reader: undefined });
    const { status, headers, text } = await request(app).get('/').set('Accept', browserAccept);
    assert.equal(status, 200);
    assert.match(text, /^<!doctype html>/);
    assert.match(headers['vary'] ?? '', /^Accept\b/);
    const policy = headers['content-security-policy'] ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  });
  test('is made of exactly the files of its folder, each under its own type', async () => {
    const { app } = testApp();
    const files = readdirSync(folder).filter((name) => !/\.(ts|json)$/.test(name));
    assert.deepEqual(
      [...dashboardFiles.map(({ name }) => name), DASHBOARD_PAGE].sort(),
      files.sort(),
    );
    for (const { name, type } of dashboardFiles) {
      const { status, headers } = await request(app).get(`/dashboard/${name}`);
      assert.equal(status, 200, name);
      assert.equal(headers['content-type'], type);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/);
    }
  });
  test('no path names another file', async () => {
    const { app } = testApp();
    for (const path of [
      'index.html',
      'types.d.ts',
      'tsconfig.json',
      '..%2f..%2fpackage.json',
      '%2e%2e',
      'main.js%00',
      'constructor',
    ]) {
      const { status } = await request(app).get(`/dashboard/${path}`);
      assert.ok(status === 404 || status === 400, path);
    }
  });
  test('names no other host and holds no script or style in its page', () => {
    const page = readFileSync(new URL(DASHBOARD_PAGE, folder), 'utf8');
    assert.doesNotMatch(page, /https?:\/\/|<style|style=|\son\w+=|javascript:/i);
    assert.equal([...page.matchAll(/<script\b/g)].length, 1);
    for (const { name } of dashboardFiles) {
      const text = readFileSync(new URL(name, folder), 'utf8').replaceAll(
        'http://www.w3.org/2000/svg',
        '',
      );
      assert.doesNotMatch(
        text,
        /https?:\/\/|innerHTML|outerHTML|insertAdjacentHTML|\beval\(/,
        name,
      );
    }
  });
});

describe('/v1/access', () => {
  const all = ['read', 'secret', 'write'];
  const admin = 'admin-token-'.repeat(3);
  const reader = 'reader-token-'.repeat(3);
  test('opens everything without tokens, and reading alone on a read-only gateway', async () => {
    assert.deepEqual((await request(testApp().app).get('/v1/access')).body, { access: all });
    const closed = testApp({ readOnly: true }).app;
    assert.deepEqual((await request(closed).get('/v1/access')).body, { access: ['read'] });
  });
  test('is what the token opens', async () => {
    const { app } = testApp({}, 10, { admin, reader });
    const ask = (token: string) =>
      request(app).get('/v1/access').set('Authorization', `Bearer ${token}`);
    assert.deepEqual((await ask(admin)).body, { access: all });
    assert.deepEqual((await ask(reader)).body, { access: ['read'] });
    assert.equal((await request(app).get('/v1/access')).status, 401);
  });
});
