/** `Prefer: wait=N` (RFC 7240): how long this caller is willing to wait. */

import type { CallOptions } from '../../peer/peers.js';
import type { AnyCall } from './call.js';

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

interface GrantedWait {
  /** How long the caller waits; undefined leaves it to the conversation's own limit. */
  readonly waitMs: number | undefined;
  /** Value of Preference-Applied; undefined where the preference was not followed. */
  readonly applied: string | undefined;
}

/** Grants a preference: what changes something is never waited for less than `limitMs`, its own time limit. @internal */
export function grantWait(preferredS: number | undefined, operation: WaitRule): GrantedWait {
  if (preferredS === undefined) return { waitMs: undefined, applied: undefined };
  const waitMs = preferredS * SECOND_MS;
  if (operation.changes && waitMs < operation.limitMs) {
    return { waitMs: undefined, applied: undefined };
  }
  return { waitMs, applied: `wait=${preferredS}` };
}

/** What is fixed about waiting for an operation. */
export interface WaitRule {
  /** True where a shorter wait than the limit is not granted. */
  readonly changes: boolean;
  readonly limitMs: number;
}

/** Options for one call of the peers, and the headers that go with its answer. */
interface Waiting {
  readonly options: CallOptions;
  /** Undefined where the conversation's own limit holds. */
  readonly waitMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Grants what can be granted of the caller's preference; hanging up always ends the wait. */
export function waitingFor(call: AnyCall, rule: WaitRule): Waiting {
  const { waitMs, applied } = grantWait(call.preferredWaitS, rule);
  const { exchange } = call;
  const { signal } = exchange;
  const onWritten = (contextId?: number): void => exchange.written(contextId);
  return {
    options: waitMs === undefined ? { signal, onWritten } : { signal, onWritten, waitMs },
    waitMs,
    headers: applied === undefined ? {} : { 'preference-applied': applied },
  };
}
