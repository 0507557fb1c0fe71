/** Everything a request owns ends with its connection, for pipelined requests too. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { describe, test, type TestContext } from 'node:test';
import { GatewayServer } from '../../src/http/listening/server.js';
import { eventually } from '../support/chaos/chaos-scene.js';
import { readScrape, seriesOf } from '../support/metrics/metrics-text.js';
import { departures, leave, pipeline, requestBytes } from '../support/http/pipelines.js';
import { testApp, type TestApp } from '../support/http/test-app.js';

interface Served {
  readonly url: string;
  readonly parts: TestApp;
}

async function serve(t: TestContext, parts: TestApp = testApp()): Promise<Served> {
  const server = new GatewayServer(parts.app, { beforeClose: () => parts.eventStreams.close() });
  const [url = ''] = await server.listenOn([{ host: '127.0.0.1', port: 0 }]);
  t.after(() => server.close());
  return { url, parts };
}

const POLLS = {
  readiness: 'GET /readyz?require=node&wait=60',
  events: 'GET /v1/events/history?wait=60',
} as const;

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

const lines = ({ logLines }: TestApp, msg: string): TestApp['logLines'] =>
  logLines.filter((line) => line['msg'] === msg);

/** A reply of the peer that comes when the test wants it to. */
function heldReply({ peers }: TestApp, what: string): (text: string) => void {
  let give: (text: string) => void = () => undefined;
  const reply = new Promise<string>((resolve) => (give = resolve));
  peers.replies.set(what, () => reply);
  return give;
}

/** A Node that is not ready for as long as the test lasts. */
function unready(): TestApp {
  const parts = testApp();
  const { snapshot } = parts.peers;
  parts.peers.snapshot = { ...snapshot, node: { ...snapshot.node, state: 'stopped' } };
  return parts;
}

