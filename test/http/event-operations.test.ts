import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import request from 'supertest';
import { testApp } from '../support/test-app.js';
import type { TestApp } from '../support/test-app.js';

interface Streaming extends TestApp {
  readonly open: (path: string, headers?: Record<string, string>) => Promise<IncomingMessage>;
}

/** Runs `body` with the application listening; ends every stream afterwards. */
async function listening(
  body: (parts: Streaming) => Promise<void>,
  maxStreams?: number,
): Promise<void> {
  const parts = testApp({}, maxStreams);
  const server = createServer(parts.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const [response] = (await once(
      get({ port, host: '127.0.0.1', path, headers, agent: false }),
      'response',
    )) as [IncomingMessage];
    return response;
  };
  try {
    await body({ ...parts, open });
  } finally {
    await parts.eventStreams.close();
    server.closeAllConnections();
    server.close();
  }
}

/** Reads until `pattern` has come. */
async function until(stream: IncomingMessage, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (pattern.test(text)) return text;
  }
  assert.fail(`the stream ended with: ${text}`);
}

describe('the event stream', () => {
  test('begins with a snapshot and goes on with what happens', () =>
    listening(async ({ open, eventLog }) => {
      const stream = await open('/v1/events');
      assert.equal(stream.headers['content-type'], 'text/event-stream');
      assert.equal(stream.headers['x-accel-buffering'], 'no');
      assert.equal(stream.headers['cache-control'], 'no-store');
      assert.match(stream.headers['x-request-id'] as string, /./);
      await until(stream, /event: gateway\.state/);
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{}' });
      await until(stream, /event: newPassword\ndata: \{\}/);
    }));
  test('the header’s cursor beats the query’s', () =>
    listening(async ({ open, eventLog }) => {
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{"n":1}' });
      const first = eventLog.newestId;
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{"n":2}' });
      const stream = await open(`/v1/events?lastEventId=${eventLog.newestId}`, {
        'Last-Event-ID': first,
      });
      const text = await until(stream, /event: gateway\.state/);
      assert.match(text, /\{"n":2\}/);
      assert.doesNotMatch(text, /\{"n":1\}/);
    }));
  test('filters pass what was asked for', () =>
    listening(async ({ open, eventLog }) => {
      const stream = await open('/v1/events?opcode=crashed,setup&minLogLevel=Warn');
      await until(stream, /event: gateway\.state/);
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{}' });
      eventLog.append({ hop: 'daemon', opcode: 'setup', payload: '{}' });
      assert.doesNotMatch(await until(stream, /event: setup/), /newPassword/);
    }));
  test('too many are 429, as a problem without a trace of the stream', () =>
    listening(async ({ open, eventStreams }) => {
      await until(await open('/v1/events'), /gateway\.state/);
      assert.equal(eventStreams.subscriberCount, 1);
      const refused = await open('/v1/events');
      assert.equal(refused.statusCode, 429);
      assert.equal(refused.headers['content-type'], 'application/problem+json');
      assert.equal(refused.headers['x-accel-buffering'], undefined);
      assert.equal(refused.headers['retry-after'], '5');
      assert.match(await until(refused, /\n$/), /"streams-full"/);
    }, 1));
  test('HEAD opens none', async () => {
    const { app, eventStreams } = testApp();
    const response = await request(app).head('/v1/events').set('Accept', 'text/event-stream');
    assert.deepEqual([response.status, eventStreams.subscriberCount], [200, 0]);
  });
  test('is only for who can read it', async () => {
    const { app } = testApp();
    assert.equal((await request(app).get('/v1/events').set('Accept', 'text/html')).status, 406);
    assert.equal((await request(app).get('/v1/events?minLogLevel=loud')).status, 400);
    assert.equal((await request(app).get('/v1/events?opcode=a%20b')).status, 400);
  });
});

describe('the history', () => {
  test('gives what came after a cursor, payloads untouched', async () => {
    const { app, eventLog } = testApp();
    eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{}' });
    const since = eventLog.newestId;
    eventLog.append({
      hop: 'daemon',
      opcode: 'crashed',
      payload: '{"processId":18446744073709551615}',
    });
    const response = await request(app).get(`/v1/events/history?since=${since}`);
    assert.match(response.text, /"payload":\{"processId":18446744073709551615\}/);
    const { events, next } = response.body as { events: unknown[]; next: string };
    assert.deepEqual([events.length, next], [1, eventLog.newestId]);
    assert.equal(response.headers['cache-control'], 'no-store');
  });
  test('its limit is bounded', async () => {
    const { app } = testApp();
    assert.equal((await request(app).get('/v1/events/history?limit=0')).status, 400);
    assert.equal((await request(app).get('/v1/events/history?limit=1001')).status, 400);
    assert.equal((await request(app).get('/v1/events/history?limit=1000')).status, 200);
  });
});
