/** A problem explained as a page for people. */
import type { ProblemCode } from '../../problems/problem-table.js';
import type { ProblemRow } from '../../problems/problem-row.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** HTML of one problem; no script, no style, nothing from elsewhere. */
export function problemPage(code: ProblemCode, entry: ProblemRow): string {
  return [
    '<!doctype html>',
    `<html lang="en"><meta charset="utf-8"><title>${escape(entry.title)}</title>`,
    `<h1>${escape(entry.title)}</h1>`,
    `<p><code>${escape(code)}</code>, status ${entry.status}</p>`,
    `<p>${escape(entry.explanation)}</p>`,
    `<p>${escape(entry.cure)}</p>`,
    '</html>',
    '',
  ].join('\n');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
