import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { Distribution, MetricFamily } from '../../src/metrics/metric-family.js';
import { METRICS_TYPE, prometheusText } from '../../src/metrics/prometheus-text.js';

test('the media type is the one of the text that prom-client writes', () => {
  assert.equal(METRICS_TYPE, Registry.PROMETHEUS_CONTENT_TYPE);
});

test('a histogram counts what is at most each bound, all of it, and the sum', async () => {
  const entry = { kind: 'histogram', help: 'h', labels: { to: ['x'] } } as const;
  const family = new MetricFamily('t', entry, (labels) => new Distribution(labels, [0.5, 1]));
  for (const value of [0.25, 0.5, 0.75, 4]) family.cell({ to: 'x' }).observe(value);
  assert.deepEqual((await prometheusText([family])).trim().split('\n'), [
    '# HELP t h',
    '# TYPE t histogram',
    't_bucket{le="0.5",to="x"} 2',
    't_bucket{le="1",to="x"} 3',
    't_bucket{le="+Inf",to="x"} 4',
    't_sum{to="x"} 5.5',
    't_count{to="x"} 4',
  ]);
});
