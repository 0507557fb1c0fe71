/** What is fixed about a problem, whenever it occurs. */
import type { Hop, Outcome } from '../errors.js';

/** One row of the problem table. */
export interface ProblemRow {
  /** HTTP status. */
  readonly status: number;
  /** Short, and the same for every occurrence. */
  readonly title: string;
  /** What happened. */
  readonly explanation: string;
  /** What the caller can do about it. */
  readonly cure: string;
  /** The party at fault; an occurrence may name another. */
  readonly hop: Hop;
  /** What usually became of the request; an occurrence may say otherwise. */
  readonly outcome: Outcome;
  /** Seconds after which a retry may help; an occurrence may say otherwise. Absent if waiting does not help. */
  readonly retryAfterS?: number;
  /** The commands that solve it, for the setup parameters concerned; an empty string if there are none. */
  readonly command?: (curl: CurlCommands, parameters: readonly string[]) => string;
}

/** Writes curl commands for the address at which the gateway was asked. */
export interface CurlCommands {
  /** POST of a Node operation, such as `start`; with a query if it begins with `?`. */
  readonly node: (operation: string) => string;
  /** GET of the whole setup. */
  readonly getSetup: () => string;
  /** PUT of one setup value; a secret comes from a file. */
  readonly put: (name: string) => string;
  /** DELETE of one setup value. */
  readonly clear: (name: string) => string;
  /** One PATCH that gives each of these a new value. */
  readonly replace: (names: readonly string[]) => string;
  /** One PATCH that clears these and sets what is missing. */
  readonly clearWhileCompleting: (names: readonly string[]) => string;
}
