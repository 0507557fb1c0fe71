/** The table in docs/errors.md, made from the problem table: `tsx scripts/problems-page.ts` rewrites it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { problemCodes, problemRow, type ProblemCode } from '../src/problems/problem-table.js';

/** The page that holds the table. */
export const errorsPage = join(import.meta.dirname, '..', 'docs', 'errors.md');

const table = /(<!-- problems -->\n)[\s\S]*?(<!-- end of problems -->)/;

function rowOf(code: ProblemCode): string {
  const { status, explanation, cure } = problemRow(code);
  return `| ${status} | \`${code}\` | ${explanation} | ${cure.replaceAll('|', '\\|')} |`;
}

/** The page with one row for each problem code, sorted by status. */
export async function withProblems(page: string): Promise<string> {
  const codes = problemCodes.toSorted((a, b) => problemRow(a).status - problemRow(b).status);
  const head = ['| status | `code` | what happened | what to do |', '| --- | --- | --- | --- |'];
  const text = [...head, ...codes.map(rowOf)].join('\n');
  const made = page.replace(
    table,
    (_all, start: string, end: string) => `${start}\n${text}\n\n${end}`,
  );
  return format(made, { ...(await resolveConfig(errorsPage)), parser: 'markdown' });
}

if (process.argv[1] === import.meta.filename) {
  await writeFile(errorsPage, await withProblems(await readFile(errorsPage, 'utf8')));
}
