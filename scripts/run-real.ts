/**
 * The contract suite against a real MASQNode: `MASQNODE_BIN=/path/to/MASQNode npm run test:real [file …]`. Runs itself again in
 * a network namespace in which only loopback is up, so that no test reaches any network; only root can do that.
 * Only one Node can run at a time: files run one after the other, and a lock file keeps a second run away.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const inside = 'MASQ_CONTRACT_INSIDE';
const lockFile = process.env['MASQNODE_LOCK'] ?? join(tmpdir(), 'real-node.lock');
const named = process.argv.slice(2);

function skip(reason: string): never {
  console.error('');
  console.error('################################################################');
  console.error(`SKIPPED: nothing was run against a real MASQNode: ${reason}.`);
  console.error(
    'Set MASQNODE_BIN to the binary (it must be called MASQNode) and run as root on Linux.',
  );
  console.error('################################################################');
  process.exit(0);
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

const binary = process.env['MASQNODE_BIN'] ?? '';
if (binary === '') skip('MASQNODE_BIN is not set');
if (process.platform !== 'linux' || process.getuid?.() !== 0) skip('this is not root on Linux');
if (basename(binary) !== 'MASQNode') fail(`${binary} must be called MASQNode.`);
try {
  accessSync(binary, constants.X_OK);
} catch {
  fail(`${binary} cannot be executed.`);
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (result.error !== undefined) fail(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

if (process.env[inside] === undefined) {
  const again = [process.execPath, '--import', 'tsx', import.meta.filename, ...named];
  const args = ['--exclusive', lockFile, 'unshare', '--net', ...again];
  process.exit(run('flock', args, { ...process.env, [inside]: '1' }));
}

if (run('ip', ['link', 'set', 'lo', 'up'], process.env) !== 0) fail('loopback cannot be raised');
const folder = join(root, 'test', 'contract');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => named.length === 0 || named.some((wanted) => name.startsWith(wanted)))
  .map((name) => join(folder, name))
  .sort();
if (files.length === 0) fail('No contract test matches.');
const runner = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=1'];
process.exit(run(process.execPath, [...runner, ...files], process.env));
