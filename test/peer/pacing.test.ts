/** The single rules of pacing, one by one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fullBucket } from '../../src/peer/node/bucket.js';
import { stepPacing } from '../../src/peer/node/pacing.js';
import { initialPacing, unprovenCount } from '../../src/peer/node/pacing-state.js';
import type {
  PacingAction,
  PacingEvent,
  PacingState,
  WaitingKind,
} from '../../src/peer/node/pacing-state.js';

const LONG_MS = 1_000_000;

/** Drives the machine and remembers what it did. */
class Machine {
  nowMs = 0;
  actions: readonly PacingAction[] = [];
  wakeAtMs: number | undefined;
  state: PacingState;
  readonly log: { readonly line: string; readonly atMs: number }[] = [];
  #nextId = 1;
  readonly #unpaced: boolean;

  /** Without a rate the bucket is always full. */
  constructor(messagesPerSecond?: number) {
    const timings = { firstFenceRetryMs: 2000, firstFenceRetryMostMs: 60_000 };
    this.#unpaced = messagesPerSecond === undefined;
    this.state = initialPacing(timings, messagesPerSecond ?? 1, 0);
  }

  /** A machine whose first fence is back. */
  static open(messagesPerSecond?: number): Machine {
    const machine = new Machine(messagesPerSecond);
    machine.event({ kind: 'link-opened', adopted: false });
    machine.answer(1);
    machine.nowMs = 1000;
    return machine;
  }

  event(event: PacingEvent): readonly string[] {
    const bucket = this.#unpaced ? fullBucket(this.nowMs) : this.state.bucket;
    const step = stepPacing({ ...this.state, bucket }, event, this.nowMs);
    this.state = step.state;
    this.actions = step.actions;
    this.wakeAtMs = step.wakeAtMs;
    const lines = step.actions.map(lineOf);
    this.log.push(...lines.map((line) => ({ line, atMs: this.nowMs })));
    return lines;
  }

