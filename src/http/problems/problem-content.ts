/** What a problem says. */
import type { FieldError, Hop, InForce, Outcome } from '../../errors.js';
import type { ProblemCode } from '../../problems/problem-table.js';

/** A problem before it becomes a document; `detail` is fit for a caller's eyes. */
export interface Problem {
  readonly code: ProblemCode;
  readonly hop: Hop;
  readonly outcome: Outcome;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** Exact u64 as a decimal string, where a peer sent an error. */
  readonly peerCode: string | undefined;
  /** Which exit preference is in force, where that is not the one asked for. */
  readonly inForce: InForce | undefined;
  readonly retryAfterS: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Carries the problem that an earlier request with the same Idempotency-Key came to. */
export class ReplayedProblem extends Error {
  override readonly name = 'ReplayedProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}
