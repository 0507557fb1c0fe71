import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OperatorSampler, type Found } from '../../src/metrics/operator-sampler.js';
import type { Sample } from '../../src/metrics/catalogue.js';

/** As documented. */
const SAMPLE_INTERVAL_MS = 15_000;

type Reply = () => Promise<Found<'figure'>>;

/** Lets everything that is due at once happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

class World {
  nowMs = 1_000_000;
  reply: Reply = () => Promise.resolve({ figures: { figure: 1 }, ageMs: 0 });
  readonly asked: Sample[] = [];
  readonly results: string[] = [];
  readonly sampler: OperatorSampler<'figure'>;

  constructor() {
    const reading = (sample: Sample) => (): Promise<Found<'figure'>> => {
      this.asked.push(sample);
      return this.reply();
    };
    this.sampler = new OperatorSampler({
      now: () => this.nowMs,
      readings: {
        financials: reading('financials'),
        gas_price: reading('gas_price'),
        neighborhood: reading('neighborhood'),
      },
      onRead: (sample, result) => this.results.push(`${sample} ${result}`),
    });
  }
}

describe('the sampler', () => {
  test('reads nothing while nobody scrapes', () => {
    const { sampler, asked } = new World();
    assert.deepEqual([asked, [...sampler.taken]], [[], []]);
  });

  test('reads everything once for a thousand scrapes within 15 s, one thing after the other', async () => {
    const world = new World();
    let underWay = 0;
    let most = 0;
    world.reply = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return { figures: { figure: 5 }, ageMs: 300 };
    };
    for (let scrape = 0; scrape < 1000; scrape += 1) {
      world.sampler.wanted();
      if (scrape % 100 === 0) await settle();
      world.nowMs += (SAMPLE_INTERVAL_MS - 1) / 1000;
    }
    assert.deepEqual(world.asked, ['financials', 'gas_price', 'neighborhood']);
    assert.equal(most, 1);
    assert.deepEqual(world.sampler.taken.get('financials')?.figures, { figure: 5 });
    world.nowMs += SAMPLE_INTERVAL_MS;
    world.sampler.wanted();
    await settle();
    assert.equal(world.asked.length, 6);
  });

  test('tells the time of the word itself, not of its arrival', async () => {
    const world = new World();
    world.reply = () => Promise.resolve({ figures: {}, ageMs: 400 });
    world.sampler.wanted();
    await settle();
    assert.equal(world.sampler.taken.get('gas_price')?.atMs, world.nowMs - 400);
  });

  test('begins no second round while a slow Node is still reading, however long that takes', async () => {
    const world = new World();
    world.reply = () => new Promise(() => undefined);
    world.sampler.wanted();
    world.nowMs += 10 * SAMPLE_INTERVAL_MS;
    world.sampler.wanted();
    await settle();
    assert.deepEqual(world.asked, ['financials']);
  });

  test('drops what it could not read again: an old figure is no figure', async () => {
    const world = new World();
    world.sampler.wanted();
    await settle();
    world.reply = () => Promise.reject(new Error('gone'));
    world.nowMs += SAMPLE_INTERVAL_MS;
    world.sampler.wanted();
    await settle();
    assert.deepEqual([...world.sampler.taken], []);
    assert.deepEqual(world.results.slice(3), [
      'financials failed',
      'gas_price failed',
      'neighborhood failed',
    ]);
  });

  test('forgets a Node that has gone, and does not believe what it said in its last moment', async () => {
    const world = new World();
    let answer: (found: Found<'figure'>) => void = () => undefined;
    world.reply = () => new Promise((resolve) => (answer = resolve));
    world.sampler.wanted();
    world.sampler.forget();
    answer({ figures: { figure: 9 }, ageMs: 0 });
    await settle();
    assert.deepEqual([...world.sampler.taken], []);
    assert.deepEqual(world.asked, ['financials']);
  });

  test('goes on after the clock was put back', async () => {
    const world = new World();
    world.sampler.wanted();
    await settle();
    world.nowMs -= 3_600_000;
    world.sampler.wanted();
    await settle();
    assert.equal(world.asked.length, 6);
  });
});
