/** Whatever happens in whatever order: pacing never kills the Node, breaks no rule and leaves nobody waiting for ever. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { WaitingKind } from '../../src/peer/node/pacing-state.js';
import { survives } from '../support/load/bridge-limit.js';
import { MailboxWorld } from '../support/peers/mailbox-world.js';

const kinds: readonly WaitingKind[] = [
  'configurator',
  'configurator-read',
  'quick',
  'tell',
  'scan',
  'pair',
];

const happening = fc.oneof(
  { weight: 12, arbitrary: callOf() },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('gate' as const),
      what: fc.constantFrom('close' as const, 'shutdown' as const, 'open' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stall' as const), forMs: fc.constantFrom(50, 6_000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('others' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat(100) }) },
);

function callOf() {
  return fc.record({
    do: fc.constant('call' as const),
    kind: fc.constantFrom(...kinds),
    serviceMs: fc.constantFrom(0.3, 5, 60, 150),
    waitMs: fc.constantFrom(20, 500, 3000),
    limitMs: fc.constantFrom(30, 2000),
    count: fc.constantFrom(1, 1, 1, 3, 20, 70),
  });
}

/** Longer runs by hand: PACING_RUNS=20000. */
const RUNS = Number(process.env['PACING_RUNS'] ?? '300');
const CROWD_TURNS = 1_500;
const CROWD_STEP_MS = 4;
/** 64 before one, each with the slowest key work and its way back, and as much again for fences and others. */
const STARVED_MS = 64 * 2 * (150 + 400);

const life = fc.array(fc.tuple(fc.constantFrom(0, 0, 0.5, 3, 20, 120, 700), happening), {
  minLength: 1,
  maxLength: 40,
});
const world = fc.record({
  messagesPerSecond: fc.constantFrom(20, 100, 100),
  flooded: fc.boolean(),
  adopted: fc.constantFrom(false, false, true),
  othersServiceMs: fc.constantFrom(0.3, 2),
  bridgeMs: fc.integer({ min: 3, max: 10 }).map((tenths) => tenths / 10),
  replyMs: fc.constantFrom(0.1, 0.1, 5, 40, 400),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function happen(node: MailboxWorld, event: Happening, ids: number[]): void {
  switch (event.do) {
    case 'call':
      for (let i = 0; i < event.count; i += 1) {
        ids.push(node.call(event.kind, event.serviceMs, event.waitMs, event.limitMs));
      }
      return;
    case 'lose':
      return node.loseLink();
    case 'open':
      return node.openLink();
    case 'die':
      return node.endProcess();
    case 'gate':
      return node.gate(event.what);
    case 'clear':
      return node.clear();
    case 'stall':
      return node.configurator.stall(event.forMs);
    case 'others':
      return node.others();
    case 'leave': {
      const id = ids[event.which % Math.max(1, ids.length)];
      if (id !== undefined) node.leave(id);
    }
  }
}

function assertBucketKept(writtenAtMs: readonly number[], perSecond: number): void {
  for (const [last, endMs] of writtenAtMs.entries()) {
    for (let first = Math.max(0, last - 40); first <= last; first += 1) {
      const allowed = 8 + ((endMs - writtenAtMs[first]!) * perSecond) / 1000;
      const count = last - first + 1;
      assert.ok(count <= allowed + 1e-3, `${count} messages where ${allowed} were allowed`);
    }
  }
}

describe('pacing towards the Node, whatever happens', () => {
  test('the mailboxes never overflow, no rule is broken and every call ends', () => {
    fc.assert(
      fc.property(world, life, (options, events) => {
        const node = new MailboxWorld(options);
        const ids: number[] = [];
        node.openLink();
        for (const [pauseMs, event] of events) {
          node.runUntil(node.nowMs + pauseMs);
          happen(node, event, ids);
        }
        node.settle(node.nowMs + 5_000);
        node.gate('open');
        for (const id of ids) assert.ok(node.fates.has(id), `call ${id} never ended`);
        for (const times of node.writtenTo) assertBucketKept(times, options.messagesPerSecond);
      }),
      { numRuns: RUNS },
    );
  });

  test('with a Node that answers, all that waits is written, the oldest of each lane first', () => {
    fc.assert(
      fc.property(world, fc.array(callOf(), { minLength: 1, maxLength: 20 }), (options, calls) => {
        const node = new MailboxWorld(options);
        node.openLink();
        const ids = calls.map(({ kind, serviceMs }) => ({
          kind,
          id: node.call(kind, serviceMs, 3_600_000, 600_000),
        }));
        node.settle(120_000);
        for (const { id } of ids) assert.equal(node.fates.get(id)?.how, 'written');
        for (const lane of [['configurator'], ['quick', 'tell', 'scan', 'pair']]) {
          const times = ids
            .filter(({ kind }) => lane.includes(kind))
            .map(({ id }) => node.fates.get(id)!.atMs);
          assert.deepEqual(
            times,
            [...times].sort((a, b) => a - b),
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  test('nobody starves: in an endless crowd whoever has come into the queue is written', () => {
    const crowd = fc.array(callOf(), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(world, crowd, (options, calls) => {
        const node = new MailboxWorld(options);
        node.openLink();
        const ids: number[] = [];
        for (let turn = 0; turn < CROWD_TURNS; turn += 1) {
          const { kind, serviceMs } = calls[turn % calls.length]!;
          ids.push(node.call(kind, serviceMs, 3_600_000, 600_000));
          node.runUntil(node.nowMs + CROWD_STEP_MS);
          const stillWaiting = ids.filter((id) => !node.fates.has(id));
          ids.splice(0, ids.length, ...stillWaiting);
          const [oldest] = ids;
          if (oldest === undefined) continue;
          const waitedMs = node.nowMs - node.arrivedAtMs(oldest);
          assert.ok(waitedMs <= STARVED_MS, `call ${oldest} has waited ${waitedMs} ms`);
        }
        assert.ok([...node.fates.values()].some(({ how }) => how === 'written'));
      }),
      { numRuns: 40 },
    );
  });

  test('a scan gets its turn between endless readers and key work', () => {
    const node = new MailboxWorld({
      messagesPerSecond: 100,
      flooded: true,
      othersServiceMs: 0.3,
      bridgeMs: 1,
    });
    node.openLink();
    node.runUntil(100);
    let scan: number | undefined;
    for (let i = 0; i < 400; i += 1) {
      node.call('quick', 0, 5000, 5000);
      if (i % 4 === 0) node.call('configurator', 20, 30_000, 30_000);
      if (i === 100) scan = node.call('scan', 0, 5000, 5000);
      node.runUntil(node.nowMs + 10);
    }
    assert.equal(node.fates.get(scan!)?.how, 'written');
  });

  test('the bridge with a millisecond a message holds at full load beside a full house of others', () => {
    const node = new MailboxWorld({
      messagesPerSecond: 100,
      flooded: true,
      othersServiceMs: 0.01,
      bridgeMs: 1,
    });
    node.openLink();
    for (let i = 0; i < 500; i += 1) {
      node.call('tell', 0, 60_000, 0);
      node.runUntil(node.nowMs + 5);
    }
    assert.ok(node.writtenTo.flat().length > 200);
    assert.ok(node.bridge.most <= 16);
  });

  test('the limit that SECURITY.md tells of: a bridge of 2 ms a message holds, one of 3 ms does not', () => {
    const load = { messagesPerSecond: 100, othersMost: 8 };
    assert.ok(survives(load, 2));
    assert.ok(!survives(load, 3));
  });
});
