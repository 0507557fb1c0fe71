/** The results as text to read, as JSON, and as the tables of docs/performance.md. */
import { compare, meets, spreadOf, type Measurement } from './measurement.js';

/** One case of one run. */
export interface CaseResult {
  readonly name: string;
  readonly title: string;
  /** Seconds that it took. */
  readonly seconds: number;
  /** Cores that other work kept busy meanwhile, on average. */
  readonly foreignCores: number;
  readonly measured: readonly Measurement[];
  /** What was not measured, and why. */
  readonly skipped: readonly string[];
}

/** The lines of a case. */
export function linesOf(result: CaseResult): string[] {
  const { name, title, seconds, foreignCores, measured, skipped } = result;
  return [
    `\n${name}: ${title}`,
    `  took ${seconds.toFixed(0)} s; foreign load: ${foreignCores.toFixed(2)} cores`,
    ...skipped.map((why) => `  SKIPPED ${why}`),
    ...measured.map(rowLine),
  ];
}

function rowLine(row: Measurement): string {
  const { min, median, max } = spreadOf(compare(row));
  const spread = [min, median, max].map(figure).join(' / ');
  const verdict = meets(row) === undefined ? '' : meets(row) === true ? '   met' : '   NOT MET';
  const bound = row.target === undefined ? '' : `: ${boundOf(row)}`;
  return `  ${titleOf(row).padEnd(62)} ${spread} ${meaningOf(row)}${sidesOf(row)}${verdict}${bound}`;
}

function titleOf({ side, what }: Measurement): string {
  return side === undefined ? what : `${side}, ${what}`;
}

/** What the figure is: a unit, or a multiple of a named baseline, or a difference from it. */
function meaningOf({ compared, unit, baseline }: Measurement): string {
  if (compared === 'value' || baseline === undefined) return unit;
  return compared === 'ratio' ? `× ${baseline.what}` : `${unit} more than ${baseline.what}`;
}

/** Both sides as they were measured; for a plain value only the baseline's. */
function sidesOf({ compared, unit, values, baseline }: Measurement): string {
  if (baseline === undefined) return '';
  const other = figure(spreadOf(baseline.values).median);
  if (compared === 'value') return `   (${baseline.what}: ${other} ${unit})`;
  return `   (${figure(spreadOf(values).median)} against ${other} ${unit})`;
}

function boundOf({ target }: Measurement): string {
  const least = target?.atLeast === undefined ? [] : [`≥ ${target.atLeast}`];
  const most = target?.atMost === undefined ? [] : [`≤ ${target.atMost}`];
  return least.length > 0 && target?.atLeast === target?.atMost
    ? String(target?.atLeast)
    : [...least, ...most].join(', ');
}

function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** Runs of the same cases as Markdown: for each case a table of a column per run; for rows that name a side a table of a line per side instead. */
export function markdownOf(machine: string, runs: readonly (readonly CaseResult[])[]): string {
  const [first = []] = runs;
  const later = (at: number, row: number): readonly Measurement[] =>
    runs.flatMap((run) => run[at]?.measured[row] ?? []);
  const cases = first.map(({ name, title, measured }, at) => {
    const rows = measured.map((_, row) => later(at, row));
    return { heading: `${name}: ${title}`, rows };
  });
  const plain = cases.flatMap(({ heading, rows }) => {
    const own = rows.filter(([row]) => row !== undefined && row.side === undefined);
    return own.length === 0 ? [] : [`### ${heading}`, runTable(runs.length, own)];
  });
  const sided = cases.flatMap(({ rows }) => rows).filter(([row]) => row?.side !== undefined);
  const skipped = first.flatMap((each) => each.skipped.map((why) => `Skipped: ${why}.`));
  const foreign = runs.map((run) => Math.max(...run.map(({ foreignCores }) => foreignCores)));
  const head = `Measured on ${machine}. Foreign load, the highest of all cases, per run: ${foreign.map((cores) => cores.toFixed(1)).join(', ')} cores. Each figure is the median of a run, with the smallest and the largest of its rounds.`;
  return [head, ...skipped, ...plain, ...(sided.length === 0 ? [] : [sideTable(sided)])].join(
    '\n\n',
  );
}

function runTable(runs: number, rows: readonly (readonly Measurement[])[]): string {
  const numbers = Array.from({ length: runs }, (_, at) => `run ${at + 1}`);
  const lines = rows.flatMap((row) => {
    const [first] = row;
    if (first === undefined) return [];
    const verdicts = row.map(meets);
    const verdict = verdicts.includes(undefined) ? '' : verdicts.every(Boolean) ? 'met' : 'not met';
    return [[first.what, meaningOf(first), boundOf(first), ...row.map(cell), verdict]];
  });
  return tableOf(['what', 'unit', 'target', ...numbers, ''], lines);
}

function sideTable(rows: readonly (readonly Measurement[])[]): string {
  const heading = (row: Measurement): string => `${row.what}, ${meaningOf(row)}`;
  const all = rows.flat();
  const headings = [...new Set(all.map(heading))];
  const sides = [...new Set(all.map(({ side }) => side ?? ''))];
  const lines = headings.map((name) => [
    name,
    ...sides.map((side) => {
      const same = all.filter((row) => row.side === side && heading(row) === name);
      return same.length === 0 ? '–' : spreadCell(same.flatMap(compare));
    }),
  ]);
  return tableOf(['what', ...sides], lines);
}

function cell(row: Measurement): string {
  return spreadCell(compare(row));
}

function spreadCell(values: readonly number[]): string {
  const { min, median, max } = spreadOf(values);
  const [low, middle, high] = [min, median, max].map(figure);
  return low === high ? (middle ?? '') : `${middle ?? ''} [${low ?? ''}–${high ?? ''}]`;
}

function tableOf(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const all = [head, head.map(() => '---'), ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Everything as JSON. */
export function jsonOf(machine: string, runs: readonly (readonly CaseResult[])[]): string {
  const withVerdicts = runs.map((results) =>
    results.map(({ measured, ...result }) => ({
      ...result,
      measured: measured.map((row) => ({
        ...row,
        spread: spreadOf(compare(row)),
        met: meets(row) ?? null,
      })),
    })),
  );
  return `${JSON.stringify({ machine, runs: withVerdicts }, null, 2)}\n`;
}
