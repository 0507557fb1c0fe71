import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventLogLimits } from '../../src/events/retained-events.js';
import { EventLog } from '../../src/events/event-log.js';
import type { GatewayEvent, LogLevel } from '../../src/events/event.js';
import { FakeScheduler } from '../support/events/fake-scheduler.js';

const ROOMY_BYTES = 1024 * 1024;

function limits(log: number, other: number, maxBytes = ROOMY_BYTES): EventLogLimits {
  return { log: { maxEvents: log, maxBytes }, other: { maxEvents: other, maxBytes } };
}

function setUp(kept: EventLogLimits = limits(3, 3)) {
  const clock = new FakeScheduler();
  const startedAtMs = clock.now();
  const errors: unknown[] = [];
  const log = new EventLog({
    startedAtMs,
    now: clock.now,
    onListenerError: (error) => errors.push(error),
    limits: kept,
  });
  const line = (logLevel: LogLevel = 'Info'): GatewayEvent =>
    log.append({ hop: 'node', opcode: 'logBroadcast', payload: '{}', logLevel });
  const crash = (payload = '{}'): GatewayEvent =>
    log.append({ hop: 'daemon', opcode: 'crashed', payload });
  return { log, clock, errors, line, crash, startedAtMs };
}

const numbers = (events: readonly GatewayEvent[]): number[] => events.map(({ number }) => number);

describe('event-log', () => {
  test('both classes are numbered from 1 in one sequence', () => {
    const { log, line, crash } = setUp();
    assert.equal(log.newestId, `${log.epoch}-0`);
    assert.deepEqual(
      [crash(), line(), crash()].map((event) => event.number),
      [1, 2, 3],
    );
    assert.equal(log.newestId, `${log.epoch}-3`);
  });

  test('an event is kept as it came, with its time', () => {
    const { log, clock } = setUp();
    clock.advance(1500);
    const event = log.append({ hop: 'node', opcode: 'x', payload: '{"n":18446744073709551615}' });
    assert.deepEqual(event, {
      number: 1,
      atMs: clock.now(),
      hop: 'node',
      opcode: 'x',
      payload: '{"n":18446744073709551615}',
      retention: 'other',
      logLevel: undefined,
    });
  });

  test('a flood of log lines does not push out anything else', () => {
    const { log, line, crash } = setUp();
    crash();
    for (let count = 0; count < 10; count += 1) line();
    assert.deepEqual(numbers(log.read({ limit: 100 }).events), [1, 9, 10, 11]);
    assert.deepEqual(log.kept('log').events, 3);
  });

  test('without a cursor the latest come, oldest first', () => {
    const { log, line, crash } = setUp();
    crash();
    line();
    crash();
    const { events, next, gap } = log.read({ limit: 2 });
    assert.deepEqual(numbers(events), [2, 3]);
    assert.equal(next, log.newestId);
    assert.equal(gap, null);
  });

  test('a cursor gives the first so many behind it, and the cursor to go on with', () => {
    const { log, crash, line } = setUp();
    for (const append of [crash, line, crash, line]) append();
    const first = log.read({ after: `${log.epoch}-1`, limit: 2 });
    assert.deepEqual([numbers(first.events), first.next], [[2, 3], `${log.epoch}-3`]);
    const second = log.read({ after: first.next, limit: 2 });
    assert.deepEqual([numbers(second.events), second.next], [[4], `${log.epoch}-4`]);
    const third = log.read({ after: second.next, limit: 2 });
    assert.deepEqual(third, { events: [], next: `${log.epoch}-4`, gap: null });
  });

  test('what the filter lets go by is passed by the cursor too', () => {
    const { log, crash, line } = setUp();
    crash();
    line();
    line();
    const { events, next } = log.read({
      after: `${log.epoch}-0`,
      limit: 1,
      filter: { opcodes: new Set(['crashed']) },
    });
    assert.deepEqual([numbers(events), next], [[1], `${log.epoch}-3`]);
  });

  test('a page ends once its bytes are used up, but never before its first event', () => {
    const { log, crash } = setUp();
    for (const letter of ['a', 'b', 'c']) crash(`"${letter.repeat(100)}"`);
    const { events, next } = log.read({ after: `${log.epoch}-0`, limit: 10, maxBytes: 50 });
    assert.deepEqual([numbers(events), next], [[1], `${log.epoch}-1`]);
  });
});

