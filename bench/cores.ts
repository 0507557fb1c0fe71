/** Servers on one core, load and peers on the others: otherwise each side's figures contain the scheduler's choices. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a process does in a comparison. */
export type Role = 'server' | 'load';

/** Core lists as `taskset --cpu-list` takes them. */
export type Cores = Readonly<Record<Role, string>>;

/** Moves this process, which makes load, away from the servers' core; undefined if there is one core only or no taskset. */
export function separateCores(): Cores | undefined {
  const [server, ...load] = allowedCores();
  if (server === undefined || load.length === 0) return undefined;
  if (spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  const cores = { server: String(server), load: load.join(',') };
  const self = ['--all-tasks', '--cpu-list', '--pid', cores.load, String(process.pid)];
  execFileSync('taskset', self, { stdio: 'ignore' });
  return cores;
}

/** `0-1,4` as the kernel writes it; empty on systems without /proc. */
function allowedCores(): readonly number[] {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status) ?? [];
    return list.split(',').flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, at) => first + at);
    });
  } catch {
    return []; // no Linux
  }
}
