/** Lists exports of src that nobody imports: `tsx scripts/unused-exports.ts`; exits 1 if there are any. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { unusedExports } from '../test/support/source/unused-exports.js';
import { projectRoot } from './project-root.js';

const files = ['src', 'test', 'scripts', 'bench'].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.[jt]s$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') })),
);
/** Others import from these: `exports` in package.json, and the types that scripts of the dashboard name in comments. */
const offered =
  /^src\/(gateway|config|client\/(client|node-fetch)|simulator\/simulator|dashboard\/types\.d|generated\/.*)\.[jt]s$/;
const unused = unusedExports(files, offered);
for (const fault of unused) console.log(fault);
if (unused.length > 0) process.exitCode = 1;
