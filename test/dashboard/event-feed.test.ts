import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dashboardModule } from '../support/browser/dashboard-page.js';

interface Told {
  readonly opcode: string;
}
const { EventFeed } = await dashboardModule<{
  readonly EventFeed: new (
    listener: object,
    surroundings: object,
  ) => { open(): void; close(): void };
}>('event-feed.js');

const encoder = new TextEncoder();
const envelope = (opcode: string, id: string): string =>
  `id: ${id}\nevent: ${opcode}\ndata: {"id":"${id}","at":"","hop":"gateway","opcode":"${opcode}","payload":{}}\n\n`;

/** A stream that says this and stays open until it is given up. */
function openStream(text: string, signal: AbortSignal | null | undefined): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(encoder.encode(text));
      signal?.addEventListener('abort', () => controller.error(signal.reason));
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

/** A feed before a gateway that gives these answers to `/v1/events`, one after the other. */
function feedOf(...answers: ((signal: AbortSignal | null | undefined) => Response)[]) {
  const links: string[] = [];
  const heard: string[] = [];
  const asked: string[] = [];
  const timers: number[] = [];
  let told = (): void => undefined;
  const tell = (list: string[], text: string): void => {
    list.push(text);
    told();
  };
  const feed = new EventFeed(
    {
      hear: ({ opcode }: Told) => tell(heard, opcode),
      hearOld: (events: readonly Told[]) =>
        events.forEach(({ opcode }) => tell(heard, `old ${opcode}`)),
      onLink: (state: string) => tell(links, state),
    },
    {
      ask: (path: string, init: RequestInit) => {
        const place = new Headers(init.headers).get('last-event-id');
        asked.push(place === null ? path : `${path} after ${place}`);
        if (path.startsWith('/v1/events/history')) {
          return Promise.resolve(
            new Response('{"events":[{"opcode":"logBroadcast"}],"next":"e-7","gap":null}'),
          );
        }
        if (path === '/v1/status') return Promise.resolve(new Response('{}'));
        return Promise.resolve(answers.shift()?.(init.signal) ?? new Response('', { status: 404 }));
      },
      after: (_run: () => void, delayMs: number) => timers.push(delayMs),
      cancel: () => undefined,
    },
  );
  const until = async (isDone: () => boolean): Promise<void> => {
    while (!isDone()) await new Promise<void>((resolve) => (told = resolve));
  };
  return { feed, links, heard, asked, timers, until };
}

describe('the feed', { timeout: 30_000 }, () => {
  test('goes on exactly behind the history, which is read once', async () => {
    const { feed, asked, heard, links, until } = feedOf(
      (signal) => openStream(envelope('gateway.state', 'e-8'), signal),
      (signal) => openStream(envelope('crashed', 'e-9'), signal),
    );
    feed.open();
    await until(() => heard.includes('gateway.state'));
    feed.open();
    await until(() => heard.includes('crashed'));
    feed.close();
    assert.deepEqual(asked, [
      '/v1/events/history?limit=500',
      '/v1/events?envelope=true after e-7',
      '/v1/events?envelope=true after e-8',
    ]);
    assert.deepEqual(heard, ['old logBroadcast', 'gateway.state', 'crashed']);
    assert.deepEqual(links, ['live']);
  });

  for (const [status, state, timers] of [
    [401, 'unauthorized', [30_000]],
    [503, 'lost', []],
    [429, 'full', []],
  ] as const) {
    test(`is ${state} after ${status}`, async () => {
      const { feed, links, asked, timers: set, until } = feedOf(() => new Response('', { status }));
      feed.open();
      await until(() => links.length > 0);
      await new Promise((resolve) => setImmediate(resolve));
      feed.close();
      assert.deepEqual(links, [state]);
      assert.equal(asked.includes('/v1/status'), state === 'full', 'a full gateway has a status');
      assert.deepEqual(set, timers, 'what waiting does not cure is looked at again now and then');
    });
  }
});