describe('event-log: gaps', () => {
  test('a cursor before lost log lines gets a gap of that class, and all that is still there', () => {
    const { log, line, crash } = setUp();
    crash();
    crash();
    for (let count = 0; count < 5; count += 1) line();
    const { events, gap } = log.read({ after: `${log.epoch}-1`, limit: 10 });
    assert.deepEqual(numbers(events), [2, 5, 6, 7]);
    assert.deepEqual(gap, {
      reason: 'cursor',
      hop: null,
      class: 'log',
      from: `${log.epoch}-1`,
      to: `${log.epoch}-4`,
    });
  });

  test('lost events of the other class are told as such', () => {
    const { log, line, crash } = setUp();
    line();
    for (let count = 0; count < 5; count += 1) crash();
    const { gap } = log.read({ after: `${log.epoch}-0`, limit: 10 });
    assert.deepEqual([gap?.class, gap?.to], ['other', `${log.epoch}-3`]);
  });

  test('where both classes lost events the gap names neither', () => {
    const { log, line, crash } = setUp();
    for (let count = 0; count < 5; count += 1) crash();
    for (let count = 0; count < 5; count += 1) line();
    const { gap } = log.read({ after: `${log.epoch}-0`, limit: 10 });
    assert.deepEqual([gap?.class, gap?.to], [null, `${log.epoch}-7`]);
  });

  test('a cursor at the last lost event has missed nothing', () => {
    const { log, crash } = setUp();
    for (let count = 0; count < 5; count += 1) crash();
    assert.equal(log.read({ after: `${log.epoch}-2`, limit: 10 }).gap, null);
    assert.notEqual(log.read({ after: `${log.epoch}-1`, limit: 10 }).gap, null);
  });

  test('who filters the lost events out is told of no gap', () => {
    const { log, line } = setUp();
    line('Error');
    for (let count = 0; count < 5; count += 1) line('Info');
    const gapWith = (filter: { opcodes?: Set<string>; minLogLevel?: LogLevel }, from: number) =>
      log.read({ after: `${log.epoch}-${from}`, limit: 10, filter }).gap;
    assert.equal(gapWith({ opcodes: new Set(['crashed']) }, 0), null);
    assert.equal(gapWith({ minLogLevel: 'Error' }, 1), null);
    assert.equal(gapWith({ minLogLevel: 'Error' }, 0)?.to, `${log.epoch}-1`);
    assert.equal(gapWith({ minLogLevel: 'Info' }, 1)?.to, `${log.epoch}-3`);
  });

  for (const [name, cursor, from] of [
    ['malformed', 'what?', null],
    ['of another epoch', 'abc-2', 'abc-2'],
  ] as const) {
    test(`a cursor that is ${name} gets a gap and the latest events`, () => {
      const { log, crash } = setUp();
      crash();
      crash();
      assert.deepEqual(log.read({ after: cursor, limit: 1 }).gap, {
        reason: 'cursor',
        hop: null,
        class: null,
        from,
        to: `${log.epoch}-1`,
      });
      assert.deepEqual(numbers(log.read({ after: cursor, limit: 1 }).events), [2]);
      assert.equal(log.read({ after: cursor, limit: 1 }).next, log.newestId);
    });
  }

  test('a cursor in the future gets a gap instead of silence', () => {
    const { log, crash } = setUp();
    crash();
    const { gap, next } = log.read({ after: `${log.epoch}-9`, limit: 10 });
    assert.equal(gap?.from, `${log.epoch}-9`);
    assert.equal(next, `${log.epoch}-1`);
  });

  test('losses are told to each reader once, also when it reads page by page', () => {
    const { log, line, crash } = setUp(limits(2, 10));
    for (const append of [crash, line, crash, line, crash, line, line]) append();
    const { place, gap } = log.locate(`${log.epoch}-0`);
    assert.equal(gap?.to, `${log.epoch}-4`);
    const first = log.page(place, { limit: 1 });
    assert.deepEqual([numbers(first.events), first.gap], [[1], null]);
    line();
    const second = log.page(first.next, { limit: 10 });
    assert.deepEqual(numbers(second.events), [3, 5, 7, 8]);
    assert.deepEqual(
      [second.gap?.class, second.gap?.from, second.gap?.to],
      ['log', `${log.epoch}-1`, `${log.epoch}-6`],
    );
    assert.equal(log.page(second.next, { limit: 10 }).gap, null);
  });
});

test('event-log: what is lost only after it was read is no gap', () => {
  const { log, crash } = setUp();
  for (let count = 0; count < 3; count += 1) crash();
  const first = log.page(log.locate(`${log.epoch}-0`).place, { limit: 2 });
  crash();
  crash();
  const second = log.page(first.next, { limit: 9 });
  assert.deepEqual([numbers(second.events), second.gap], [[3, 4, 5], null]);
});

