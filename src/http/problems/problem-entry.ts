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
