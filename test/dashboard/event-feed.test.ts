import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dashboardModule } from '../support/dashboard-module.js';

interface Feed {
  open(): void;
  close(): void;
}
interface Told {
  readonly opcode: string;
}
const { EventFeed } = await dashboardModule<{
  readonly EventFeed: new (listener: object, surroundings: object) => Feed;
}>('event-feed.js');

const OPEN = 1;
const CLOSED = 2;

/** An EventSource by hand. */
class FakeSource extends EventTarget {
  readyState = 0;
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;
  isClosed = false;

  constructor(readonly path: string) {
    super();
  }

  close(): void {
    this.isClosed = true;
  }

  say(opcode: string, id: string, payload: unknown): void {
    const data = JSON.stringify({ id, at: '', hop: 'gateway', opcode, payload });
    this.dispatchEvent(Object.assign(new Event(opcode), { data, lastEventId: id }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }
}

function feedByHand() {
  const sources: FakeSource[] = [];
  const links: string[] = [];
  const heard: string[] = [];
  const asked: string[] = [];
  const timers: { readonly run: () => void; readonly delayMs: number; isOff: boolean }[] = [];
  let statusCode = 200;
  const feed = new EventFeed(
    {
      hear: ({ opcode }: Told) => heard.push(opcode),
      hearOld: (events: readonly Told[]) =>
        heard.push(...events.map(({ opcode }) => `old ${opcode}`)),
      onLink: (state: string) => links.push(state),
    },
    {
      ask: (path: string) => {
        asked.push(path);
        const body = path.startsWith('/v1/events/history')
          ? '{"events":[{"opcode":"logBroadcast"}],"next":"e-7","gap":null}'
          : '{}';
        return Promise.resolve(
          new Response(body, { status: path === '/v1/status' ? statusCode : 200 }),
        );
      },
      openStream: (path: string) => {
        const source = new FakeSource(path);
        sources.push(source);
        return source;
      },
      after: (run: () => void, delayMs: number) => timers.push({ run, delayMs, isOff: false }),
      cancel: (timer: number | undefined) => {
        const found = timer === undefined ? undefined : timers[timer - 1];
        if (found !== undefined) found.isOff = true;
      },
      random: () => 0.5,
    },
  );
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const due = () => timers.filter(({ isOff }) => !isOff);
  return {
    feed,
    sources,
    links,
    heard,
    asked,
    due,
    settle,
    setStatus: (code: number) => {
      statusCode = code;
    },
    /** Lets the one timer that is running run out. */
    runOut: async () => {
      const [timer] = due();
      assert.ok(timer !== undefined && due().length === 1, 'one timer runs');
      timer.isOff = true;
      timer.run();
      await settle();
      return timer.delayMs;
    },
  };
}

describe('the stream', () => {
  test('goes on exactly behind the history, which is read once', async () => {
    const { feed, sources, heard, asked, settle } = feedByHand();
    feed.open();
    await settle();
    assert.equal(sources[0]?.path, '/v1/events?envelope=true&lastEventId=e-7');
    sources[0].say('logBroadcast', 'e-8', { msg: 'x', logLevel: 'Info' });
    feed.open();
    await settle();
    assert.equal(sources[1]?.path, '/v1/events?envelope=true&lastEventId=e-8');
    assert.ok(sources[0].isClosed);
    assert.equal(asked.filter((path) => path.includes('history')).length, 1);
    assert.deepEqual(heard, ['old logBroadcast', 'logBroadcast']);
  });
  test('is left to the browser where the line broke, and opened again where the server refused, ever more slowly', async () => {
    const { feed, sources, links, runOut, settle } = feedByHand();
    feed.open();
    await settle();
    sources[0]?.say('gateway.state', 'e-7', {});
    sources[0]?.fail(0);
    assert.deepEqual(links, ['live', 'lost']);
    assert.equal(sources.length, 1);
    const pauses: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      sources.at(-1)?.fail(CLOSED);
      await settle();
      pauses.push(await runOut());
    }
    assert.deepEqual(
      pauses,
      [1000, 1000, 1000, 1000, 1000, 1000, 1000].map((_, round) =>
        Math.min(30_000, 1000 * 2 ** round),
      ),
    );
    assert.equal(links.at(-1), 'full');
    assert.equal(sources.length, 8);
    sources.at(-1)?.say('gateway.state', 'e-9', {});
    sources.at(-1)?.fail(CLOSED);
    await settle();
    assert.equal(await runOut(), 1000, 'after a stream that worked the pauses begin anew');
  });
  test('tells a missing token and a missing gateway from a full one', async () => {
    for (const [code, state] of [
      [401, 'unauthorized'],
      [503, 'lost'],
      [200, 'full'],
    ] as const) {
      const { feed, sources, links, setStatus, settle } = feedByHand();
      setStatus(code);
      feed.open();
      await settle();
      sources[0]?.fail(CLOSED);
      await settle();
      assert.equal(links.at(-1), state);
    }
  });
  test('is taken for dead when the heart stops beating', async () => {
    const { feed, sources, runOut, settle, due } = feedByHand();
    feed.open();
    await settle();
    if (sources[0] !== undefined) sources[0].readyState = OPEN;
    sources[0]?.say('gateway.heartbeat', 'e-9', {});
    assert.equal(await runOut(), 50_000);
    assert.ok(sources[0]?.isClosed);
    assert.equal(sources[1]?.path, '/v1/events?envelope=true&lastEventId=e-9');
    feed.close();
    assert.deepEqual(due(), []);
  });
});
