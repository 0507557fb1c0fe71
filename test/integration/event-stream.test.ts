/** The event stream over real sockets, read by clients that are not ours. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { EventSource } from 'eventsource';
import type { EventSourceMessage } from 'eventsource-parser';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { EventLog } from '../../src/events/event-log.js';
import { EventStreams, type EventStreamsOptions } from '../../src/events/event-streams.js';
import { EVENT_STREAM_HEADERS } from '../../src/events/sse-format.js';

interface Running {
  readonly log: EventLog;
  readonly streams: EventStreams;
  readonly server: Server;
  readonly url: string;
  readonly port: number;
  /** Sockets that the server has accepted, oldest first. */
  readonly sockets: Socket[];
  readonly append: (opcode?: string, payload?: string) => string;
}

function answer(streams: EventStreams, request: IncomingMessage, response: ServerResponse): void {
  const cursor = request.headers['last-event-id'];
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  response.writeHead(200, EVENT_STREAM_HEADERS);
  streams.open(
    {
      lastEventId: typeof cursor === 'string' ? cursor : (query.get('since') ?? undefined),
      envelope: query.get('envelope') === 'true',
    },
    response,
  );
}

async function run(t: TestContext, options: Partial<EventStreamsOptions> = {}): Promise<Running> {
  const log = new EventLog({
    startedAtMs: Date.now(),
    now: Date.now,
    onListenerError: (error) => assert.fail(String(error)),
  });
  const describeState = (): string => `{"newest":${log.newest}}`;
  const streams = new EventStreams({
    log,
    now: Date.now,
    describeState,
    retryMs: 20,
    limits: { cutOffGraceMs: 50 },
    ...options,
  });
  const server = createServer((request, response) => answer(streams, request, response));
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    await streams.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const append = (opcode = 'crashed', payload = '{}'): string =>
    log.idOf(log.append({ hop: 'daemon', opcode, payload }).number);
  return { log, streams, server, url: `http://127.0.0.1:${port}/`, port, sockets, append };
}

/** Reads a stream event by event; `stop` hangs up. */
async function read(url: string, headers: Record<string, string> = {}) {
  const hangUp = new AbortController();
  const response = await fetch(url, { headers, signal: hangUp.signal });
  assert.ok(response.body !== null);
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  const next = async (): Promise<EventSourceMessage | undefined> => (await events.read()).value;
  const take = async (count: number): Promise<EventSourceMessage[]> => {
    const taken: EventSourceMessage[] = [];
    while (taken.length < count) {
      const event = await next();
      assert.ok(event !== undefined, `the stream ended after ${taken.length} of ${count} events`);
      taken.push(event);
    }
    return taken;
  };
  return { response, next, take, stop: () => hangUp.abort() };
}

