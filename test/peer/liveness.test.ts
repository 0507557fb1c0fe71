import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stepLiveness, unknownLiveness } from '../../src/peer/links/liveness.js';
import type {
  Debt,
  LivenessAction,
  LivenessEvent,
  LivenessState,
  LivenessStep,
} from '../../src/peer/links/liveness.js';
import { peerTimings } from '../../src/peer/timings.js';

const FENCE_MS = 5_000;
const KEY_WORK_MS = 30_000;

const fence = (id: number, sinceMs: number): Debt => ({
  id,
  sinceMs,
  limitMs: FENCE_MS,
  ordered: true,
});
const read = (id: number, sinceMs: number): Debt => ({ ...fence(id, sinceMs), ordered: false });
const keyWork = (id: number, sinceMs: number): Debt => ({
  ...fence(id, sinceMs),
  limitMs: KEY_WORK_MS,
});

const step = (state: LivenessState, event: LivenessEvent, nowMs = 0): LivenessState =>
  stepLiveness(state, event, nowMs, peerTimings).state;
const linkOpened = (state: LivenessState): LivenessState => step(state, { kind: 'link-opened' });
const linkLost = (state: LivenessState, renewing: boolean): LivenessState =>
  step(state, { kind: 'link-lost', renewing });
const owe = (state: LivenessState, debt: Debt): LivenessState =>
  step(state, { kind: 'asked', debt });
const answered = (
  state: LivenessState,
  id: number,
  proves: boolean,
  nowMs: number,
): LivenessState => step(state, { kind: 'answered', id, proves }, nowMs);
const condemned = (state: LivenessState, nowMs: number): LivenessState =>
  step(state, { kind: 'condemned' }, nowMs);
const excused = (state: LivenessState, forMs: number): LivenessState =>
  step(state, { kind: 'stopped', forMs });
const look = (state: LivenessState, nowMs: number): LivenessStep =>
  stepLiveness(state, { kind: 'time' }, nowMs, peerTimings);

/** A peer whose first fence has come back at 0. */
const proved = answered(owe(linkOpened(unknownLiveness), fence(0, 0)), 0, true, 0);
const owing = (...debts: readonly Debt[]): LivenessState => debts.reduce(owe, proved);

/** What is done at each of these times, and whether the peer is unresponsive after each. */
function judged(
  start: LivenessState,
  ...timesMs: readonly number[]
): readonly (LivenessAction | 'UNRESPONSIVE')[] {
  let liveness = start;
  return timesMs.map((nowMs) => {
    const { state, action } = look(liveness, nowMs);
    liveness = state;
    return liveness.unresponsive ? 'UNRESPONSIVE' : action;
  });
}

function after(start: LivenessState, nowMs: number): LivenessState {
  return look(start, nowMs).state;
}

