/** Tells whether something made from files is stale: by what the files hold, since a checkout changes times and a build must not care. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from './project-root.js';

/** `from './x.js'` and `import('./x.js')`. */
const relativeImport = /(?:from |import\()'(\.[^']+)'/g;

/** The SHA-256 of a text or buffer, in hex. */
export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One hash over names and contents of files and of everything in folders; paths are relative to the project. Missing ones count too. */
export function fingerprint(paths: readonly string[]): string {
  const lines = paths
    .flatMap((path) => filesAt(join(projectRoot, path)))
    .map((path) => `${relative(projectRoot, path)} ${hashOf(readFileSync(path))}`);
  return hashOf(lines.sort().join('\n'));
}

function filesAt(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return statSync(path).isDirectory() ? filesBelow(path) : [path];
}

/** Every file in a folder and its folders, as absolute paths. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A script and every file of ours that it imports, directly or not; all relative to the project. */
export function withImports(path: string, seen = new Set<string>()): readonly string[] {
  const absolute = join(projectRoot, path);
  if (seen.has(path) || !existsSync(absolute)) return []; // a generated module is not there yet
  seen.add(path);
  for (const [, specifier = ''] of readFileSync(absolute, 'utf8').matchAll(relativeImport)) {
    const target = join(dirname(path), specifier);
    withImports(target.replace(/\.js$/, '.ts'), seen);
  }
  return [...seen];
}
