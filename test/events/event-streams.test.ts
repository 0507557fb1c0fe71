import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventLog } from '../../src/events/event-log.js';
import type { StreamRequest } from '../../src/events/event-stream.js';
import { EventStreams, type EventStreamsOptions } from '../../src/events/event-streams.js';
import { FakeScheduler } from '../support/events/fake-scheduler.js';
import { FakeSink } from '../support/events/fake-sink.js';

const HEARTBEAT_MS = 15_000;

function setUp(options: Partial<EventStreamsOptions> & { keep?: number } = {}) {
  const clock = new FakeScheduler();
  const keep = { maxEvents: options.keep ?? 5000, maxBytes: 64 * 1024 * 1024 };
  const log = new EventLog({
    startedAtMs: clock.now(),
    now: clock.now,
    onListenerError: (error) => assert.fail(String(error)),
    limits: { log: keep, other: keep },
  });
  const streams = new EventStreams({
    log,
    now: clock.now,
    scheduler: clock,
    random: () => 0.5,
    describeState: () => `{"newest":${log.newest}}`,
    ...options,
  });
  const append = (opcode = 'crashed', payload = '{}') =>
    log.append({ hop: 'daemon', opcode, payload });
  const line = (payload = '{}') =>
    log.append({ hop: 'node', opcode: 'logBroadcast', payload, logLevel: 'Info' });
  const open = (
    request: StreamRequest = {},
    sink = new FakeSink(),
  ): FakeSink & { handle: { close(): void } } => {
    const handle = streams.open(request, sink);
    assert.ok(handle !== 'streams-full');
    return Object.assign(sink, { handle });
  };
  const id = (number: number): string => log.idOf(number);
  return { clock, log, streams, append, line, open, id };
}

const big = (bytes: number): string => `"${'x'.repeat(bytes)}"`;

describe('event-streams: a new stream', () => {
  test('begins with retry and a snapshot that bears the newest id', () => {
    const { append, open, id } = setUp();
    append();
    append();
    const sink = open();
    assert.deepEqual(sink.retries, [2000]);
    assert.deepEqual([sink.names, sink.ids], [['gateway.state'], [id(2)]]);
    assert.equal(sink.events[0]?.data, '{"newest":2}');
    assert.equal(sink.writes, 1);
  });

  test('spreads retry around two seconds', () => {
    const retryAt = (random: number): number | undefined =>
      setUp({ random: () => random }).open().retries[0];
    assert.deepEqual([retryAt(0), retryAt(0.999999)], [1500, 2500]);
  });

  test('is live from the snapshot on, also for what happens in the same tick', () => {
    const { clock, append, open, id } = setUp();
    append();
    const sink = open();
    append();
    append();
    clock.tick();
    assert.deepEqual(sink.ids, [id(1), id(2), id(3)]);
    assert.deepEqual(sink.names, ['gateway.state', 'crashed', 'crashed']);
  });

  test('gets no event twice that an older stream in the same tick still waits for', () => {
    const { clock, append, open, id } = setUp();
    const older = open();
    append();
    const sink = open();
    append();
    clock.tick();
    assert.deepEqual(older.ids, [id(0), id(1), id(2)]);
    assert.deepEqual(sink.ids, [id(1), id(2)]);
  });

  test('snapshots and heartbeats are in no history', () => {
    const { clock, log, open } = setUp();
    open();
    clock.advance(HEARTBEAT_MS);
    assert.equal(log.newest, 0);
  });

  test('one that comes when all places are taken is turned away, until one gets free', () => {
    const { streams, open } = setUp({ limits: { maxStreams: 2 } });
    const first = open();
    open();
    assert.equal(streams.open({}, new FakeSink()), 'streams-full');
    first.destroy();
    assert.equal(streams.subscriberCount, 1);
    assert.notEqual(streams.open({}, new FakeSink()), 'streams-full');
  });

  test('one whose client has gone already takes no place', () => {
    const { streams, open } = setUp();
    const sink = new FakeSink();
    sink.destroy();
    open({}, sink).handle.close();
    assert.equal(streams.subscriberCount, 0);
  });
});

