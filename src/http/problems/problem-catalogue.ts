/** The closed list of problem codes; openapi.yaml and /problems/{code} hold exactly these. */
import { conversationProblems } from './conversation-problems.js';
import { requestProblems } from './request-problems.js';

/** What is told about one problem code, wherever it comes up. */
export interface ProblemEntry {
  /** HTTP status. */
  readonly status: number;
  /** Short and the same each time. */
  readonly title: string;
  /** What has happened. */
  readonly explanation: string;
  /** What the caller can do about it. */
  readonly cure: string;
}

const catalogue = { ...requestProblems, ...conversationProblems };

/** Stable identity of a problem, the last part of its `type`. */
export type ProblemCode = keyof typeof catalogue;

/** Every code there is. */
export const problemCodes = Object.keys(catalogue) as readonly ProblemCode[];

/** What is told about a code. */
export function problemEntry(code: ProblemCode): ProblemEntry {
  return catalogue[code];
}

/** True for the name of a code, whatever else is asked for. */
export function isProblemCode(name: string): name is ProblemCode {
  return Object.hasOwn(catalogue, name);
}
