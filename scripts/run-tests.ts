/**
 * Runs one group of test files, or all: `tsx scripts/run-tests.ts [unit|integration|contract|all] [--coverage]`. With --coverage it
 * prints the coverage of src and fails if it is below the figures in .c8rc.json.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.js';
import { ensureGenerated } from './generated-code.js';
import { projectRoot } from './project-root.js';
import { readDurations } from './test-durations.js';
import { transpile, transpiledPath } from './transpile.js';

const testFolder = join(projectRoot, 'test');
const coverageFolder = join(projectRoot, 'coverage');
const ownGroups = ['integration', 'contract'];

function groupOf(path: string): string {
  const folder = relative(testFolder, path).split(sep)[0] ?? '';
  return ownGroups.includes(folder) ? folder : 'unit';
}

/** Longest first, so that both processors are busy until the end; on a first run integration tests and large files lead. */
function byDuration(files: readonly string[]): readonly string[] {
  const durations = readDurations();
  const firstRun = (path: string): number =>
    statSync(path).size * (groupOf(path) === 'unit' ? 0.1 : 1);
  const rank = new Map(
    files.map((path) => [path, durations.get(transpiledPath(path)) ?? firstRun(path)]),
  );
  return [...files].sort((a, b) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0));
}

function node(args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  const { status } = spawnSync(process.execPath, args, { cwd: projectRoot, stdio: 'inherit', env });
  return status ?? 1;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { coverage: { type: 'boolean', default: false } },
});
const wanted = positionals[0] ?? 'all';
const files = readdirSync(testFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join(testFolder, name))
  .filter((path) => wanted === 'all' || groupOf(path) === wanted)
  .sort();
if (files.length === 0) {
  console.error(`No test file belongs to "${wanted}".`);
  process.exit(1);
}

ensureGenerated();
if (wanted === 'all' || wanted === 'integration') await build(); // they run the package too
await transpile();
const runner = transpiledPath(join(projectRoot, 'scripts', 'test-runner.ts'));
const args = ['--enable-source-maps', runner, ...byDuration(files).map(transpiledPath)];
const measured = join(coverageFolder, 'raw');
if (values.coverage) rmSync(coverageFolder, { recursive: true, force: true });
process.exitCode = node(
  args,
  values.coverage ? { ...process.env, NODE_V8_COVERAGE: measured } : process.env,
);
if (values.coverage && process.exitCode === 0) {
  const c8 = join(projectRoot, 'node_modules', 'c8', 'bin', 'c8.js');
  process.exitCode = node([c8, 'report', '--temp-directory', measured]);
}
