/** Builds dist/: refuses stale generated code, compiles with plain tsc, copies what tsc does not emit, bundles the command. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand } from './bundle-command.js';

const root = join(import.meta.dirname, '..');
const run = (command: string, args: readonly string[]): void => {
  execFileSync(process.execPath, [join(root, 'node_modules', command), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
};

run('tsx/dist/cli.mjs', ['scripts/generate.ts', '--check']);
rmSync(join(root, 'dist'), { recursive: true, force: true });
run('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
cpSync(join(root, 'src/generated'), join(root, 'dist/generated'), { recursive: true });
cpSync(join(root, 'src/dashboard'), join(root, 'dist/dashboard'), {
  recursive: true,
  filter: (path) => !/\.(?:ts|json)$/.test(path), // types and their configuration are for the type check alone
});
await bundleCommand(root);