for (const departure of departures) {
  describe(`a client that leaves a pipeline with a ${departure}`, () => {
    test('leaves one log line and one count for each request that was begun, and nothing for the others', async (t) => {
      const { url, parts } = await serve(t, unready());
      const quick = requestBytes('GET /livez');
      const poll = requestBytes(POLLS.readiness);
      const read = requestBytes('GET /v1/node/descriptor');
      const socket = await pipeline(url, quick.repeat(2) + poll + read.repeat(5));
      await eventually(() => lines(parts, 'request').length === 2, 'the first two have no line');
      await leave(socket, departure);
      await eventually(() => lines(parts, 'request').length === 3, 'the long poll has no line');
      assert.equal((await fetch(`${url}/livez`)).status, 200);
      await eventually(() => lines(parts, 'request').length === 4, 'not one line each');
      const [, , polled] = lines(parts, 'request');
      assert.deepEqual([polled?.['operationId'], polled?.['hungUp']], ['getReadyz', true]);
      assert.deepEqual(parts.peers.asked, []);
      const counted = seriesOf(
        readScrape(await parts.metrics.text()),
        'masq_gateway_http_requests_total',
      );
      assert.equal(
        [...counted.values()].reduce((sum, value) => sum + value, 0),
        4,
      );
    });

    test('leaves an audit line for the change under way; the one behind it is not made', async (t) => {
      const { url, parts } = await serve(t);
      const give = heldReply(parts, 'setConfiguration');
      const change = (value: string): string =>
        requestBytes('PUT /v1/node/configuration/gas-price', { body: { value } });
      const socket = await pipeline(url, change('7') + change('8'));
      await eventually(() => parts.peers.asked.length === 1, 'the first is not asked for');
      await leave(socket, departure);
      await eventually(() => lines(parts, 'change').length === 1, 'no audit line');
      assert.equal(lines(parts, 'change')[0]?.['outcome'], 'unknown');
      assert.equal(parts.peers.asked[0]?.options.signal?.aborted, true);
      give('{}');
      assert.equal((await fetch(`${url}/livez`)).status, 200);
      assert.equal(parts.peers.asked.length, 1);
      assert.equal(lines(parts, 'change').length, 1);
    });

    test('leaves no change without its audit line behind an event stream', async (t) => {
      const { url, parts } = await serve(t);
      parts.peers.replies.set('setConfiguration', '{}');
      const change = requestBytes('PUT /v1/node/configuration/gas-price', { body: { value: '7' } });
      const socket = await pipeline(url, requestBytes('GET /v1/events') + change);
      await once(socket, 'data');
      await leave(socket, departure);
      await eventually(() => parts.eventStreams.subscriberCount === 0, 'the stream stays');
      await eventually(() => lines(parts, 'request').length > 0, 'no line');
      assert.equal((await fetch(`${url}/livez`)).status, 200);
      assert.equal(parts.peers.asked.length, lines(parts, 'change').length);
    });

    test('leaves no event stream', async (t) => {
      const { url, parts } = await serve(t);
      const streams = requestBytes('GET /v1/events').repeat(100);
      const sockets = await Promise.all(Array.from({ length: 9 }, () => pipeline(url, streams)));
      await Promise.all(sockets.map((socket) => once(socket, 'data')));
      await Promise.all(sockets.map((socket) => leave(socket, departure)));
      await eventually(() => parts.eventStreams.subscriberCount === 0, 'ghost streams');
      const reader = await fetch(`${url}/v1/events`);
      assert.equal(reader.status, 200);
      await reader.body?.cancel();
    });

    for (const [name, route] of Object.entries(POLLS)) {
      test(`leaves no wait for ${name}`, async (t) => {
        const { url, parts } = await serve(t, unready());
        assert.equal((await fetch(`${url}/livez`)).status, 200);
        const before = timers();
        const poll = requestBytes(route);
        const sockets = await Promise.all(
          Array.from({ length: 5 }, () =>
            pipeline(url, requestBytes('GET /livez') + poll.repeat(99)),
          ),
        );
        await Promise.all(sockets.map((socket) => once(socket, 'data')));
        await eventually(() => timers() >= before + 5, 'nobody waits');
        await Promise.all(sockets.map((socket) => leave(socket, departure)));
        await eventually(() => timers() <= before + 1, 'waits stay');
        await eventually(() => lines(parts, 'request').length >= 11, 'no lines');
      });
    }

    test('leaves no late response to a wrong token', async (t) => {
      const tokens = { admin: 'q7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aU', reader: undefined };
      const { url, parts } = await serve(t, testApp({}, 10, tokens));
      const headers = { Authorization: 'Bearer x7Zx-3pLkR_v9TbW2mYc8NdE5sHfJ1aU' };
      const guesses = requestBytes('GET /v1/status', { headers }).repeat(50);
      const sockets = await Promise.all(Array.from({ length: 11 }, () => pipeline(url, guesses)));
      await eventually(() => lines(parts, 'request').length >= 10, 'no guess was answered');
      await Promise.all(sockets.map((socket) => leave(socket, departure)));
      const answer = await fetch(`${url}/v1/status`, { headers });
      assert.equal(answer.status, 401);
      assert.notEqual(answer.headers.get('connection'), 'close');
    });

    test(
      'leaves no file of the documentation open',
      { skip: process.platform !== 'linux' },
      async (t) => {
        const { url } = await serve(t);
        const descriptors = (): number => readdirSync('/proc/self/fd').length;
        await (await fetch(`${url}/docs/swagger-ui-bundle.js`)).arrayBuffer();
        const before = descriptors();
        const asks = requestBytes('GET /docs/swagger-ui-bundle.js').repeat(100);
        const sockets = await Promise.all(Array.from({ length: 40 }, () => pipeline(url, asks)));
        await Promise.all(sockets.map((socket) => once(socket, 'data')));
        await Promise.all(sockets.map((socket) => leave(socket, departure)));
        await eventually(() => descriptors() <= before + 2, 'descriptors stay open');
      },
    );
  });
}

describe('a client that resets its connection with a response unread', () => {
  test('leaves its key free to fetch generated words that it has not read; the request behind them is not begun', async (t) => {
    const { url, parts } = await serve(t);
    parts.peers.replies.set('generateWallets', '{"mnemonicPhraseOpt":["words"]}');
    const generate = {
      body: { dbPassword: 'correct horse' },
      headers: { 'Idempotency-Key': 'words-1' },
    };
    const socket = await pipeline(
      url,
      requestBytes('POST /v1/node/wallets/generate', generate) +
        requestBytes('GET /v1/node/descriptor'),
    );
    socket.pause();
    await eventually(() => lines(parts, 'change').length === 1, 'not generated');
    await leave(socket, 'reset');
    const again = await fetch(`${url}/v1/node/wallets/generate`, {
      method: 'POST',
      headers: { ...generate.headers, 'content-type': 'application/json' },
      body: JSON.stringify(generate.body),
    });
    assert.match(await again.text(), /words/);
    assert.equal(parts.peers.asked.length, 1);
  });
});