describe('event-log: times', () => {
  const at = (ms: number): string => new Date(ms).toISOString();

  test('a time gives everything at or after it', () => {
    const { log, clock, crash, line, startedAtMs } = setUp();
    crash();
    clock.advance(1000);
    line();
    clock.advance(1000);
    crash();
    const since = (ms: number): number[] =>
      numbers(log.read({ after: at(startedAtMs + ms), limit: 10 }).events);
    assert.deepEqual(since(0), [1, 2, 3]);
    assert.deepEqual(since(1), [2, 3]);
    assert.deepEqual(since(1000), [2, 3]);
    assert.deepEqual(since(2001), []);
    assert.equal(log.read({ after: at(startedAtMs), limit: 10 }).gap, null);
  });

  test('a time before events that are lost gets a gap, one behind them does not', () => {
    const { log, clock, crash, startedAtMs } = setUp();
    for (let count = 0; count < 5; count += 1) {
      crash();
      clock.advance(1000);
    }
    const gapAt = (ms: number) => log.read({ after: at(startedAtMs + ms), limit: 10 }).gap;
    assert.deepEqual(gapAt(1000), {
      reason: 'cursor',
      hop: null,
      class: 'other',
      from: null,
      to: `${log.epoch}-2`,
    });
    assert.equal(gapAt(1001), null);
  });

  test('a time before the gateway started gets a gap: that was never in this log', () => {
    const { log, crash, startedAtMs } = setUp();
    crash();
    const { events, gap } = log.read({ after: at(startedAtMs - 1), limit: 10 });
    assert.deepEqual(numbers(events), [1]);
    assert.deepEqual([gap?.class, gap?.from, gap?.to], [null, null, `${log.epoch}-0`]);
  });

  test('a clock that is set back hides no event', () => {
    const { log, clock, crash, startedAtMs } = setUp();
    clock.setNow(startedAtMs + 5000);
    crash();
    clock.setNow(startedAtMs + 1000);
    crash();
    assert.deepEqual(
      numbers(log.read({ after: at(startedAtMs + 3000), limit: 10 }).events),
      [1, 2],
    );
  });
});

describe('event-log: bytes', () => {
  test('payloads beyond the bytes of their class push out the oldest', () => {
    const { log, crash } = setUp(limits(100, 100, 4096));
    for (let count = 0; count < 10; count += 1) crash(`"${'x'.repeat(1000)}"`);
    assert.ok(log.kept('other').bytes <= 4096);
    assert.deepEqual(numbers(log.read({ limit: 100 }).events), [8, 9, 10]);
    assert.equal(log.read({ after: `${log.epoch}-0`, limit: 100 }).gap?.to, `${log.epoch}-7`);
  });

  test('characters count as the bytes they take', () => {
    const { log, crash } = setUp(limits(100, 100, 4096));
    crash(`"${'€'.repeat(1500)}"`);
    assert.equal(log.kept('other').events, 0);
  });

  test('a payload too big for the log is heard, not kept, told as lost, and pushes nothing out', () => {
    const { log, crash } = setUp(limits(100, 100, 4096));
    const heard: number[] = [];
    log.subscribe(({ number }) => heard.push(number));
    crash();
    crash(`"${'x'.repeat(5000)}"`);
    crash();
    assert.deepEqual(heard, [1, 2, 3]);
    const { events, gap } = log.read({ after: `${log.epoch}-0`, limit: 100 });
    assert.deepEqual(numbers(events), [1, 3]);
    assert.deepEqual([gap?.class, gap?.to], ['other', `${log.epoch}-2`]);
  });
});

describe('event-log: subscribers', () => {
  test('hear everything from their subscription to its end', () => {
    const { log, crash } = setUp();
    crash();
    const heard: number[] = [];
    const unsubscribe = log.subscribe(({ number }) => heard.push(number));
    crash();
    unsubscribe();
    unsubscribe();
    crash();
    assert.deepEqual(heard, [2]);
  });

  test('the same listener may subscribe twice and is ended one by one', () => {
    const { log, crash } = setUp();
    const heard: number[] = [];
    const hear = ({ number }: GatewayEvent): void => void heard.push(number);
    const unsubscribe = log.subscribe(hear);
    log.subscribe(hear);
    unsubscribe();
    unsubscribe();
    crash();
    assert.deepEqual(heard, [1]);
  });

  test('one that throws stops neither the others nor the log, and is reported', () => {
    const { log, crash, errors } = setUp();
    const heard: number[] = [];
    const fault = new Error('broken listener');
    log.subscribe(() => {
      throw fault;
    });
    log.subscribe(({ number }) => heard.push(number));
    crash();
    crash();
    assert.deepEqual(heard, [1, 2]);
    assert.deepEqual(errors, [fault, fault]);
  });

  test('all hear events in the order of their numbers, also what a listener appends', () => {
    const { log, crash, line } = setUp();
    const heard: number[] = [];
    log.subscribe(({ opcode }) => {
      if (opcode === 'crashed') line();
    });
    log.subscribe(({ number }) => heard.push(number));
    crash();
    assert.deepEqual(heard, [1, 2]);
  });

  test('one that unsubscribes another while hearing harms nobody', () => {
    const { log, crash } = setUp();
    const heard: string[] = [];
    const others: (() => void)[] = [];
    log.subscribe(() => {
      heard.push('first');
      others.forEach((unsubscribe) => unsubscribe());
    });
    others.push(log.subscribe(() => heard.push('second')));
    log.subscribe(() => heard.push('third'));
    crash();
    crash();
    assert.equal(heard.filter((name) => name === 'third').length, 2);
  });
});
