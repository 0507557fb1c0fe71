/**
 * `npm run bench -- [CASE …] [--rounds N] [--stretch MS] [--json FILE]`: each case side by side with its baseline, interleaved, on
 * loopback only. With MASQNODE_BIN it also measures a real Node. `--gateway FILE` measures another build's main.js.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCases } from './bench-cases.js';
import type { BenchCase, Scene } from './bench-case.js';
import { runOnLoopbackOnly } from './loopback-only.js';
import { Machine } from './machine.js';
import { Processes } from './processes.js';
import { jsonOf, linesOf, machineWords } from './table.js';
import type { CaseResult } from './table.js';

const root = join(import.meta.dirname, '..');
const MOST_ROUNDS = 100;
const MOST_STRETCH_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    stretch: { type: 'string', default: '1500' },
    json: { type: 'string' },
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
  return benchCases.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
}

async function runCase(each: BenchCase, scene: Scene, machine: Machine): Promise<CaseResult> {
  machine.begin();
  const outcome = await each.run(scene);
  const { name, title } = each;
  const common = { name, title, foreignCores: machine.foreignCores() };
  return 'skipped' in outcome
    ? { ...common, measured: [], skipped: outcome.skipped }
    : { ...common, measured: outcome };
}

async function main(): Promise<void> {
  const rounds = wholeNumber('rounds', values.rounds, MOST_ROUNDS);
  const stretchMs = wholeNumber('stretch', values.stretch, MOST_STRETCH_MS);
  const cases = chosen();
  const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-bench-'));
  const machine = new Machine();
  const processes = new Processes(resolve(values.gateway), folder, machine);
  const results: CaseResult[] = [];
  console.log(`${machineWords()}; ${rounds} rounds; minimum / median / maximum`);
  try {
    for (const each of cases) {
      const tell = (text: string): void => {
        if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${each.name}: ${text}\r`);
      };
      const result = await runCase(each, { processes, rounds, stretchMs, tell }, machine);
      results.push(result);
      console.log(linesOf(result).join('\n'));
    }
  } finally {
    await processes.close();
    rmSync(folder, { recursive: true, force: true });
  }
  if (values.json !== undefined) writeFileSync(values.json, jsonOf(results, rounds));
}

const wantsRealNode =
  (process.env['MASQNODE_BIN'] ?? '') !== '' && chosen().some(({ name }) => name === 'real-node');
const exitCode = wantsRealNode ? runOnLoopbackOnly() : undefined;
if (exitCode === undefined) await main();
else process.exitCode = exitCode;