  arrive(kind: WaitingKind, limitMs = LONG_MS, waitMs = LONG_MS): readonly string[] {
    const waiting = { id: this.#nextId++, kind, limitMs, deadlineMs: this.nowMs + waitMs };
    return this.event({ kind: 'arrived', waiting });
  }

  answer(seq: number, proves = true): readonly string[] {
    return this.event({ kind: 'answered', seq, proves });
  }

  at(nowMs: number): readonly string[] {
    this.nowMs = nowMs;
    return this.event({ kind: 'time' });
  }

  /** Writes and answers `count` quick messages; returns the seq of the last. */
  quick(count: number): void {
    for (let i = 0; i < count; i += 1) {
      this.arrive('quick');
      const [action] = this.actions;
      assert.equal(action?.kind, 'write');
      this.answer(action.seq, false);
    }
  }

  get unproven(): number {
    return unprovenCount(this.state);
  }
}

function lineOf(action: PacingAction): string {
  switch (action.kind) {
    case 'write':
      return `write ${action.id}`;
    case 'write-pair':
      return `pair ${action.id} with second ${action.secondSeq - action.seq}`;
    case 'write-fence':
      return `fence ${action.purpose}`;
    case 'write-shutdown':
      return 'shutdown';
    case 'refuse':
      return `refuse ${action.id} ${action.reason}`;
  }
}

describe('credits', () => {
  test('ordinary messages stop at 6; then a fence goes, and its reply proves all', () => {
    const machine = Machine.open();
    machine.quick(6);
    assert.equal(machine.unproven, 6);
    assert.deepEqual(machine.arrive('quick'), ['fence credit']);
    assert.equal(machine.unproven, 7);
    assert.deepEqual(machine.arrive('quick'), []);
    assert.deepEqual(machine.answer(8), ['write 7']);
    assert.equal(machine.unproven, 1);
  });

  test('a waiting message that the Configurator answers takes the seventh place instead of a fence', () => {
    for (const kind of ['configurator', 'configurator-read'] as const) {
      const machine = Machine.open();
      machine.quick(6);
      assert.deepEqual(machine.arrive(kind), ['write 7']);
      assert.deepEqual(machine.arrive('quick'), []);
      assert.equal(machine.unproven, 7);
    }
  });

  test('a fence goes even while key work is being done', () => {
    const machine = Machine.open();
    machine.arrive('configurator');
    machine.quick(5);
    assert.deepEqual(machine.arrive('quick'), ['fence credit']);
  });

  test('a reply proves what was written before it, not what was written after it', () => {
    const machine = Machine.open();
    machine.quick(2);
    machine.arrive('configurator'); // seq 4
    machine.quick(2);
    machine.answer(4);
    assert.equal(machine.unproven, 2);
    machine.answer(4);
    assert.equal(machine.unproven, 2);
  });

  test('a time limit frees the lane and no credit; the late reply proves', () => {
    const machine = Machine.open();
    machine.arrive('configurator', 100);
    assert.deepEqual(machine.arrive('configurator'), []);
    assert.equal(machine.wakeAtMs, 1100);
    assert.deepEqual(machine.at(1100), ['write 2']);
    assert.equal(machine.unproven, 2);
    machine.answer(2);
    assert.equal(machine.unproven, 1);
  });

  test('a message that the socket layer could not read proves nothing and holds nothing', () => {
    const machine = Machine.open();
    machine.quick(3);
    machine.arrive('configurator');
    machine.event({ kind: 'unread', seq: 5 });
    assert.equal(machine.unproven, 3);
    assert.deepEqual(machine.arrive('configurator'), ['write 5']);
  });

  test('without a reply to the seventh nothing is written any more', () => {
    const machine = Machine.open();
    machine.quick(6);
    machine.arrive('quick', LONG_MS, 5000);
    assert.deepEqual(machine.at(5999), []);
    assert.deepEqual(machine.at(6000), ['refuse 7 too-late']);
    assert.deepEqual(machine.arrive('configurator'), []);
  });
});

describe('a new link', () => {
  test('carries the credits of the lost one until its first fence is back', () => {
    const machine = Machine.open();
    machine.quick(6);
    machine.arrive('configurator');
    assert.equal(machine.unproven, 7);
    machine.event({ kind: 'link-lost' });
    assert.equal(machine.unproven, 7);
    assert.deepEqual(machine.event({ kind: 'link-opened', adopted: false }), ['fence first']);
    assert.equal(machine.unproven, 8);
    assert.deepEqual(machine.arrive('quick'), []);
    assert.deepEqual(machine.answer(9), ['write 8']);
    assert.equal(machine.unproven, 1);
  });

  test('whose first fence was lost writes the next one into the same place, after 2, 4, 8 … 60 s', () => {
    const machine = new Machine();
    const pausesS: number[] = [];
    machine.event({ kind: 'link-opened', adopted: false });
    for (let i = 0; i < 8; i += 1) {
      const writtenAtMs = machine.nowMs;
      machine.event({ kind: 'link-lost' });
      assert.equal(machine.unproven, 1);
      assert.deepEqual(machine.event({ kind: 'link-opened', adopted: false }), []);
      assert.deepEqual(machine.at(machine.wakeAtMs ?? assert.fail()), ['fence first']);
      assert.equal(machine.unproven, 1);
      pausesS.push((machine.nowMs - writtenAtMs) / 1000);
    }
    assert.deepEqual(pausesS, [2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('begins fresh when the process is known to be dead', () => {
    const machine = Machine.open(0.001);
    machine.quick(6);
    machine.event({ kind: 'link-lost' });
    machine.event({ kind: 'process-forgotten' });
    assert.equal(machine.unproven, 0);
    assert.deepEqual(machine.event({ kind: 'link-opened', adopted: false }), ['fence first']);
    assert.equal(Math.round(machine.state.bucket.tokens), 7);
  });

  test('that was found on the Daemon port counts the probe and keeps a place for the next one', () => {
    const machine = new Machine();
    assert.deepEqual(machine.event({ kind: 'link-opened', adopted: true }), ['fence first']);
    assert.equal(machine.unproven, 2);
    machine.answer(1);
    assert.equal(machine.unproven, 0);
    machine.quick(5);
    assert.deepEqual(machine.arrive('quick'), ['fence credit']);
    machine.event({ kind: 'link-lost' });
    machine.event({ kind: 'link-opened', adopted: true });
    assert.equal(machine.unproven, 8);
  });

  test('refuses what waited when it is lost', () => {
    const machine = Machine.open();
    machine.arrive('quick');
    machine.arrive('quick');
    assert.deepEqual(machine.event({ kind: 'link-lost' }), ['refuse 2 cleared']);
    assert.deepEqual(machine.arrive('quick'), ['refuse 3 cleared']);
  });
});

describe('lanes', () => {
  test('hold one conversation each', () => {
    const machine = Machine.open();
    assert.deepEqual(machine.arrive('quick'), ['write 1']);
    assert.deepEqual(machine.arrive('quick'), []);
    assert.deepEqual(machine.arrive('configurator'), ['write 3']);
    assert.deepEqual(machine.arrive('configurator'), []);
    assert.deepEqual(machine.answer(2, false), ['write 2']);
    assert.deepEqual(machine.answer(3), ['write 4']);
  });

  test('a quick read of the Configurator waits for key work and lets other reads pass', () => {
    const machine = Machine.open();
    machine.arrive('configurator');
    assert.deepEqual(machine.arrive('configurator-read'), []);
    assert.deepEqual(machine.arrive('quick'), ['write 3']);
    machine.arrive('configurator');
    assert.deepEqual(machine.answer(2), ['write 2']);
    assert.deepEqual(machine.answer(4), ['write 4']);
  });

  test('fire-and-forget fills no lane', () => {
    const machine = Machine.open();
    assert.deepEqual(machine.arrive('tell'), ['write 1']);
    assert.deepEqual(machine.arrive('tell'), ['write 2']);
    assert.deepEqual(machine.arrive('quick'), ['write 3']);
  });

  for (const kind of ['scan', 'pair'] as const) {
    test(`both messages of a ${kind} go when two credits are free, and nobody of its lane passes it`, () => {
      const machine = Machine.open();
      machine.quick(5);
      assert.deepEqual(machine.arrive(kind), ['fence credit']);
      assert.deepEqual(machine.arrive('quick'), []);
      assert.deepEqual(machine.answer(7), ['pair 6 with second 1']);
      assert.deepEqual(machine.answer(8, false), []);
      assert.deepEqual(machine.answer(9, false), ['write 7']);
    });
  }
});

describe('the bucket', () => {
  test('lets 8 go at once, then one for each token', () => {
    const machine = Machine.open(100);
    machine.log.length = 0;
    for (let i = 0; i < 30; i += 1) machine.arrive('tell');
    for (let i = 0; i < 400; i += 1) {
      const { fence } = machine.state;
      if (fence !== undefined) machine.answer(fence.seq);
      machine.at(machine.nowMs + 1);
    }
    assert.equal(machine.log.length, 34); // 30 messages and 4 fences
    for (const [index, { atMs }] of machine.log.entries()) {
      const promisedMs = 1000 + Math.max(0, index - 7) * 10;
      assert.ok(atMs >= promisedMs && atMs <= promisedMs + 2, `message ${index} at ${atMs}`);
    }
  });

  test('a scan waits for two tokens, and nobody takes them away', () => {
    const machine = Machine.open(100);
    for (let i = 0; i < 8; i += 1) machine.arrive(i < 6 ? 'tell' : 'configurator');
    assert.deepEqual(machine.arrive('scan'), []);
    machine.answer(8);
    machine.answer(9);
    assert.deepEqual(machine.arrive('configurator'), []);
    const woken: string[] = [];
    while (woken.length === 0) {
      woken.push(...machine.at(machine.wakeAtMs ?? assert.fail('nobody wakes it')));
    }
    assert.deepEqual(woken, ['pair 9 with second 1']);
  });
});

describe('the gate', () => {
  test('refuses who waits and who comes, and lets a fence and then the shutdown through', () => {
    const machine = Machine.open();
    machine.arrive('quick');
    machine.arrive('quick');
    assert.deepEqual(machine.event({ kind: 'locked' }), ['refuse 2 cleared']);
    assert.deepEqual(machine.arrive('quick'), ['refuse 3 cleared']);
    assert.deepEqual(machine.event({ kind: 'lock-fence-wanted' }), []);
    assert.deepEqual(machine.answer(2, false), ['fence shutdown']);
    assert.deepEqual(machine.event({ kind: 'shutdown-wanted' }), []);
    assert.deepEqual(machine.answer(3), ['shutdown']);
    machine.event({ kind: 'unlocked' });
    assert.deepEqual(machine.arrive('quick'), ['write 4']);
  });
});

test('64 may wait; who left makes room', () => {
  const machine = Machine.open();
  for (let i = 0; i < 65; i += 1) assert.deepEqual(machine.arrive('quick'), i ? [] : ['write 1']);
  assert.deepEqual(machine.arrive('configurator'), ['refuse 66 room-full']);
  machine.event({ kind: 'left', id: 40 });
  assert.deepEqual(machine.arrive('configurator'), ['write 67']);
});
