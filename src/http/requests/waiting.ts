/** A call's wait preference as options for the peers and as a response header. */
import type { CallOptions } from '../../peer/peers.js';
import { grantWait } from './prefer.js';
import type { AnyCall } from './call.js';

/** What is fixed about waiting for an operation. */
export interface WaitRule {
  /** True where a shorter wait than the limit is not granted. */
  readonly changes: boolean;
  readonly limitMs: number;
}

/** Options for one call of the peers, and the headers that go with its answer. */
export interface Waiting {
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