describe('event-streams: a stream with a cursor', () => {
  test('gets what it missed, then the snapshot, then what happens', () => {
    const { clock, append, open, id } = setUp();
    for (let count = 0; count < 3; count += 1) append();
    const sink = open({ lastEventId: id(1) });
    append();
    clock.tick();
    assert.deepEqual(sink.names, ['crashed', 'crashed', 'gateway.state', 'crashed']);
    assert.deepEqual(sink.ids, [id(2), id(3), id(3), id(4)]);
  });

  test('that is up to date gets just the snapshot', () => {
    const { append, open, id } = setUp();
    append();
    assert.deepEqual(open({ lastEventId: id(1) }).names, ['gateway.state']);
  });

  test('that is empty counts as none', () => {
    const { append, open } = setUp();
    append();
    assert.deepEqual(open({ lastEventId: '' }).names, ['gateway.state']);
  });

  for (const cursor of ['rubbish', 'abc-1', 'future']) {
    test(`that is useless (${cursor}) gets a gap and a snapshot, and no refusal`, () => {
      const { append, open, id } = setUp();
      append();
      const lastEventId = cursor === 'future' ? id(99) : cursor;
      const sink = open({ lastEventId });
      assert.deepEqual(sink.names, ['gateway.gap', 'gateway.state']);
      assert.deepEqual(sink.ids, [id(1), id(1)]);
      assert.deepEqual(JSON.parse(sink.events[0]!.data), {
        reason: 'cursor',
        hop: null,
        class: null,
        from: cursor === 'rubbish' ? null : lastEventId,
        to: id(1),
      });
    });
  }

  test('that is too old gets a gap naming the class, what is left, and the snapshot', () => {
    const { append, line, open, id } = setUp({ keep: 2 });
    append();
    for (let count = 0; count < 4; count += 1) line();
    const sink = open({ lastEventId: id(0) });
    assert.deepEqual(sink.names, [
      'gateway.gap',
      'crashed',
      'logBroadcast',
      'logBroadcast',
      'gateway.state',
    ]);
    assert.deepEqual(sink.ids, [id(0), id(1), id(4), id(5), id(5)]);
    assert.deepEqual(JSON.parse(sink.events[0]!.data), {
      reason: 'cursor',
      hop: null,
      class: 'log',
      from: id(0),
      to: id(3),
    });
  });

  test('that is a time gets what has happened since', () => {
    const { clock, append, open } = setUp();
    append();
    clock.advance(1000);
    const lastEventId = new Date(clock.now()).toISOString();
    append('setup');
    assert.deepEqual(open({ lastEventId }).names, ['setup', 'gateway.state']);
  });

  test('is replayed to only as fast as it reads, and is not cut off for it', () => {
    const { clock, streams, append, open, id } = setUp({ limits: { cutOffBytes: 50_000 } });
    for (let count = 0; count < 100; count += 1) append('crashed', big(10_000));
    const sink = new FakeSink();
    sink.stall();
    open({ lastEventId: id(0) }, sink);
    assert.ok(sink.writableLength < 100_000);
    append();
    clock.tick();
    clock.advance(10 * HEARTBEAT_MS);
    assert.equal(streams.cutOffCount, 0);
    for (let count = 0; count < 100; count += 1) sink.drain();
    assert.deepEqual(sink.ids, [
      ...Array.from({ length: 101 }, (_, index) => id(index + 1)),
      id(101),
    ]);
    assert.equal(sink.names.at(-1), 'gateway.state');
    append();
    clock.tick();
    sink.drain();
    assert.equal(sink.ids.at(-1), id(102));
  });

  test('that is overtaken by the log while it is replayed to is told of the gap', () => {
    const { clock, append, open, id } = setUp({ keep: 20 });
    for (let count = 0; count < 20; count += 1) append('crashed', big(10_000));
    const sink = new FakeSink();
    sink.stall();
    open({ lastEventId: id(0) }, sink);
    for (let count = 0; count < 20; count += 1) append('crashed', big(10_000));
    clock.tick();
    for (let count = 0; count < 10; count += 1) sink.drain();
    assert.equal(sink.names.at(-1), 'gateway.state');
    const gap = sink.events.findIndex((event) => event.event === 'gateway.gap');
    const lastBefore = sink.ids[gap - 1];
    assert.deepEqual(JSON.parse(sink.events[gap]!.data), {
      reason: 'cursor',
      hop: null,
      class: 'other',
      from: lastBefore,
      to: id(20),
    });
    assert.equal(sink.ids[gap], lastBefore);
    assert.equal(sink.ids[gap + 1], id(21));
    assert.equal(sink.names.filter((name) => name === 'gateway.gap').length, 1);
  });

  test('hears no heartbeat before it is live: that would skip what it has not got', () => {
    const { clock, append, open, id } = setUp();
    for (let count = 0; count < 20; count += 1) append('crashed', big(10_000));
    const sink = new FakeSink();
    sink.stall();
    open({ lastEventId: id(0) }, sink);
    clock.advance(3 * HEARTBEAT_MS);
    sink.drain();
    assert.ok(!sink.names.includes('gateway.heartbeat'));
  });
});

