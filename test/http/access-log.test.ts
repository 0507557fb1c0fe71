import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import { CONTEXT_ID } from '../support/peers/fake-peers.js';
import { testApp, type TestApp } from '../support/http/test-app.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

function linesOf({ logLines }: TestApp, message: string): Readonly<Record<string, unknown>>[] {
  return logLines.filter(({ msg }) => msg === message);
}

function written(parts: TestApp, what: string, contextId: number | undefined, reply = '{}'): void {
  parts.peers.replies.set(what, () => {
    parts.peers.asked.at(-1)?.options.onWritten?.(contextId);
    return reply;
  });
}

describe('the line of a request', () => {
  test('names the conversation that served it; a stored reply needed none', async () => {
    const parts = testApp();
    parts.peers.replies.set('descriptor', '{"nodeDescriptorOpt":null}');
    await request(parts.app).get('/v1/node/descriptor');
    await request(parts.app).get('/v1/node/descriptor');
    assert.deepEqual(
      linesOf(parts, 'request').map(({ contextId, outcome }) => [contextId, outcome]),
      [
        [CONTEXT_ID, 'answered'],
        [undefined, 'answered'],
      ],
    );
    assert.equal(parts.peers.asked.length, 1);
  });

  test('takes the trace of a traceparent, and no other header', async () => {
    const parts = testApp();
    await request(parts.app).get('/livez').set('traceparent', `00-${TRACE}-${SPAN}-01`);
    await request(parts.app).get('/livez').set('traceparent', 'sEcret');
    const [traced, untraced] = linesOf(parts, 'request');
    assert.equal(traced?.['traceId'], TRACE);
    assert.equal(traced['parentSpanId'], SPAN);
    assert.ok(untraced !== undefined && !('traceId' in untraced));
    assert.doesNotMatch(JSON.stringify(parts.logLines), /sEcret/);
  });
});

describe('the audit', () => {
  test('tells who changed what and what came of it, and nothing of readings', async () => {
    const parts = testApp();
    written(parts, 'startNode', 9, '{"newProcessId":1,"redirectUiPort":2}');
    written(parts, 'setConfiguration', 10);
    await request(parts.app).get('/v1/status');
    await request(parts.app).post('/v1/node/start').set('X-Request-Id', 'one');
    await request(parts.app).put('/v1/node/configuration/gas-price').send({ value: '77123' });
    const audit = linesOf(parts, 'change');
    assert.deepEqual(
      audit.map((line) => [line['audit'], line['operationId'], line['contextId'], line['outcome']]),
      [
        [true, 'startNode', 9, 'applied'],
        [true, 'putConfiguration', 10, 'applied'],
      ],
    );
    assert.equal(audit[0]?.['requestId'], 'one');
    assert.doesNotMatch(JSON.stringify(parts.logLines), /77123/, 'values are nobody’s business');
  });

  test('a change that needed no message was not sent, one that failed says how', async () => {
    const parts = testApp();
    parts.peers.replies.set('startNode', '{"newProcessId":null,"redirectUiPort":2}');
    await request(parts.app).post('/v1/node/start?ensure=true');
    await request(parts.app).post('/v1/node/shutdown');
    const audit = linesOf(parts, 'change').map(({ outcome, code }) => [outcome, code]);
    assert.deepEqual(audit[0], ['not-sent', undefined]);
    assert.deepEqual(audit[1], ['not-sent', 'node-unreachable']);
  });

  test('an attempt that the settings do not allow is told, too', async () => {
    const parts = testApp({ readOnly: true });
    await request(parts.app).post('/v1/node/start');
    const [line] = linesOf(parts, 'change');
    assert.equal(line?.['operationId'], 'startNode');
    assert.equal(line['code'], 'read-only');
  });
});
