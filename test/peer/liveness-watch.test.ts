import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { LivenessWatch } from '../../src/peer/links/liveness-watch.js';
import { peerTimings } from '../../src/peer/timings.js';

const STEP_MS = 100;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const FENCE = { limitMs: 5_000, ordered: true };

/** A watch on a clock of the test's; it tells in `told`. `late`: the clock alone moves on, as on a suspended machine. */
function scene(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const clock = { nowMs: 0 };
  const told: string[] = [];
  const watch = new LivenessWatch({
    now: () => clock.nowMs,
    times: peerTimings,
    onUnresponsive: () => told.push('unresponsive'),
    onResponsive: () => told.push('responsive'),
    onFenceDue: () => told.push('fence'),
    onRenewalDue: () => told.push('renew'),
  });
  t.after(() => watch.close());
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      clock.nowMs += STEP_MS;
      t.mock.timers.tick(STEP_MS);
      await turn();
    }
  };
  watch.linkOpened();
  watch.asked({ id: 1, ...FENCE });
  watch.answered(1, true);
  return { watch, told, clock, pass };
}

test('tells a doubt, an unresponsive peer and its return, each once', async (t) => {
  const { watch, told, pass } = scene(t);
  watch.asked({ id: 2, ...FENCE });
  await pass(4_800);
  assert.equal(told.length, 0);
  await pass(300);
  assert.equal(told.join(), 'renew');
  await pass(5_000);
  assert.deepEqual([...new Set(told)], ['renew', 'unresponsive']);
  assert.equal(watch.unresponsive, true);
  watch.answered(2, true);
  watch.answered(2, true);
  assert.deepEqual(
    told.filter((line) => line.endsWith('responsive')),
    ['unresponsive', 'responsive'],
  );
});

test('judges nobody by the time in which the machine was suspended', async (t) => {
  const { watch, told, clock, pass } = scene(t);
  watch.asked({ id: 2, ...FENCE });
  await pass(1_000);
  clock.nowMs += 8 * 3_600_000;
  await pass(3_500);
  assert.deepEqual(told, []);
  await pass(1_000);
  assert.deepEqual(told, ['renew']);
});

test('reads what has come before it judges: an answer in the same turn of the loop counts', async (t) => {
  const { watch, told, clock } = scene(t);
  await turn();
  watch.asked({ id: 2, ...FENCE });
  clock.nowMs = 5_100;
  t.mock.timers.tick(5_100);
  watch.answered(2, true);
  await turn();
  assert.deepEqual(told, []);
});

test('looks no more once it is closed', async (t) => {
  const { watch, told, pass } = scene(t);
  watch.asked({ id: 2, ...FENCE });
  watch.close();
  await pass(20_000);
  assert.deepEqual(told, []);
});
