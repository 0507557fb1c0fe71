/**
 * `npm run bench -- [CASE …] [--rounds N] [--stretch MS] [--runs N] [--quick] [--json FILE] [--markdown FILE]`: each case beside its
 * baseline, in turns, on loopback only. `--markdown` puts the tables between the two markers of a document. With MASQNODE_BIN it also
 * measures a real Node. `--gateway FILE` measures another build's main.js.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCases } from './bench-cases.js';
import type { BenchCase, Scene } from './bench-case.js';
import { separateCores } from './cores.js';
import { loadTool } from './load-tool.js';
import { runOnLoopbackOnly } from './loopback-only.js';
import { Machine, machineWords } from './machine.js';
import { Processes } from './processes.js';
import { jsonOf, linesOf, markdownOf } from './table.js';
import type { CaseResult } from './table.js';

const root = join(import.meta.dirname, '..');
const MOST_ROUNDS = 100;
const MOST_STRETCH_MS = 60_000;
const QUICK_STRETCH_MS = 100;
const markers = ['<!-- bench: begin -->', '<!-- bench: end -->'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    stretch: { type: 'string', default: '1500' },
    runs: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
    gateway: { type: 'string', default: join(root, 'dist', 'main.js') },
  },
});

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`--${name} takes a whole number from 1 to ${most}`);
}

function chosen(): readonly BenchCase[] {
  const unknown = positionals.filter((name) => !benchCases.some((each) => each.name === name));
  if (unknown.length > 0) {
    const names = benchCases.map(({ name }) => name).join(', ');
    throw new Error(`there is no case ${unknown.join(', ')}; there are ${names}`);
  }
  return benchCases.filter(({ name, onDemand }) =>
    positionals.length === 0 ? onDemand !== true : positionals.includes(name),
  );
}

/** How all cases run. */
type Settings = Pick<Scene, 'processes' | 'rounds' | 'quick' | 'stretchMs'>;

async function runCase(each: BenchCase, settings: Settings): Promise<CaseResult> {
  const { machine } = settings.processes;
  const skipped: string[] = [];
  const tell = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${each.name}: ${text}\r`);
  };
  machine.begin();
  const startMs = performance.now();
  const measured = await each.run({ ...settings, tell, skip: (why) => skipped.push(why) });
  const seconds = (performance.now() - startMs) / 1000;
  const { name, title } = each;
  return { name, title, seconds, foreignCores: machine.foreignCores(), measured, skipped };
}

async function runAll(settings: Settings): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const each of chosen()) {
    const result = await runCase(each, settings);
    results.push(result);
    console.log(linesOf(result).join('\n'));
  }
  return results;
}

/** Replaces what a document has between its markers. */
function insertInto(file: string, tables: string): void {
  const [begin, end] = markers;
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${before}${begin}\n\n${tables}\n\n${end}${after}`);
}

async function main(): Promise<void> {
  const { quick } = values;
  const rounds = quick ? 1 : wholeNumber('rounds', values.rounds, MOST_ROUNDS);
  const stretchMs = quick
    ? QUICK_STRETCH_MS
    : wholeNumber('stretch', values.stretch, MOST_STRETCH_MS);
  const runCount = wholeNumber('runs', values.runs, MOST_ROUNDS);
  const startMs = performance.now();
  const cores = separateCores();
  const processes = new Processes(resolve(values.gateway), new Machine(), cores);
  const pinned =
    cores === undefined
      ? 'NOT PINNED: needs taskset and two cores'
      : `servers on core ${cores.server}, load and peers on core ${cores.load}`;
  const machine = `${machineWords()}; ${pinned}; load by ${loadTool.name}`;
  console.log(`${machine}\n${rounds} rounds of ${stretchMs} ms; minimum / median / maximum`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void processes.close().then(() => process.exit(1)));
  }
  const runs: (readonly CaseResult[])[] = [];
  try {
    while (runs.length < runCount) runs.push(await runAll({ processes, rounds, quick, stretchMs }));
  } finally {
    await processes.close();
  }
  console.log(`\n${((performance.now() - startMs) / 60_000).toFixed(1)} minutes in all`);
  if (values.json !== undefined) writeFileSync(values.json, jsonOf(machine, runs));
  if (values.markdown !== undefined) insertInto(values.markdown, markdownOf(machine, runs));
}

const wantsRealNode =
  (process.env['MASQNODE_BIN'] ?? '') !== '' && chosen().some(({ name }) => name === 'real-node');
const exitCode = wantsRealNode ? runOnLoopbackOnly() : undefined;
if (exitCode === undefined) await main();
else process.exitCode = exitCode;
