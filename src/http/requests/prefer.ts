/** `Prefer: wait=N` (RFC 7240): how long this caller is willing to wait. */

/** Longest wait that is granted, in seconds. */
export const MAX_WAIT_S = 600;
const SECOND_MS = 1000;

/** Seconds of the first wait preference, at most {@link MAX_WAIT_S}; undefined where there is none that can be read. */
export function preferredWaitS(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header.join(',') : header;
  if (text === undefined) return undefined;
  const found = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i.exec(text);
  return found === null ? undefined : Math.min(Number(found[1]), MAX_WAIT_S);
}

/** What a preference comes to. */
export interface GrantedWait {
  /** How long the caller waits; undefined leaves it to the conversation's own limit. */
  readonly waitMs: number | undefined;
  /** Value of Preference-Applied; undefined where the preference was not followed. */
  readonly applied: string | undefined;
}

/** Grants a preference: what changes something is never waited for less than `limitMs`, its own time limit. */
export function grantWait(
  preferredS: number | undefined,
  operation: { readonly changes: boolean; readonly limitMs: number },
): GrantedWait {
  if (preferredS === undefined) return { waitMs: undefined, applied: undefined };
  const waitMs = preferredS * SECOND_MS;
  if (operation.changes && waitMs < operation.limitMs) {
    return { waitMs: undefined, applied: undefined };
  }
  return { waitMs, applied: `wait=${preferredS}` };
}