/** Lets the event loop turn until `done`. The test's own time limit ends it otherwise. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await nextTick();
}

const limit = { timeout: 20_000 };

describe('event stream over sockets', () => {
  test('gives the snapshot at once and then each event', limit, async (t) => {
    const { url, append, log } = await run(t);
    append();
    const reader = await read(url);
    assert.equal(reader.response.headers.get('content-type'), 'text/event-stream');
    assert.equal(reader.response.headers.get('cache-control'), 'no-store');
    assert.equal(reader.response.headers.get('x-accel-buffering'), 'no');
    const [snapshot] = await reader.take(1);
    assert.deepEqual(snapshot, { id: log.idOf(1), event: 'gateway.state', data: '{"newest":1}' });
    const id = append('setup', '{"n":18446744073709551615}');
    const [event] = await reader.take(1);
    assert.deepEqual(event, { id, event: 'setup', data: '{"n":18446744073709551615}' });
  });

  test('an EventSource that is cut off comes back and misses nothing', limit, async (t) => {
    const { url, append, sockets } = await run(t);
    const source = new EventSource(url);
    t.after(() => source.close());
    const got: string[] = [];
    source.addEventListener('crashed', ({ lastEventId }) => got.push(lastEventId));
    await once(source, 'gateway.state');
    const sent: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 5; count += 1) sent.push(append());
      await until(() => got.length === sent.length);
      const back = once(source, 'gateway.state');
      sockets.at(-1)?.destroy();
      for (let count = 0; count < 5; count += 1) sent.push(append());
      await back;
    }
    await until(() => got.length >= sent.length);
    assert.deepEqual(got, sent);
    assert.equal(sockets.length, 4);
  });

  test(
    'an EventSource that comes back to another run gets a gap and is not refused',
    limit,
    async (t) => {
      const { url } = await run(t);
      const reader = await read(url, { 'Last-Event-ID': 'abc-17' });
      assert.equal(reader.response.status, 200);
      const names = (await reader.take(2)).map(({ event }) => event);
      assert.deepEqual(names, ['gateway.gap', 'gateway.state']);
    },
  );

  test('a long replay follows the reader and arrives whole', limit, async (t) => {
    const { url, log, append, streams } = await run(t, { limits: { cutOffBytes: 1000 } });
    const payload = `"${'x'.repeat(10_000)}"`;
    for (let count = 0; count < 300; count += 1) append('crashed', payload);
    const reader = await read(`${url}?since=${log.idOf(0)}&envelope=true`);
    append();
    const events = await reader.take(302);
    const replayed = events.filter(({ event }) => event === 'crashed').map(({ id }) => id);
    const expected = Array.from({ length: 301 }, (_, index) => log.idOf(index + 1));
    assert.ok(replayed.join() === expected.join(), 'each event once and in order');
    assert.equal(streams.cutOffCount, 0);
  });

  test('a reader that stops reading is cut off; another one gets everything', limit, async (t) => {
    const { url, port, streams, append } = await run(t);
    const stalled = connect(port, '127.0.0.1');
    t.after(() => stalled.destroy());
    stalled.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    stalled.pause();
    const other = await read(url);
    await other.take(1);
    await until(() => streams.subscriberCount === 2);
    const payload = `"${'x'.repeat(256 * 1024)}"`;
    while (streams.cutOffCount === 0) {
      const id = append('crashed', payload);
      const [event] = await other.take(1);
      assert.equal(event?.id, id);
    }
    assert.equal(streams.subscriberCount, 1);
    // Whoever is cut off sees the response end, however little it had read.
    stalled.resume();
    stalled.on('error', () => undefined);
    await once(stalled, 'close');
    append();
    assert.equal((await other.take(1))[0]?.data, '{}');
  });

  test('a reader that hangs up is forgotten', limit, async (t) => {
    const { url, streams } = await run(t);
    const reader = await read(url);
    await reader.take(1);
    assert.equal(streams.subscriberCount, 1);
    reader.stop();
    await until(() => streams.subscriberCount === 0);
  });

  test('a client that has gone before its stream is opened takes no place', limit, async (t) => {
    const { streams, port, server } = await run(t);
    server.removeAllListeners('request');
    const answered = new Promise<void>((resolve) => {
      server.on('request', (request, response) => {
        response.on('close', () => {
          answer(streams, request, response);
          resolve();
        });
      });
    });
    const client = connect(port, '127.0.0.1', () => {
      client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', () => client.destroy());
    });
    await answered;
    assert.equal(streams.subscriberCount, 0);
  });

  test('two hundred readers each get every event of a burst', limit, async (t) => {
    const { url, append } = await run(t);
    const readers = await Promise.all(Array.from({ length: 200 }, () => read(url)));
    await Promise.all(readers.map((reader) => reader.take(1)));
    const sent = Array.from({ length: 100 }, () => append());
    const got = await Promise.all(readers.map((reader) => reader.take(sent.length)));
    for (const events of got)
      assert.deepEqual(
        events.map(({ id }) => id),
        sent,
      );
  });

  test('close ends the response properly after the last event', limit, async (t) => {
    const { url, append, streams } = await run(t);
    const reader = await read(url);
    await reader.take(1);
    const id = append();
    await streams.close();
    assert.equal((await reader.take(1))[0]?.id, id);
    assert.equal(await reader.next(), undefined);
  });
});
