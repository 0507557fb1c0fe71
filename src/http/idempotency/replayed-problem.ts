/** A problem that was answered with before. */
import type { Problem } from '../problems/problem-content.js';

/** Carries the problem that an earlier request with the same Idempotency-Key came to. */
export class ReplayedProblem extends Error {
  override readonly name = 'ReplayedProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}
