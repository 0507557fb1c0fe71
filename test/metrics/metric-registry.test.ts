import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MetricRegistry } from '../../src/metrics/metric-registry.js';
import { readScrape, seriesOf } from '../support/metrics/metrics-text.js';

const entries = {
  colours_total: { kind: 'counter', help: 'h', labels: { colour: ['red', 'blue'] } },
  routes_total: { kind: 'counter', help: 'h', labels: { route: { most: 3 } } },
  bare: { kind: 'gauge', help: 'h' },
  level: { kind: 'gauge', help: 'h', labels: { colour: ['red', 'blue'] } },
  elsewhere_total: { kind: 'counter', help: 'h' },
  time_seconds: { kind: 'histogram', help: 'h', labels: { colour: ['red'] }, buckets: [0.1, 1] },
} as const;

async function shown(fill: (registry: MetricRegistry<keyof typeof entries>) => void) {
  const registry = new MetricRegistry<keyof typeof entries>(entries);
  fill(registry);
  return readScrape(await registry.text());
}

describe('labels', () => {
  test('take the foreseen values; every other one is "other", however many there are', async () => {
    const scrape = await shown((registry) => {
      registry.count('colours_total', { colour: 'red' }, 2);
      for (let n = 0; n < 1000; n += 1) registry.count('colours_total', { colour: `red${n}` });
      registry.observe('time_seconds', { colour: '"}\n' }, 0.5);
    });
    assert.deepEqual(
      [...seriesOf(scrape, 'colours_total')],
      [
        ['colours_total{colour="red"}', 2],
        ['colours_total{colour="other"}', 1000],
      ],
    );
    assert.equal(scrape.values.get('time_seconds_count{colour="other"}'), 1);
  });

  test('of an open set keep those that came first', async () => {
    const scrape = await shown((registry) => {
      for (const route of ['/a', '/b', '/c', '/d', '/e', '/a']) {
        registry.count('routes_total', { route });
      }
    });
    assert.deepEqual(
      [...seriesOf(scrape, 'routes_total').values()],
      [2, 1, 1, 2],
      '/a twice, /b, /c, two others',
    );
  });

  test('that a metric does not have are refused, not written', async () => {
    const made = [{ labels: { secret: 'x' }, value: 1 }];
    await assert.rejects(shown((registry) => registry.show('bare', made)));
  });
});

describe('series', () => {
  test('of a gauge that was never shown are absent, and not zero', async () => {
    const scrape = await shown(() => undefined);
    assert.equal(scrape.values.has('bare'), false);
    assert.equal(scrape.types.get('bare'), 'gauge');
  });

  test('are exactly those that were shown last', async () => {
    const scrape = await shown((registry) => {
      registry.show('bare', [{ labels: {}, value: 7 }]);
      registry.show('level', [{ labels: { colour: 'red' }, value: 1 }]);
      registry.show('elsewhere_total', [{ labels: {}, value: 3 }]);
      registry.show('bare', []);
      registry.show('level', [{ labels: { colour: 'blue' }, value: 2 }]);
      registry.show('elsewhere_total', [{ labels: {}, value: 5 }]);
    });
    assert.deepEqual(
      [...scrape.values],
      [
        ['level{colour="blue"}', 2],
        ['elsewhere_total', 5],
      ],
    );
  });

  test('of a counter can be made visible before anything has happened', async () => {
    const scrape = await shown((registry) =>
      registry.count('colours_total', { colour: 'blue' }, 0),
    );
    assert.equal(scrape.values.get('colours_total{colour="blue"}'), 0);
    assert.equal(scrape.values.get('elsewhere_total'), 0, 'without labels it is so by itself');
  });
});
