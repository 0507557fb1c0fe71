/**
 * Builds dist/: compiles with plain tsc, copies what tsc does not emit, bundles the command. Does nothing when dist/ is current.
 * Everything is made in .staged/ and published to dist/ file by file, so that a gateway running from dist/ keeps working.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { withBuildLock } from './build-lock.js';
import { filesBelow, fingerprint, hashOf, withImports } from './fingerprint.js';
import { ensureGenerated } from './generated-code.js';
import { projectRoot } from './project-root.js';

const source = join(projectRoot, 'src');
const dist = join(projectRoot, 'dist');
/** Beside dist/ and as deep, so that relative paths in source maps hold in both. */
const staged = join(projectRoot, '.staged');
const recordFile = join(projectRoot, '.cache', 'build.json');

/** What the last build was made from, and the hash of every file it made, by path in dist/. */
interface BuildRecord {
  readonly inputs: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Brings dist/ up to date; reports each stage on standard error. */
export async function build(): Promise<void> {
  await withBuildLock(async () => {
    ensureGenerated();
    const inputs = fingerprint([
      'src',
      'tsconfig.json',
      'tsconfig.build.json',
      'package-lock.json',
      ...withImports('scripts/build.ts'),
    ]);
    const last = lastBuild();
    if (last?.inputs !== inputs || !isIntact(last)) await rebuild(inputs, last);
  });
}

function lastBuild(): BuildRecord | undefined {
  if (!existsSync(recordFile)) return undefined;
  return JSON.parse(readFileSync(recordFile, 'utf8')) as BuildRecord;
}

function isIntact({ outputs }: BuildRecord): boolean {
  return Object.entries(outputs).every(([name, hash]) => {
    const path = join(dist, name);
    return existsSync(path) && hashOf(readFileSync(path)) === hash;
  });
}

async function rebuild(inputs: string, last: BuildRecord | undefined): Promise<void> {
  const isFirst = last === undefined;
  console.error(`Building dist/${isFirst ? '; the first time takes up to 25 s' : ''} …`);
  stage('compiled', compile);
  // Loaded only now: a build that finds everything current should not wait for them.
  const { bundleCommand } = await import('./bundle-command.js');
  const { publish } = await import('./publish.js');
  const startedMs = Date.now();
  const contents = new Map([...libraryFiles(), ...(await bundleCommand(projectRoot, staged))]);
  publish(dist, contents, Object.keys(last?.outputs ?? {}), Date.now());
  report('bundled', startedMs);
  const outputs = Object.fromEntries([...contents].map(([name, text]) => [name, hashOf(text)]));
  const record: BuildRecord = { inputs, outputs };
  writeFileSync(recordFile, JSON.stringify(record));
}

function stage(done: string, work: () => void): void {
  const startedMs = Date.now();
  work();
  report(done, startedMs);
}

function report(done: string, startedMs: number): void {
  console.error(`  ${done} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

/** Incremental: tsc's own record lies with what it emitted, so that both go together. */
function compile(): void {
  mkdirSync(staged, { recursive: true });
  const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const incremental = ['--incremental', '--tsBuildInfoFile', join(staged, '.tsbuildinfo')];
  execFileSync(
    process.execPath,
    [tsc, '-p', 'tsconfig.build.json', '--outDir', staged, ...incremental],
    {
      cwd: projectRoot,
      stdio: ['ignore', 2, 2],
    },
  );
  cpSync(join(source, 'generated'), join(staged, 'generated'), { recursive: true }); // the bundle imports it
}

/** What others import, and the files that are served: everything but the command. */
function libraryFiles(): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const path of filesBelow(source)) {
    const name = relative(source, path).split(sep).join('/');
    const isServed = name.startsWith('dashboard/') && !/\.(?:ts|json)$/.test(name);
    if (isServed || name.startsWith('generated/')) files.set(name, readFileSync(path));
    else if (isLibrary(name)) {
      for (const ending of ['.js', '.js.map', '.d.ts']) {
        const made = name.replace(/\.ts$/, ending);
        files.set(made, readFileSync(join(staged, made)));
      }
    }
  }
  // The client imports some of what is served: its types go along.
  for (const path of filesBelow(join(staged, 'dashboard'))) {
    if (path.endsWith('.d.ts')) files.set(relative(staged, path), readFileSync(path));
  }
  return files;
}

/** Of the command only its bundle is published. */
function isLibrary(name: string): boolean {
  const isOfCommand = name === 'main.ts' || name.startsWith('cli/');
  return name.endsWith('.ts') && !name.startsWith('dashboard/') && !isOfCommand;
}

if (process.argv[1] === import.meta.filename) await build();