describe('a peer', () => {
  test('that leaves a fence unanswered is in doubt after one limit, and unresponsive after two', () => {
    assert.deepEqual(judged(owing(fence(1, 100)), 5_099, 5_100, 10_099, 10_100), [
      'none',
      'renew',
      'renew',
      'UNRESPONSIVE',
    ]);
  });

  test('that leaves a read unanswered is asked for a fence, and unresponsive after two limits', () => {
    assert.deepEqual(judged(owing(read(1, 100)), 5_099, 5_100, 10_099, 10_100), [
      'none',
      'fence',
      'fence',
      'UNRESPONSIVE',
    ]);
  });

  test('whose fence comes back answers: the read before it is lost, and nothing more', () => {
    const fenced = owe(after(owing(read(1, 100)), 5_100), fence(2, 5_100));
    const liveness = answered(fenced, 2, true, 5_200);
    assert.deepEqual([liveness.debts, liveness.unresponsiveAtMs], [[], undefined]);
  });

  test('that answers other questions, but not the Configurator’s, becomes unresponsive', () => {
    let liveness = owing(fence(1, 0));
    for (let nowMs = 500; nowMs < 10_000; nowMs += 500) {
      liveness = after(answered(owe(liveness, read(nowMs, nowMs)), nowMs, false, nowMs), nowMs);
      assert.equal(liveness.unresponsive, false, String(nowMs));
    }
    assert.equal(after(liveness, 10_000).unresponsive, true);
  });

  test('is judged by the oldest question to the Configurator alone, and the next one from its turn', () => {
    const busy = owing(keyWork(1, 0), fence(2, 0));
    assert.deepEqual(judged(busy, 29_999), ['none']);
    const itsTurn = answered(busy, 1, true, 29_000);
    assert.deepEqual(judged(itsTurn, 33_999, 34_000), ['none', 'renew']);
  });

  test('is never doubted for key work that is within its limit', () => {
    assert.deepEqual(judged(owing(keyWork(1, 0)), 29_999, 30_000), ['none', 'renew']);
  });

  test('without traffic is asked for a fence after a minute', () => {
    assert.deepEqual(judged(proved, 59_999, 60_000), ['none', 'fence']);
    assert.equal(look(proved, 1_000).wakeAtMs, 60_000);
    assert.deepEqual(judged(owing(keyWork(1, 59_000)), 60_000), ['none']);
  });

  test('is answering again with the answer that was owed, or a later one of the Configurator', () => {
    const doubted = after(owing(fence(1, 0), fence(2, 4_000)), 10_000);
    assert.equal(doubted.unresponsive, true);
    assert.equal(answered(doubted, 2, true, 11_000).unresponsive, false);
    assert.equal(answered(doubted, 1, true, 11_000).unresponsive, false);
  });
});

describe('a doubt', () => {
  const renewed = (fenceAtMs: number): LivenessState =>
    owe(linkOpened(linkLost(after(owing(fence(1, 0)), 5_000), true)), fence(2, fenceAtMs));

  test('outlives the link that is given up for it', () => {
    assert.deepEqual(judged(renewed(5_100), 9_999, 10_000), ['none', 'UNRESPONSIVE']);
    const noLink = linkLost(after(owing(fence(1, 0)), 5_000), true);
    assert.deepEqual(judged(noLink, 9_999, 10_000), ['none', 'UNRESPONSIVE']);
    assert.equal(look(noLink, 5_000).wakeAtMs, 10_000);
  });

  test('ends with the first answer on the new link', () => {
    const liveness = answered(renewed(5_100), 2, true, 5_101);
    assert.deepEqual(judged(liveness, 10_000), ['none']);
    assert.equal(liveness.unresponsiveAtMs, undefined);
  });

  test('gives a new link up only after two limits, and not before its fence is written', () => {
    const look1 = look(renewed(7_000), 16_999);
    assert.deepEqual([look1.action, look1.state.unresponsive], ['none', true]);
    assert.equal(look(renewed(7_000), 17_000).action, 'renew');
    const waiting = linkOpened(linkLost(after(owing(fence(1, 0)), 5_000), true));
    assert.equal(look(waiting, 60_000).action, 'none');
  });

  test('ends with a link that is lost from outside, unless the peer is unresponsive already', () => {
    const doubted = after(owing(fence(1, 0)), 5_000);
    assert.equal(linkLost(doubted, false).unresponsiveAtMs, undefined);
    assert.equal(linkLost(after(doubted, 10_000), false).unresponsive, true);
  });
});

test('the time in which we could not read counts for nobody', () => {
  const liveness = excused(owing(fence(1, 0)), 3_600_000);
  assert.deepEqual(judged(liveness, 3_604_999, 3_605_000), ['none', 'renew']);
});

test('a peer that was condemned is unresponsive at once, and its link is renewed', () => {
  const step = look(condemned(proved, 1_000), 1_000);
  assert.deepEqual([step.action, step.state.unresponsive], ['renew', true]);
});