describe('event-streams: live', () => {
  test('writes once per tick, whatever happened in it', () => {
    const { clock, append, line, open } = setUp();
    const sink = open();
    const before = sink.writes;
    for (let count = 0; count < 50; count += 1) append();
    line();
    assert.equal(sink.writes, before);
    clock.tick();
    assert.equal(sink.writes, before + 1);
    assert.equal(sink.events.length, 52);
  });

  test('gives the same bytes to all that want the same', () => {
    const { clock, append, open } = setUp();
    const chunks: Uint8Array[] = [];
    class Recorder extends FakeSink {
      override write(chunk: Uint8Array): boolean {
        chunks.push(chunk);
        return super.write(chunk);
      }
    }
    open({ opcodes: new Set(['a', 'b']) }, new Recorder());
    open({ opcodes: new Set(['b', 'a']) }, new Recorder());
    open({}, new Recorder());
    chunks.length = 0;
    append('a');
    clock.tick();
    assert.equal(chunks.length, 3);
    assert.equal(chunks[0], chunks[1]);
    assert.notEqual(chunks[0], chunks[2]);
  });

  test('gives the envelope to who asked for it', () => {
    const { clock, append, open, id } = setUp();
    const sink = open({ envelope: true });
    append('crashed', '{"processId":18446744073709551615}');
    clock.tick();
    const at = new Date(clock.now()).toISOString();
    assert.equal(
      sink.events[1]?.data,
      `{"id":"${id(1)}","at":"${at}","hop":"daemon","opcode":"crashed",` +
        `"payload":{"processId":18446744073709551615}}`,
    );
    assert.equal(sink.events[0]?.event, 'gateway.state');
    assert.equal((JSON.parse(sink.events[0].data) as { hop: string }).hop, 'gateway');
  });

  test('a filter keeps out what it does not name, without a write, and never our own', () => {
    const { clock, append, line, open } = setUp();
    const sink = open({ opcodes: new Set(['setup']) });
    const before = sink.writes;
    append('crashed');
    line();
    clock.tick();
    assert.equal(sink.writes, before);
    append('setup');
    append('gateway.state');
    append('gateway.gap');
    clock.tick();
    assert.deepEqual(sink.names, ['gateway.state', 'setup', 'gateway.state', 'gateway.gap']);
  });

  test('a heartbeat comes every 15 s by name and moves the cursor of a filtered stream', () => {
    const { clock, append, open, id } = setUp();
    const sink = open({ opcodes: new Set(['setup']) });
    append('crashed');
    append('crashed');
    clock.advance(HEARTBEAT_MS - 1);
    assert.deepEqual(sink.names, ['gateway.state']);
    clock.advance(1);
    assert.deepEqual([sink.names.at(-1), sink.ids.at(-1)], ['gateway.heartbeat', id(2)]);
    clock.advance(HEARTBEAT_MS);
    assert.equal(sink.names.filter((name) => name === 'gateway.heartbeat').length, 2);
  });

  test('a heartbeat never overtakes the events before it', () => {
    const { clock, append, open, id } = setUp({ heartbeatIntervalMs: 10 });
    const sink = open();
    clock.after(10, () => append());
    clock.advance(10);
    assert.deepEqual(sink.ids, [...sink.ids].sort());
    assert.equal(sink.ids.at(-1), id(1));
  });

  test('no timer runs while nobody listens', () => {
    const { clock, append, open } = setUp();
    append();
    assert.equal(clock.pending, 0);
    const sink = open();
    assert.equal(clock.pending, 1);
    sink.destroy();
    assert.equal(clock.pending, 0);
  });
});

