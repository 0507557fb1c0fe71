/** The problem table: the one place that knows a problem. openapi.yaml and /problems/{code} hold exactly its codes. */
import { conversationProblems } from './conversation-problems.js';
import type { ProblemRow } from './problem-row.js';
import { requestProblems } from './request-problems.js';

const table = { ...requestProblems, ...conversationProblems };

/** Stable identity of a problem, the last part of its `type`. */
export type ProblemCode = keyof typeof table;

/** Every code there is. */
export const problemCodes = Object.keys(table) as readonly ProblemCode[];

/** The row of a code. */
export function problemRow(code: ProblemCode): ProblemRow {
  return table[code];
}

/** True for the name of a code. */
export function isProblemCode(name: string): name is ProblemCode {
  return Object.hasOwn(table, name);
}
