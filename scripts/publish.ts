/**
 * Brings a folder to new contents without harm to processes that run from it: a file appears whole or not at all, and one that is no
 * longer wanted stays for a while, because a running process may still load it.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import process from 'node:process';
import { filesBelow } from './fingerprint.js';

/** Contents by path in the folder, with forward slashes. */
export type FolderContents = ReadonlyMap<string, string | Buffer>;

const SUPERSEDED_KEPT_MS = 7 * 24 * 3600 * 1000;
/** Keeps superseded files out of the package. */
const ignoreFile = '.npmignore';

/**
 * Writes what differs. `before` names the files that were wanted until now; those that are not wanted any more are kept for a week
 * from `nowMs` on, and named in .npmignore.
 */
export function publish(
  folder: string,
  contents: FolderContents,
  before: readonly string[],
  nowMs: number,
): void {
  for (const [name, content] of contents) writeWhole(join(folder, name), content);
  const kept: string[] = [];
  for (const path of filesBelow(folder)) {
    const name = relative(folder, path).split(sep).join('/');
    if (contents.has(name) || name === ignoreFile) continue;
    if (before.includes(name)) utimesSync(path, nowMs / 1000, nowMs / 1000);
    if (nowMs - statSync(path).mtimeMs > SUPERSEDED_KEPT_MS) rmSync(path);
    else kept.push(`/${name}\n`);
  }
  writeWhole(join(folder, ignoreFile), kept.sort().join(''));
}

function writeWhole(path: string, content: string | Buffer): void {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  const draft = `${path}.${process.pid}.new`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, content);
  if (String(content.slice(0, 2)) === '#!') chmodSync(draft, 0o755);
  renameSync(draft, path);
}
