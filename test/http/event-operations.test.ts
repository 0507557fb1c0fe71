import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import request from 'supertest';
import { assertComponent } from '../support/http/openapi-check.js';
import { testApp, type TestApp } from '../support/http/test-app.js';

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

describe('the stream of JSON lines', () => {
  const lines = (text: string): readonly Readonly<Record<string, unknown>>[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  test('begins with a snapshot; each event is one line, its digits untouched', () =>
    listening(async ({ open, eventLog }) => {
      const stream = await open('/v1/events', { Accept: 'application/x-ndjson' });
      assert.equal(stream.headers['content-type'], 'application/x-ndjson');
      assert.equal(stream.headers['x-accel-buffering'], 'no');
      assert.equal(stream.headers.vary, 'Accept');
      const [snapshot] = lines(await until(stream, /\n$/));
      assert.equal(snapshot?.opcode, 'gateway.state');
      const payload = '{\n"processId":18446744073709551615}';
      eventLog.append({ hop: 'daemon', opcode: 'crashed', payload });
      const line = await until(stream, /crashed.*\n$/);
      assert.match(line, /"payload":\{ "processId":18446744073709551615\}\}\n$/);
      assertComponent('EventEnvelope', { ...lines(line)[0], payload: crashed });
    }));
  test('resumes, and tells of a cursor that it cannot serve', () =>
    listening(async ({ open, eventLog }) => {
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{"n":1}' });
      const headers = { Accept: 'application/x-ndjson' };
      const resumed = await open(`/v1/events?lastEventId=${eventLog.epoch}-0`, headers);
      const told = lines(await until(resumed, /gateway\.state.*\n$/));
      assert.deepEqual(
        told.map(({ opcode }) => opcode),
        ['newPassword', 'gateway.state'],
      );
      const lost = await open('/v1/events?lastEventId=nonsense', headers);
      assert.match(await until(lost, /gateway\.state.*\n$/), /^\{.*"opcode":"gateway\.gap"/);
    }));
  test('filters as the other does', () =>
    listening(async ({ open, eventLog }) => {
      const stream = await open('/v1/events?opcode=setup', { Accept: 'application/x-ndjson' });
      await until(stream, /gateway\.state/);
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{}' });
      eventLog.append({ hop: 'daemon', opcode: 'setup', payload: '{}' });
      assert.doesNotMatch(await until(stream, /"setup"/), /newPassword/);
    }));
});

const crashed = { processId: 1, crashReason: 'NoInformation' };

describe('one cursor', () => {
  const ask = async (parts: Streaming, path: string, accept: string): Promise<string> => {
    const stream = await parts.open(path, { Accept: accept });
    const text = await until(stream, /gateway\.state/);
    stream.destroy();
    return text;
  };
  for (const kind of ['id', 'time'] as const) {
    test(`of an ${kind} means the same in stream, envelope, JSON lines and history`, () =>
      listening(async (parts) => {
        const { app, eventLog, clock } = parts;
        eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{"n":1}' });
        const id = eventLog.newestId;
        clock.nowMs += 1000;
        const time = new Date(clock.nowMs).toISOString();
        eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{"n":2}' });
        const cursor = kind === 'id' ? id : time;
        const texts = [
          await ask(parts, `/v1/events?lastEventId=${cursor}`, 'text/event-stream'),
          await ask(parts, `/v1/events?envelope=true&lastEventId=${cursor}`, '*/*'),
          await ask(parts, `/v1/events?lastEventId=${cursor}`, 'application/x-ndjson'),
          (await request(app).get(`/v1/events/history?since=${cursor}`)).text,
        ];
        for (const text of texts) {
          assert.match(text, /\{"n":2\}/);
          assert.doesNotMatch(text, /\{"n":1\}/);
          assert.ok(text.includes(eventLog.newestId), text);
        }
      }));
  }
});

describe('the long poll of the history', () => {
  const poll = (parts: Streaming, query: string) =>
    parts.open(`/v1/events/history?${query}`).then((response) => until(response, /\n$/));
  const opcodes = (text: string): readonly string[] =>
    (JSON.parse(text) as { events: readonly { opcode: string }[] }).events.map(
      ({ opcode }) => opcode,
    );

  test('answers at once where there is something to tell', () =>
    listening(async (parts) => {
      const { eventLog } = parts;
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{}' });
      assert.deepEqual(opcodes(await poll(parts, 'wait=300')), ['newPassword']);
      assert.match(await poll(parts, 'wait=300&since=other-1'), /"gap":\{"reason":"cursor"/);
    }));
  test('answers as soon as an event comes that passes its filters', () =>
    listening(async (parts) => {
      const { eventLog, logLines } = parts;
      const since = eventLog.newestId;
      const answer = poll(parts, `wait=300&since=${since}&opcode=logBroadcast&minLogLevel=Warn`);
      await parts.open('/livez').then((response) => until(response, /\n$/));
      eventLog.append({ hop: 'node', opcode: 'newPassword', payload: '{}' });
      eventLog.append({ hop: 'node', opcode: 'logBroadcast', payload: '{}', logLevel: 'Info' });
      assert.equal(logLines.length, 1, 'it still waits');
      eventLog.append({ hop: 'node', opcode: 'logBroadcast', payload: '{}', logLevel: 'Error' });
      const text = await answer;
      assert.deepEqual(opcodes(text), ['logBroadcast']);
      assert.ok(text.includes(`"next":"${eventLog.newestId}"`), text);
    }));
  test('answers with nothing when its time is over, or the gateway closes', () =>
    listening(async (parts) => {
      const { eventLog, closing } = parts;
      const empty = await poll(parts, `wait=1&since=${eventLog.newestId}`);
      assert.deepEqual(opcodes(empty), []);
      const answer = poll(parts, `wait=300&since=${eventLog.newestId}`);
      await parts.open('/livez').then((response) => until(response, /\n$/));
      closing.abort();
      assert.deepEqual(opcodes(await answer), []);
    }));
  test('its wait is bounded', async () => {
    assert.equal((await request(testApp().app).get('/v1/events/history?wait=301')).status, 400);
  });
});
