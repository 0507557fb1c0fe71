/** The table of docs/metrics.md, made from the catalogue: `tsx scripts/metrics-table.ts` writes it anew. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { catalogue } from '../src/metrics/catalogue.js';
import { readKinds } from '../src/protocol/opcodes.js';
import type { LabelValues, MetricEntry } from '../src/metrics/metric-entry.js';

/** Where the table stands. */
export const metricsPage = join(import.meta.dirname, '..', 'docs', 'metrics.md');

const table = /(<!-- metrics -->\n)[\s\S]*?(<!-- end of metrics -->)/;

/** Every metric; the words that come from elsewhere are named, not listed. */
export const metrics: Readonly<Record<string, MetricEntry>> = catalogue({
  opcodes: ['opcodes'],
  readKinds,
  problemCodes: ['problem codes'],
});

function valuesOf(values: LabelValues): string {
  if ('most' in values) return `(at most ${values.most})`;
  const [first = ''] = values;
  return first === 'opcodes' || first === 'problem codes' ? `(${first})` : values.join(', ');
}

function rowOf([name, { kind, help, labels = {} }]: readonly [string, MetricEntry]): string {
  const words = Object.entries(labels).map(
    ([label, values]) => `\`${label}\`: ${valuesOf(values)}`,
  );
  return `| \`${name}\` | ${kind} | ${words.join('; ')} | ${help} |`;
}

/** The page with the table as the catalogue has it. */
export async function withTable(page: string): Promise<string> {
  const rows = ['| metric | kind | labels | meaning |', '| --- | --- | --- | --- |'];
  const text = [...rows, ...Object.entries(metrics).map(rowOf)].join('\n');
  const made = page.replace(
    table,
    (_all, begin: string, end: string) => `${begin}\n${text}\n\n${end}`,
  );
  return format(made, { ...(await resolveConfig(metricsPage)), parser: 'markdown' });
}

if (process.argv[1] === import.meta.filename) {
  await writeFile(metricsPage, await withTable(await readFile(metricsPage, 'utf8')));
}
