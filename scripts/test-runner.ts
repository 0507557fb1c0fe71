/**
 * Runs the test files named on the command line with Node's own runner, two at a time and in the order given, which `node --test`
 * does not keep. Started by run-tests.ts as plain node: each test process inherits the flags of this one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { durationsFile, readDurations } from './test-durations.js';

const CONCURRENCY = 2;
/** A file that takes longer hangs: the longest needs five minutes on a machine that is six times overloaded. */
const FILE_LIMIT_MS = 600_000;

const files = process.argv.slice(2);
const durations = new Map(readDurations());

const events = run({ files, concurrency: CONCURRENCY, timeout: FILE_LIMIT_MS });
events.on('test:fail', ({ todo }) => {
  if (todo === undefined || todo === false) process.exitCode = 1;
});
events.on('test:complete', ({ name, nesting, details }) => {
  if (nesting === 0 && files.includes(name)) durations.set(name, Math.round(details.duration_ms));
});
events.once('end', () => {
  mkdirSync(dirname(durationsFile), { recursive: true });
  writeFileSync(durationsFile, JSON.stringify(Object.fromEntries(durations), undefined, 2));
});
events.pipe(new spec()).pipe(process.stdout);
