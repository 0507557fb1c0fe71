/**
 * Turns the TypeScript of src, test, scripts and bench into JavaScript in .cache/transpiled, file by file, so that a test process
 * starts as plain node: compiling with tsx in each of 170 processes costs more than most tests. Only changed files are redone.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform, version } from 'esbuild';
import { projectRoot } from './project-root.js';

const sourceFolders = ['src', 'test', 'scripts', 'bench'];
/** Names the compiler and the form of its output; another one makes all output stale. */
const edition = `esbuild ${version}, form 1`;
const isSource = (name: string): boolean => /\.(ts|js)$/.test(name) && !name.endsWith('.d.ts');

/** Where the JavaScript of a source file lies. */
export function transpiledPath(source: string): string {
  return join(outFolder, relative(projectRoot, source)).replace(/\.ts$/, '.js');
}

const outFolder = join(projectRoot, '.cache', 'transpiled');
const editionFile = join(outFolder, 'edition.txt');

/** Brings .cache/transpiled up to date. */
export async function transpile(): Promise<void> {
  if (!existsSync(editionFile) || readFileSync(editionFile, 'utf8') !== edition) {
    rmSync(outFolder, { recursive: true, force: true });
  }
  const sources = sourceFolders.flatMap((name) => filesBelow(join(projectRoot, name), isSource));
  const wanted = new Set(sources.map(transpiledPath));
  for (const path of existsSync(outFolder) ? filesBelow(outFolder, isSource) : []) {
    if (!wanted.has(path)) rmSync(path);
  }
  await Promise.all(sources.filter(isStale).map(transpileFile));
  writeFileSync(editionFile, edition);
}

function filesBelow(folder: string, isWanted: (name: string) => boolean): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isWanted)
    .map((name) => join(folder, name));
}

/** Output carries the time of its source, so that a source that goes back in time (git checkout) is noticed too. */
function isStale(source: string): boolean {
  const made = statSync(transpiledPath(source), { throwIfNoEntry: false });
  return made?.mtime.getTime() !== statSync(source).mtime.getTime();
}

async function transpileFile(source: string): Promise<void> {
  const target = transpiledPath(source);
  const { mtime } = statSync(source);
  mkdirSync(dirname(target), { recursive: true });
  if (source.endsWith('.ts')) {
    const { code } = await transform(readFileSync(source, 'utf8'), {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      sourcesContent: false,
      sourcefile: source,
      define: placeOf(source), // tests and scripts look for files next to their source
    });
    writeFileSync(target, code);
  } else {
    copyFileSync(source, target);
  }
  utimesSync(target, mtime, mtime);
}

function placeOf(source: string): Record<string, string> {
  return {
    'import.meta.dirname': JSON.stringify(dirname(source)),
    'import.meta.filename': JSON.stringify(source),
    'import.meta.url': JSON.stringify(pathToFileURL(source).href),
  };
}
