/**
 * Metrics as Prometheus text; the only file that knows prom-client, which is loaded by the first scrape: it would cost the start
 * more than half of what Node.js itself takes (docs/performance.md).
 */
import { Distribution, type MetricFamily, type Tally, type Labels } from './metric-family.js';

/** Media type of the text. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** One line of the text, as prom-client takes it. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** The text of all series, in the order given. */
export async function prometheusText(
  families: readonly (MetricFamily<Tally> | MetricFamily<Distribution>)[],
): Promise<string> {
  const { AggregatorRegistry } = await import('prom-client');
  const metrics = families.map(({ name, entry, cells }) => ({
    name,
    help: entry.help,
    type: entry.kind,
    aggregator: 'first',
    values: [...cells].flatMap((cell) => samplesOf(name, cell)),
  }));
  return AggregatorRegistry.aggregate([metrics]).metrics();
}

function samplesOf(name: string, cell: Tally | Distribution): readonly Sample[] {
  if (cell instanceof Distribution) return bucketsOf(name, cell);
  return [{ metricName: name, labels: cell.labels, value: cell.value }];
}

// Buckets are cumulative: each counts what is at most its bound.
function bucketsOf(name: string, { labels, bounds, counts, sum }: Distribution): readonly Sample[] {
  let total = 0;
  const buckets = counts.map((count, place) => {
    total += count;
    return sampleOf(`${name}_bucket`, { le: bounds[place] ?? '+Inf', ...labels }, total);
  });
  return [
    ...buckets,
    sampleOf(`${name}_sum`, labels, sum),
    sampleOf(`${name}_count`, labels, total),
  ];
}

function sampleOf(metricName: string, labels: Labels | Sample['labels'], value: number): Sample {
  return { metricName, labels, value };
}
