/** One build at a time: two in the same folder would write the same files. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from './project-root.js';

const lockFile = join(projectRoot, '.cache', 'build.lock');
const POLL_MS = 100;

/** Runs `work` once no other process builds. The lock of a process that died is taken over. */
export async function withBuildLock<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let isFirst = true; !tryLock(); isFirst = false) {
    if (isFirst) console.error('Waiting for another build of this folder to finish.');
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile);
  }
}

function tryLock(): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isHeld()) rmSync(lockFile, { force: true });
    return false;
  }
}

/** False if the process that took the lock is gone. A lock file without a number was only just created. */
function isHeld(): boolean {
  try {
    const holder = Number(readFileSync(lockFile, 'utf8'));
    return holder === 0 || process.kill(holder, 0);
  } catch (error) {
    return !['ESRCH', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code));
  }
}
