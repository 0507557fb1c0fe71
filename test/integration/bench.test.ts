/** Every case of the benchmark that is not run on demand only still runs; what it measures in so short a time means nothing. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { benchCases } from '../../bench/bench-cases.js';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
/** About twenty seconds on two idle cores. */
const LIMIT_MS = 300_000;

describe('the benchmark', () => {
  test('runs every case', { timeout: LIMIT_MS }, async () => {
    if (!existsSync(join(root, 'dist', 'main.js')))
      await run('npm', ['run', 'build'], { cwd: root });
    const env = { ...process.env };
    delete env['MASQNODE_BIN']; // a real Node needs a network namespace of its own
    const bench = ['--import', 'tsx', 'bench/main.ts', '--quick'];
    const { stdout } = await run(process.execPath, bench, { cwd: root, env, timeout: LIMIT_MS });
    for (const { name, title } of benchCases.filter(({ onDemand }) => onDemand !== true)) {
      const [, lines = ''] = stdout.split(`\n${name}: ${title}\n`);
      assert.match(lines, /^ {2}took \d+ s/, `${name} reports nothing`);
    }
  });
});
