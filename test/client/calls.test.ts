import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createGatewayClient,
  GatewayProblem,
  GatewayUnreachable,
  UnexpectedAnswer,
  type ClientOptions,
  type GatewayClient,
} from '../../src/client/client.js';

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A client whose every request is answered so, and what it sent. */
function clientOf(
  answer: () => Response,
  options: ClientOptions = {},
): { client: GatewayClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { method, url, headers } = request;
    sent.push({ method, url, headers, body: await request.text() });
    return answer();
  };
  return { client: createGatewayClient({ fetch, ...options }), sent };
}

const answerOf =
  (body: string, init: { status?: number; type?: string; retryAfter?: string } = {}) =>
  (): Response =>
    new Response(body, {
      status: init.status ?? 200,
      headers: {
        'content-type': init.type ?? 'application/json; charset=utf-8',
        ...(init.retryAfter === undefined ? {} : { 'retry-after': init.retryAfter }),
      },
    });

const refusal = {
  type: '/problems/scan-failed',
  title: 'The scan failed',
  status: 502,
  detail: 'The Node said no.',
  instance: 'urn:uuid:0c4bb0de-6f3c-4a3e-8f59-5d3b3b3c1f10',
  code: 'scan-failed',
  requestId: 'r-1',
  hop: 'node',
  outcome: 'unknown',
  peerCode: '9223372036854775814',
  peerCodeHex: '8000_0000_0000_0006',
  peerCodeName: 'SCAN_ERROR',
  errors: [{ pointer: '/scanType', detail: 'must be another' }],
};
const problem = 'application/problem+json';

describe('a request', () => {
  test('goes to the usual address, with nothing in it that was not asked for', async () => {
    const { client, sent } = clientOf(answerOf('{"alive":true}'));
    assert.deepEqual(await client.get('/livez'), { alive: true });
    assert.equal(sent.length, 1);
    assert.equal(sent[0]!.url, 'http://127.0.0.1:5334/livez');
    assert.deepEqual([...sent[0]!.headers], []);
  });

  test('carries the token, the key of a change, parameters and headers of its own', async () => {
    const options = { baseUrl: 'http://[::1]:8080/', token: 'secret' };
    const { client, sent } = clientOf(answerOf('{}'), options);
    await client.put('/v1/node/configuration/{name}', {
      params: { path: { name: 'gas-price' }, header: { Prefer: 'wait=3' } },
      body: { value: 18446744073709551615n },
      idempotencyKey: 'key-1',
      headers: { 'X-Request-Id': 'mine' },
    });
    const [{ method, url, headers, body } = assert.fail()] = sent;
    assert.equal(method, 'PUT');
    assert.equal(url, 'http://[::1]:8080/v1/node/configuration/gas-price');
    assert.equal(body, '{"value":18446744073709551615}');
    assert.deepEqual(Object.fromEntries(headers), {
      authorization: 'Bearer secret',
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
      prefer: 'wait=3',
      'x-request-id': 'mine',
    });
  });

  test('can carry a merge patch', async () => {
    const { client, sent } = clientOf(answerOf('{"running":false,"values":[],"errors":[]}'));
    await client.patch('/v1/setup', {
      body: { 'gas-price': 5n, ip: null },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    assert.equal(sent[0]!.headers.get('content-type'), 'application/merge-patch+json');
    assert.equal(sent[0]!.body, '{"gas-price":5,"ip":null}');
  });

  test('with a rounded number is not sent', async () => {
    const { client, sent } = clientOf(answerOf('{}'));
    const call = client.put('/v1/setup/{name}', {
      params: { path: { name: 'gas-price' } },
      body: { value: 2 ** 60 },
    });
    await assert.rejects(call, RangeError);
    assert.equal(sent.length, 0);
  });
});

describe('an answer', () => {
  test('is text where the route gives no JSON', async () => {
    const { client } = clientOf(answerOf('<svg/>', { type: 'image/svg+xml' }));
    assert.equal(await client.get('/v1/node/neighborhood/graph.svg'), '<svg/>');
  });

  test('of readiness is one with status 503, too', async () => {
    const { client } = clientOf(answerOf('{"ready":false}', { status: 503 }));
    assert.deepEqual(await client.get('/readyz'), { ready: false });
  });

  test('that is a problem is thrown with all that it says', async () => {
    const answer = answerOf(JSON.stringify(refusal), {
      status: 502,
      type: problem,
      retryAfter: '7',
    });
    const { client } = clientOf(answer);
    const call = client.post('/v1/node/scans', { body: { scanType: 'Payables' } });
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof GatewayProblem);
      const { message, status, code, hop, outcome, errors } = error;
      assert.equal(message, 'The scan failed: The Node said no.');
      assert.deepEqual(
        { status, code, hop, outcome },
        {
          status: 502,
          code: 'scan-failed',
          hop: 'node',
          outcome: 'unknown',
        },
      );
      assert.deepEqual(errors, refusal.errors);
      assert.equal(error.peerCode, 9223372036854775814n);
      assert.equal(error.peerCodeName, 'SCAN_ERROR');
      assert.equal(error.requestId, 'r-1');
      assert.equal(error.retryAfterS, 7);
      return true;
    });
  });

  for (const [what, answer] of [
    ['a page where JSON belongs', answerOf('<html>', { type: 'text/html' })],
    ['JSON that is none', answerOf('{"alive":')],
    [
      'an error of something in between',
      answerOf('Bad Gateway', { status: 502, type: 'text/plain' }),
    ],
    ['a problem without a code', answerOf('{"status":500}', { status: 500, type: problem })],
    ['a problem that is no JSON', answerOf('{', { status: 500, type: problem })],
  ] as const) {
    test(`is not taken for one of a gateway: ${what}`, async () => {
      await assert.rejects(clientOf(answer).client.get('/livez'), UnexpectedAnswer);
    });
  }
});

describe('no answer', () => {
  test('tells the address and the cause', async () => {
    const cause = new TypeError('fetch failed');
    const { client } = clientOf(() => {
      throw cause;
    });
    await assert.rejects(client.get('/livez'), (error) => {
      assert.ok(error instanceof GatewayUnreachable);
      assert.equal(error.message, 'No answer from http://127.0.0.1:5334/livez');
      assert.equal(error.cause, cause);
      return true;
    });
  });

  test('is told of one that breaks off, too', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error('gone')),
    });
    const answer = (): Response =>
      new Response(broken, { headers: { 'content-type': 'application/json' } });
    await assert.rejects(clientOf(answer).client.get('/livez'), GatewayUnreachable);
  });

  test('because the caller ended the call throws the reason of the caller', async () => {
    const reason = new Error('enough');
    const client = createGatewayClient({
      fetch: (request) =>
        new Promise((_resolve, reject) => {
          request.signal.addEventListener('abort', () => reject(new TypeError('aborted')));
        }),
    });
    const ending = new AbortController();
    const call = client.get('/livez', { signal: ending.signal });
    ending.abort(reason);
    await assert.rejects(call, reason);
  });
});
