/** Whatever happens in whatever order, a reader that resumes by id gets every event once, in order, or is told of its loss. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matches, type EventFilter } from '../../src/events/event-filter.js';
import { EventLog } from '../../src/events/event-log.js';
import type { Gap, GatewayEvent, LogLevel } from '../../src/events/event.js';
import { EventStreams } from '../../src/events/event-streams.js';
import { FakeScheduler } from '../support/events/fake-scheduler.js';
import { FakeSink } from '../support/events/fake-sink.js';

const HEARTBEAT_MS = 15_000;
const CUT_OFF_BYTES = 20_000;
/** More than any ring of this test holds. */
const OVERSIZE_BYTES = 70_000;
const READERS = 3;
const SYNTHETIC = new Set(['gateway.state', 'gateway.gap', 'gateway.heartbeat']);

const filters: readonly EventFilter[] = [
  {},
  { opcodes: new Set(['crashed']) },
  { opcodes: new Set(['logBroadcast']), minLogLevel: 'Warn' },
];

/** An EventSource: remembers the last id, and what it got over all its connections. */
class Reader {
  readonly gaps: Gap[] = [];
  readonly numbers: number[] = [];
  startedAt: number | undefined;
  sink: FakeSink | undefined;
  #lastEventId: string | undefined;
  #read = 0;

  constructor(
    readonly filter: EventFilter,
    readonly streams: EventStreams,
  ) {}

  connect(): void {
    if (this.sink !== undefined && !this.sink.ended && !this.sink.destroyed) return;
    this.collect();
    this.sink = new FakeSink();
    this.#read = 0;
    const { opcodes, minLogLevel } = this.filter;
    const request = { lastEventId: this.#lastEventId, opcodes, minLogLevel };
    assert.notEqual(this.streams.open(request, this.sink), 'streams-full');
    this.collect();
  }

  collect(): void {
    const events = this.sink?.events ?? [];
    for (const { id, event, data } of events.slice(this.#read)) {
      assert.ok(id !== undefined);
      const number = Number(id.split('-')[1]);
      this.#lastEventId = id;
      this.startedAt ??= number;
      if (event === 'gateway.gap') this.gaps.push(JSON.parse(data) as Gap);
      if (event !== undefined && !SYNTHETIC.has(event)) this.numbers.push(number);
    }
    this.#read = events.length;
  }
}

type Step =
  | { do: 'append'; opcode: string; logLevel: LogLevel | undefined; bytes: number }
  | { do: 'tick' }
  | { do: 'beat' }
  | { do: 'reader'; reader: number; deed: 'connect' | 'disconnect' | 'stall' | 'drain' };

const reader = fc.nat({ max: READERS - 1 });
const size = fc.constantFrom(2, 2, 2, 3000, 12_000, OVERSIZE_BYTES);
const steps = fc.array(
  fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        opcode: fc.constant('logBroadcast'),
        logLevel: fc.constantFrom<LogLevel>('Error', 'Warn', 'Info'),
        bytes: size,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        opcode: fc.constantFrom('crashed', 'setup', 'gateway.scan'),
        logLevel: fc.constant(undefined),
        bytes: size,
      }),
    },
    { weight: 4, arbitrary: fc.constantFrom<Step>({ do: 'tick' }, { do: 'beat' }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('reader' as const),
        reader,
        deed: fc.constantFrom('connect', 'connect', 'disconnect', 'stall', 'drain'),
      }),
    },
  ),
  { minLength: 5, maxLength: 120 },
);

function setUp(keep: number) {
  const clock = new FakeScheduler();
  const bounds = { maxEvents: keep, maxBytes: 60_000 };
  const log = new EventLog({
    startedAtMs: clock.now(),
    now: clock.now,
    onListenerError: (error) => assert.fail(String(error)),
    limits: { log: bounds, other: bounds },
  });
  const streams = new EventStreams({
    log,
    now: clock.now,
    scheduler: clock,
    describeState: () => '{}',
    limits: { cutOffBytes: CUT_OFF_BYTES },
  });
  return { clock, log, streams };
}

function take(step: Step, { clock, log }: ReturnType<typeof setUp>, readers: Reader[]): void {
  if (step.do === 'append') {
    const payload = `"${'x'.repeat(step.bytes - 2)}"`;
    log.append({ hop: 'node', opcode: step.opcode, payload, logLevel: step.logLevel });
  } else if (step.do === 'tick') clock.tick();
  else if (step.do === 'beat') clock.advance(HEARTBEAT_MS);
  else {
    const one = readers[step.reader]!;
    one.collect();
    if (step.deed === 'connect') one.connect();
    else if (step.deed === 'disconnect') one.sink?.destroy();
    else if (step.deed === 'stall') one.sink?.stall();
    else one.sink?.drain();
  }
}

/** Everybody connects and reads to the end. */
function settle({ clock, log }: ReturnType<typeof setUp>, readers: Reader[]): void {
  for (const one of readers) {
    one.sink?.destroy();
    one.connect();
  }
  clock.tick();
  clock.advance(HEARTBEAT_MS);
  for (const one of readers) {
    one.collect();
    assert.equal(one.sink?.ids.at(-1), log.newestId, 'the reader ends at the newest id');
  }
}

function covers(gap: Gap, event: GatewayEvent): boolean {
  const numberOf = (id: string | null): number => Number(id?.split('-')[1] ?? 0);
  const within = event.number > numberOf(gap.from) && event.number <= numberOf(gap.to);
  return within && (gap.class === null || gap.class === event.retention);
}

function check(one: Reader, appended: readonly GatewayEvent[], kept: ReadonlySet<number>): void {
  const ascending = [...one.numbers].sort((a, b) => a - b);
  assert.deepEqual(one.numbers, ascending, 'in order');
  assert.equal(new Set(one.numbers).size, one.numbers.length, 'no event twice');
  const got = new Set(one.numbers);
  const startedAt = one.startedAt ?? 0;
  for (const event of appended) {
    const wanted = event.number > startedAt && matches(one.filter, event);
    if (!wanted) assert.ok(!got.has(event.number), `${event.number} was not wanted`);
    else if (!got.has(event.number)) {
      assert.ok(!kept.has(event.number), `${event.number} is kept but was not delivered`);
      assert.ok(
        one.gaps.some((gap) => covers(gap, event)),
        `${event.number} is missing and no gap says so`,
      );
    }
  }
}

test('every reader gets every wanted event that is kept once and in order, and is told of all others', () => {
  const seen = { events: 0, gaps: 0, cutOffs: 0, missing: 0 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), steps, (keep, taken) => {
      const all = setUp(keep);
      const readers = filters.map((filter) => new Reader(filter, all.streams));
      const appended: GatewayEvent[] = [];
      all.log.subscribe((event) => appended.push(event));
      readers.forEach((one) => one.connect());
      for (const step of taken) take(step, all, readers);
      settle(all, readers);
      const kept = new Set(all.log.read({ limit: 1000 }).events.map(({ number }) => number));
      for (const one of readers) {
        check(one, appended, kept);
        seen.events += one.numbers.length;
        seen.gaps += one.gaps.length;
      }
      seen.cutOffs += all.streams.cutOffCount;
    }),
    { numRuns: 400 },
  );
  assert.ok(seen.events > 1000 && seen.gaps > 100 && seen.cutOffs > 10, JSON.stringify(seen));
});
