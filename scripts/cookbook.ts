/**
 * Runs the recipes of a page: each `sh` block is a command, and the `text` block after it is what the command prints, with `…`
 * for any text. `tsx scripts/cookbook.ts URL` runs docs/cookbook.md against a fresh demo and replaces output that no longer
 * fits with what was printed; shorten it again by hand.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A command of a page with the output that the page shows. */
export interface Recipe {
  readonly command: string;
  readonly expected: string;
}

/** A recipe, and what its command really printed. */
interface Result extends Recipe {
  readonly printed: string;
  readonly fits: boolean;
}

/** The results of all recipes, and the names of the files that they left in their folder. */
interface CookbookRun {
  readonly results: readonly Result[];
  readonly filesLeft: readonly string[];
}

/** The page with the recipes. */
export const cookbookPath = join(import.meta.dirname, '..', 'docs', 'cookbook.md');

const block = /^```sh\n([\s\S]*?)\n```$(?:\n\n```text\n([\s\S]*?)\n```$)?/gm;
const COMMAND_LIMIT_MS = 60_000;
/** The address that the pages use. */
const PRINTED_URL = 'http://127.0.0.1:5334';

/** The recipes of a Markdown text in their order. */
export function recipesOf(markdown: string): readonly Recipe[] {
  return [...markdown.matchAll(block)].map(([, command = '', expected = '']) => ({
    command,
    expected,
  }));
}

/** True if `printed` is `expected` with any text for each `…`; an `…` on a line of its own stands for any lines or none. */
export function fits(expected: string, printed: string): boolean {
  const anything = expected
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll(/^…\n/gm, '(?:[\\s\\S]*?\\n)??')
    .replaceAll('…', '[\\s\\S]*?');
  return new RegExp(`^${anything}$`).test(printed);
}

/** Runs recipes one after the other in an empty folder, against the gateway at `url`. */
export async function runRecipes(recipes: readonly Recipe[], url: string): Promise<CookbookRun> {
  const folder = await mkdtemp(join(tmpdir(), 'masq-gateway-cookbook-'));
  try {
    const results: Result[] = [];
    for (const recipe of recipes) {
      const printed = await run(recipe.command, folder, url);
      results.push({ ...recipe, printed, fits: fits(recipe.expected, printed) });
    }
    return { results, filesLeft: await readdir(folder) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(command: string, folder: string, url: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'bash',
    ['-c', command.replaceAll(PRINTED_URL, url)],
    { cwd: folder, env: { ...process.env, MASQ_GATEWAY_URL: url }, timeout: COMMAND_LIMIT_MS },
  ).catch((error: unknown) => ({ stdout: stdoutOf(error) }));
  return stdout.replaceAll('\r\n', '\n').replaceAll(url, PRINTED_URL).trimEnd();
}

// A command may print what the page shows and still fail: `curl -m` does.
function stdoutOf(error: unknown): string {
  return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
}

function markdownOf(command: string, output: string): string {
  const shown = output === '' ? '' : `\n\n\`\`\`text\n${output}\n\`\`\``;
  return `\`\`\`sh\n${command}\n\`\`\`${shown}`;
}

// The same command may occur twice, so the part that is done is cut off before the next search.
async function corrected(markdown: string, url: string): Promise<string> {
  let done = '';
  let rest = markdown;
  const { results } = await runRecipes(recipesOf(markdown), url);
  for (const { command, expected, printed, fits: isRight } of results) {
    const before = markdownOf(command, expected);
    const text = isRight ? before : markdownOf(command, printed);
    if (!isRight) console.log(text);
    const at = rest.indexOf(before);
    done += rest.slice(0, at) + text;
    rest = rest.slice(at + before.length);
  }
  return done + rest;
}

if (process.argv[1] === import.meta.filename) {
  const page = await readFile(cookbookPath, 'utf8');
  await writeFile(cookbookPath, await corrected(page, process.argv[2] ?? PRINTED_URL));
}
