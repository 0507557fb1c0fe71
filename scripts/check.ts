/**
 * The checks that need no test: `tsx scripts/check.ts [format|lint|types|exports|api …]`, all by default. They run side by side, each with a
 * cache in .cache/, so that a second run looks at what has changed only. Exits 1 if one fails; its output comes whole, at its end.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fingerprint } from './fingerprint.js';
import { ensureGenerated } from './generated-code.js';
import { projectRoot } from './project-root.js';

/** One program of node_modules with its arguments. */
interface Step {
  readonly check: string;
  readonly program: string;
  readonly args: readonly string[];
  /** The step is skipped while these are as they were when it last passed. Only for programs without a cache of their own. */
  readonly inputs?: readonly string[];
}

const byContent = ['--cache', '--cache-strategy', 'content', '--cache-location'];

/** Slowest first. */
const steps: readonly Step[] = [
  {
    check: 'lint',
    program: 'eslint/bin/eslint.js',
    args: ['.', ...byContent, '.cache/eslint.json'],
  },
  { check: 'types', program: 'typescript/bin/tsc', args: typesOf('tsconfig.json', 'types') },
  {
    check: 'format',
    program: 'prettier/bin/prettier.cjs',
    args: ['--check', '.', ...byContent, '.cache/prettier.json'],
  },
  {
    check: 'types',
    program: 'typescript/bin/tsc',
    args: typesOf('src/dashboard/tsconfig.json', 'dashboard-types'),
  },
  {
    check: 'exports',
    program: 'tsx/dist/cli.mjs',
    args: ['scripts/unused-exports.ts'],
    inputs: ['src', 'test', 'scripts', 'bench'],
  },
  {
    check: 'api',
    program: '@redocly/cli/bin/cli.js',
    args: ['lint', 'openapi.yaml'],
    inputs: ['openapi.yaml', 'redocly.yaml', 'package-lock.json'],
  },
];

function typesOf(project: string, record: string): readonly string[] {
  return [
    '--noEmit',
    '-p',
    project,
    '--incremental',
    '--tsBuildInfoFile',
    `.cache/${record}.tsbuildinfo`,
  ];
}

/** Runs one step and prints what it said, if it failed, and how long it took. */
async function passes({ check, program, args, inputs }: Step): Promise<boolean> {
  const stamp = join(projectRoot, '.cache', `${check}.txt`);
  const state = inputs === undefined ? undefined : fingerprint(inputs);
  if (state !== undefined && existsSync(stamp) && readFileSync(stamp, 'utf8') === state)
    return true;
  const startedMs = Date.now();
  const child = spawn(process.execPath, [join(projectRoot, 'node_modules', program), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, out, errors] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  const name = [check, ...args.filter((each) => each.endsWith('tsconfig.json'))].join(' ');
  console.log(`${code === 0 ? '✔' : '✖'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(`${out}${errors}`);
  else if (state !== undefined) writeFileSync(stamp, state);
  return code === 0;
}

async function worker(queue: Step[]): Promise<boolean> {
  let allPass = true;
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    if (!(await passes(step))) allPass = false;
  }
  return allPass;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some(({ check }) => check === name));
if (unknown.length > 0) {
  console.error(`There is no check ${unknown.join(', ')}.`);
  process.exit(1);
}
mkdirSync(join(projectRoot, '.cache'), { recursive: true });
ensureGenerated();
const queue = steps.filter(({ check }) => wanted.length === 0 || wanted.includes(check));
const workers = Array.from({ length: Math.min(availableParallelism(), queue.length) }, () =>
  worker(queue),
);
if ((await Promise.all(workers)).includes(false)) process.exitCode = 1;
