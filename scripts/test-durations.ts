/** How long each test file took when it last ran, in milliseconds by path; used to start the longest first. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { projectRoot } from './project-root.js';

export const durationsFile = join(projectRoot, '.cache', 'test-durations.json');

/** Empty before the first run. */
export function readDurations(): ReadonlyMap<string, number> {
  if (!existsSync(durationsFile)) return new Map();
  const record = z
    .record(z.string(), z.number())
    .safeParse(JSON.parse(readFileSync(durationsFile, 'utf8')));
  return new Map(Object.entries(record.data ?? {}));
}
