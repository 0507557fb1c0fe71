/** The results as a table to read, and as JSON. */
import { cpus } from 'node:os';
import { compare, meets, spreadOf } from './measurement.js';
import type { Measurement } from './measurement.js';

/** One case, measured or not. */
export interface CaseResult {
  readonly name: string;
  readonly title: string;
  /** Cores that other work kept busy meanwhile, on average. */
  readonly foreignCores: number;
  readonly measured: readonly Measurement[];
  readonly skipped?: string;
}

/** The lines of a case. */
export function linesOf({ name, title, foreignCores, measured, skipped }: CaseResult): string[] {
  const head = `\n${name}: ${title}\n  foreign load: ${foreignCores.toFixed(2)} cores`;
  if (skipped !== undefined) return [head, `  SKIPPED: ${skipped}`];
  return [head, ...measured.flatMap(rowLines)];
}

function rowLines(row: Measurement): string[] {
  const { what, unit, compared, values, baseline, target } = row;
  const compare_ = spreadOf(compare(row));
  const sign = compared === 'ratio' ? '×' : unit;
  const spread = `${figure(compare_.min)} / ${figure(compare_.median)} / ${figure(compare_.max)} ${sign}`;
  const sides =
    baseline === undefined
      ? ''
      : `   (${figure(spreadOf(values).median)} by ${figure(spreadOf(baseline.values).median)} ${unit}, ${baseline.what})`;
  const bound = [
    ...(target?.atLeast === undefined ? [] : [`at least ${target.atLeast}`]),
    ...(target?.atMost === undefined ? [] : [`at most ${target.atMost}`]),
  ].join(', ');
  const verdict =
    target === undefined ? '' : `   ${meets(row) === true ? 'met' : 'NOT MET'}: ${bound}`;
  return [`  ${what.padEnd(58)} ${spread}${sides}${verdict}`];
}

function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** What it was measured on, in words that name no machine. */
export function machineWords(): string {
  return `${cpus().length} cores, Node.js ${process.versions.node}, ${process.platform} ${process.arch}`;
}

/** Everything as JSON. */
export function jsonOf(results: readonly CaseResult[], rounds: number): string {
  const withVerdicts = results.map(({ measured, ...result }) => ({
    ...result,
    measured: measured.map((row) => ({
      ...row,
      spread: spreadOf(compare(row)),
      met: meets(row) ?? null,
    })),
  }));
  return `${JSON.stringify({ machine: machineWords(), rounds, cases: withVerdicts }, null, 2)}\n`;
}
