/** A real Node is only started in a network namespace in which nothing but loopback is up, one at a time on this machine. */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const inside = 'MASQ_BENCH_INSIDE';

/** Runs this program again in such a namespace and gives its exit code; undefined where it runs there already. */
export function runOnLoopbackOnly(): number | undefined {
  if (process.env[inside] !== undefined) {
    const raised = spawnSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'inherit' });
    if (raised.status !== 0) throw new Error('loopback cannot be raised');
    return undefined;
  }
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Error('a real Node needs root on Linux; unset MASQNODE_BIN to go without');
  }
  const lockFile = process.env['MASQNODE_LOCK'] ?? join(tmpdir(), 'real-node.lock');
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status } = spawnSync('flock', ['--exclusive', lockFile, 'unshare', '--net', ...again], {
    stdio: 'inherit',
    env: { ...process.env, [inside]: '1' },
  });
  return status ?? 1;
}
