/** Client, command line and dashboard follow the event stream by the same rules: each scenario runs against all three. */
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { describe, test, type TestContext } from 'node:test';
import { follow } from '../../src/cli/gateway/following.js';
import { createGatewayClient } from '../../src/client/client.js';
import { nodeFetch } from '../../src/client/node-fetch.js';
import { dashboardModule } from '../support/browser/dashboard-page.js';

type Reply = (response: ServerResponse) => void;
type Ended = 'live' | 'gave up';

const { EventFeed } = await dashboardModule<{
  readonly EventFeed: new (
    listener: object,
    surroundings: object,
  ) => { open(): void; close(): void };
}>('event-feed.js');
const { MAX_EVENT_CHARACTERS } = await dashboardModule<{ readonly MAX_EVENT_CHARACTERS: number }>(
  'sse-messages.js',
);

const FIRST = 'e-0';
const LAST = 'e-9';
const message = (id: string, text = ''): string =>
  `id: ${id}\nevent: newPassword\ndata: {"id":"${id}","at":"2026-11-23T00:10:24.307Z","hop":"node","opcode":"newPassword","payload":{"x":"${text}"}}\n\n`;

const stream = (text: string) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);
const refusal =
  (status: number, headers = {}) =>
  (response: ServerResponse) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(`{"status":${status},"code":"c","title":"t","detail":"d","outcome":"not-sent"}`);
const hangUp: Reply = (response) => response.destroy();
const page: Reply = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end();

const followers: Readonly<Record<string, (url: string) => Promise<Ended>>> = {
  client: async (url) => {
    const events = createGatewayClient({ baseUrl: url, fetch: nodeFetch() }).events({
      lastEventId: FIRST,
    });
    for await (const { id } of events) if (id === LAST) return 'live';
    return 'gave up';
  },
  'command line': async (url) => {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const stop = new AbortController();
    const options = { url, urlOrigin: 'x', socketPath: undefined, tokenFile: undefined };
    const events = follow(
      { ...options, token: undefined },
      { lastEventId: FIRST },
      { environment: {}, out: nowhere, err: nowhere, stop: stop.signal },
    );
    for await (const data of events) if (data.includes(LAST)) return 'live';
    return 'gave up';
  },
  dashboard: (url) =>
    new Promise((resolve) => {
      const fetch = nodeFetch();
      const feed = new EventFeed(
        {
          hear: ({ id }: { readonly id: string }) => {
            if (id !== LAST) return;
            feed.close();
            resolve('live');
          },
          hearOld: () => undefined,
          onLink: () => undefined,
        },
        {
          ask: (path: string, init: RequestInit) => fetch(new Request(url + path, init)),
          after: () => resolve('gave up'),
          cancel: () => undefined,
        },
      );
      feed.open();
    }),
};

/** What a follower does with these replies; when they have run out, it gets a stream with {@link LAST}. */
async function observe(t: TestContext, run: (url: string) => Promise<Ended>, replies: Reply[]) {
  const places: (string | undefined)[] = [];
  const server = createServer(({ url, headers }, response) => {
    if (url?.startsWith('/v1/events?') !== true) {
      response.end(`{"events":[],"next":"${FIRST}","gap":null}`);
      return;
    }
    places.push(String(headers['last-event-id']));
    (replies.shift() ?? stream(message(LAST)))(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const waits: number[] = [];
  const later = globalThis.setTimeout;
  t.mock.method(globalThis, 'setTimeout', (end: () => void, ms: number) => {
    if (ms !== SILENCE_MS) waits.push(ms);
    return later(end, ms === SILENCE_MS ? ms : 0);
  });
  const { port } = server.address() as AddressInfo;
  const ended = await run(`http://127.0.0.1:${port}`).catch((): Ended => 'gave up');
  t.mock.restoreAll();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { ended, waits, places };
}

const SILENCE_MS = 45_000;

const scenarios: readonly {
  readonly title: string;
  readonly replies: () => Reply[];
  readonly waits: readonly number[];
  readonly ended?: Ended;
  readonly places?: readonly string[];
}[] = [
  {
    title: 'waits as long as Retry-After of a 503 asks',
    replies: () => [refusal(503, { 'retry-after': '7' })],
    waits: [7000],
  },
  {
    title: 'waits as long as Retry-After of a 429 asks',
    replies: () => [refusal(429, { 'retry-after': '0' })],
    waits: [0],
  },
  {
    title: 'waits longer and longer, up to 30 s, if the gateway names no time',
    replies: () => Array.from({ length: 6 }, () => refusal(500)),
    waits: [2000, 4000, 8000, 16_000, 30_000, 30_000],
  },
  {
    title: 'opens the stream again behind the last event, after the time that "retry:" asks for',
    replies: () => [stream(`retry: 5\n\n${message('e-1')}`), stream(message('e-2'))],
    waits: [5, 5],
    places: [FIRST, 'e-1', 'e-2'],
  },
  {
    title: 'tries again if the first connection breaks',
    replies: () => [hangUp],
    waits: [2000],
  },
  {
    title: 'breaks off at an event beyond the size limit',
    replies: () => [stream(message('e-1', 'x'.repeat(MAX_EVENT_CHARACTERS)))],
    waits: [2000],
    places: [FIRST, FIRST],
  },
  {
    title: 'gives up after a refusal that waiting does not cure',
    replies: () => [refusal(403)],
    waits: [],
    ended: 'gave up',
  },
  {
    title: 'gives up if something else answers',
    replies: () => [page],
    waits: [],
    ended: 'gave up',
  },
];

for (const [name, run] of Object.entries(followers)) {
  describe(`the ${name}`, () => {
    for (const { title, replies, waits, ended = 'live', places } of scenarios) {
      test(title, { timeout: 60_000 }, async (t) => {
        const seen = await observe(t, run, replies());
        assert.deepEqual({ ended: seen.ended, waits: seen.waits }, { ended, waits });
        if (places !== undefined) assert.deepEqual(seen.places, places);
      });
    }
  });
}
