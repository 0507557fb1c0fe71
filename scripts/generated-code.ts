/** Keeps src/generated current. It is not in git; whatever needs it calls ensureGenerated first. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint, withImports } from './fingerprint.js';
import { projectRoot } from './project-root.js';

const stampFile = join(projectRoot, '.cache', 'generated.txt');

/** What the generated code depends on, and the code itself. */
function state(): string {
  return fingerprint([
    'openapi.yaml',
    'openapi', // its parts, if it is split
    'src/generated',
    'package-lock.json',
    ...withImports('scripts/generate.ts'),
  ]);
}

/** Runs scripts/generate.ts unless openapi.yaml, the script and the generated code are as it left them. */
export function ensureGenerated(): void {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === state()) return;
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts'], {
    cwd: projectRoot,
    stdio: ['ignore', 2, 2], // the output of `npm run --silent start` and its kind belongs to the command
  });
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, state());
}
