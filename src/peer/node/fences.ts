/** What the pacing itself asks a Node: fences and scan markers, which are no caller's. */
import type { NodeConversation } from './node-conversations.js';
import type { Answerable } from './node-messages.js';

/** Silent, a third of a millisecond, no key derivation: the cheapest question that the Configurator answers. */
const FENCE_PAYLOAD = '{}';
/** The cheapest question that the Accountant answers, in order with scans. */
const MARKER_PAYLOAD = '{"statsRequired":true}';

/** What differs from one to the next. */
export interface OwnQuestion {
  readonly seq: number;
  readonly limitMs: number;
  readonly answerable: Answerable;
}

/** Its reply proves that the Configurator has handled everything before it. */
export function fence({ seq, limitMs, answerable }: OwnQuestion): NodeConversation {
  return {
    opcode: 'checkPassword',
    payload: FENCE_PAYLOAD,
    seq,
    configurator: true,
    purpose: 'fence',
    limitMs,
    counts: true,
    answerable,
  };
}

/** Its reply proves that the Accountant has taken up the scan before it. */
export function marker({ seq, limitMs, answerable }: OwnQuestion): NodeConversation {
  return {
    opcode: 'financials',
    payload: MARKER_PAYLOAD,
    seq,
    configurator: false,
    purpose: 'marker',
    limitMs,
    counts: true,
    answerable,
  };
}