describe('event-streams: slow readers', () => {
  const limits = { cutOffBytes: 1024 * 1024, cutOffGraceMs: 1000 };

  function stalledAmongOthers() {
    const all = setUp({ limits });
    const stalled = all.open();
    stalled.stall();
    const other = all.open();
    const fill = (count: number): void => {
      for (let done = 0; done < count; done += 1) {
        all.append('crashed', big(100_000));
        all.clock.tick();
      }
    };
    return { ...all, stalled, other, fill };
  }

  test('one that is less than 1 MiB behind is left alone', () => {
    const { streams, stalled, fill, id } = stalledAmongOthers();
    fill(10);
    assert.deepEqual([streams.cutOffCount, streams.subscriberCount], [0, 2]);
    stalled.drain();
    assert.equal(stalled.ids.at(-1), id(10));
  });

  test('one that is more than 1 MiB behind is cut off, the others lose nothing', () => {
    const { streams, stalled, other, fill, id } = stalledAmongOthers();
    fill(12);
    assert.deepEqual([streams.cutOffCount, streams.subscriberCount], [1, 1]);
    assert.ok(stalled.ended);
    assert.ok(stalled.writableLength < limits.cutOffBytes + 200_000);
    assert.deepEqual(
      other.ids,
      Array.from({ length: 13 }, (_, number) => id(number)),
    );
  });

  test('one that is cut off may still take what waits for it, and resumes by id', () => {
    const { stalled, clock, fill, open, id } = stalledAmongOthers();
    fill(15);
    stalled.drain();
    const lastEventId = stalled.ids.at(-1);
    const again = open({ lastEventId });
    assert.deepEqual(
      [...stalled.ids.slice(1), ...again.ids.slice(0, -1)],
      Array.from({ length: 15 }, (_, index) => id(index + 1)),
    );
    clock.advance(limits.cutOffGraceMs);
    assert.ok(!stalled.destroyed);
  });

  test('one that is cut off and takes nothing is destroyed after the time of grace', () => {
    const { stalled, clock, fill } = stalledAmongOthers();
    fill(12);
    clock.advance(limits.cutOffGraceMs - 1);
    assert.ok(!stalled.destroyed);
    clock.advance(1);
    assert.ok(stalled.destroyed);
  });

  test('one event of more than 1 MiB cuts off nobody who reads', () => {
    const { streams, append, open, clock, id } = setUp({ limits });
    const sink = open();
    append('crashed', big(3 * 1024 * 1024));
    clock.tick();
    append();
    clock.tick();
    assert.equal(streams.cutOffCount, 0);
    assert.deepEqual(sink.ids, [id(0), id(1), id(2)]);
  });
});

describe('event-streams: the end', () => {
  test('a reader that goes away is forgotten', () => {
    const { clock, streams, append, open } = setUp();
    const sink = open();
    sink.destroy();
    append();
    clock.tick();
    assert.equal(streams.subscriberCount, 0);
    assert.equal(sink.listenerCount('drain') + sink.listenerCount('close'), 0);
  });

  test('an error of the sink ends its stream, and one that comes late is no harm', () => {
    const { streams, open } = setUp();
    const sink = open();
    sink.emit('error', new Error('reset'));
    assert.ok(sink.destroyed);
    assert.equal(streams.subscriberCount, 0);
    sink.emit('error', new Error('late'));
  });

  test('a handle ends its stream only, once', () => {
    const { streams, open } = setUp();
    const sink = open();
    const other = open();
    sink.handle.close();
    sink.handle.close();
    assert.deepEqual([sink.ended, other.ended, streams.subscriberCount], [true, false, 1]);
    assert.equal(streams.cutOffCount, 0);
  });

  test('close gives out what was gathered, ends every stream and leaves nothing behind', async () => {
    const { clock, streams, append, open, id } = setUp();
    const [one, another] = [open(), open()];
    append();
    const closed = streams.close();
    await closed;
    assert.deepEqual([one.ended, another.ended], [true, true]);
    assert.equal(one.ids.at(-1), id(1));
    assert.deepEqual([streams.subscriberCount, clock.pending], [0, 0]);
    append();
    assert.equal(clock.pending, 0);
    assert.equal(streams.open({}, new FakeSink()), 'streams-full');
    assert.equal(streams.close(), closed);
  });

  test('close waits for a reader that still has to take something, but not for ever', async () => {
    const { clock, streams, append, open } = setUp();
    const sink = open();
    sink.stall();
    append();
    clock.tick();
    const closed = streams.close();
    assert.ok(!sink.destroyed);
    clock.advance(1000);
    await closed;
    assert.ok(sink.destroyed);
    assert.equal(clock.pending, 0);
  });

  test('close without any stream is done at once', async () => {
    await setUp().streams.close();
  });
});
