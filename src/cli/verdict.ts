/** What a command that judges comes to. */

/** What a run sets beside throwing: the exit code of a command that has one of its own. */
export interface Verdict {
  exitCode: number;
}
