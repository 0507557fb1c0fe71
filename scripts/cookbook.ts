/**
 * The README's cookbook as a program: every `console` block holds commands behind `$ ` and what they print, `…` standing for
 * anything. `tsx scripts/cookbook.ts URL` runs them in order against a fresh demo, puts what was printed in the place of what no
 * longer fits, and leaves it to a person to shorten it again.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One command of the cookbook with what the README says that it prints. */
export interface Recipe {
  readonly command: string;
  readonly expected: string;
}

/** A recipe, and what its command really printed. */
export interface Result extends Recipe {
  readonly printed: string;
  readonly fits: boolean;
}

const readmePath = join(import.meta.dirname, '..', 'README.md');
const block = /^```console\n([\s\S]*?)^```$/gm;
const COMMAND_LIMIT_MS = 60_000;

/** The recipes of a Markdown text in their order. */
export function recipesOf(markdown: string): readonly Recipe[] {
  return [...markdown.matchAll(block)].flatMap(([, text = '']) =>
    text
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const lines = part.split('\n');
        const length = lines.findIndex((line) => !line.endsWith('\\')) + 1;
        return {
          command: lines.slice(0, length).join('\n'),
          expected: lines.slice(length).join('\n').trimEnd(),
        };
      }),
  );
}

/** True where `printed` is `expected`, each `…` of which stands for any text; one alone on its line, for any lines or none. */
export function fits(expected: string, printed: string): boolean {
  const anything = expected
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll(/^…\n/gm, '(?:[\\s\\S]*?\\n)??')
    .replaceAll('…', '[\\s\\S]*?');
  return new RegExp(`^${anything}$`).test(printed);
}

/** Runs recipes one after the other in an empty folder, with GATEWAY set to `url`. */
export async function runRecipes(
  recipes: readonly Recipe[],
  url: string,
): Promise<readonly Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'masq-gateway-cookbook-'));
  try {
    const results: Result[] = [];
    for (const recipe of recipes) {
      const printed = await run(recipe.command, folder, url);
      results.push({ ...recipe, printed, fits: fits(recipe.expected, printed) });
    }
    return results;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(command: string, folder: string, url: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', command], {
    cwd: folder,
    env: { ...process.env, GATEWAY: url },
    timeout: COMMAND_LIMIT_MS,
  }).catch((error: unknown) => ({ stdout: stdoutOf(error) }));
  return stdout.replaceAll('\r\n', '\n').replaceAll(url, 'http://127.0.0.1:5334').trimEnd();
}

// A command may end in another exit code and have printed what the README shows, as `curl -m` does.
function stdoutOf(error: unknown): string {
  return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
}

// Commands may stand there twice, so what has been dealt with is cut off from what is still searched.
async function corrected(markdown: string, url: string): Promise<string> {
  let done = '';
  let rest = markdown;
  for (const result of await runRecipes(recipesOf(markdown), url)) {
    const told = `$ ${result.command}\n${result.expected === '' ? '' : `${result.expected}\n`}`;
    const end = rest.indexOf(told) + told.length;
    const text = result.fits ? told : `$ ${result.command}\n${result.printed}\n`;
    if (!result.fits) console.log(text);
    done += rest.slice(0, end - told.length) + text;
    rest = rest.slice(end);
  }
  return done + rest;
}

if (process.argv[1] === import.meta.filename) {
  const url = process.argv[2] ?? 'http://127.0.0.1:5334';
  await writeFile(readmePath, await corrected(await readFile(readmePath, 'utf8'), url));
}
