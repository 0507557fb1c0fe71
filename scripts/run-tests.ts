/**
 * Runs one group of test files, or all, with node's own runner: `tsx scripts/run-tests.ts [unit|integration|contract|all]`.
 * Files are named one by one because Node 20 finds nothing in a folder and calls that a success; no file at all is a failure.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const root = join(import.meta.dirname, '..');
const apart = ['integration', 'contract'];

function groupOf(path: string): string {
  const folder = relative(join(root, 'test'), path).split(sep)[0] ?? '';
  return apart.includes(folder) ? folder : 'unit';
}

const wanted = process.argv[2] ?? 'all';
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join(root, 'test', name))
  .filter((path) => wanted === 'all' || groupOf(path) === wanted)
  .sort();

if (files.length === 0) {
  console.error(`No test file belongs to "${wanted}".`);
  process.exit(1);
}
const runner = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=2'];
const { status } = spawnSync(process.execPath, [...runner, ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
