/** What is asked of a Node beside a caller's own message: fences, scan markers, and what goes right before a message. */
import type { NodeConversation } from './node-conversations.js';
import type { Answerable, NodeMessage } from './node-messages.js';
import type { Preceding } from '../links/links.js';

/** Silent, a third of a millisecond, no key derivation: the cheapest question that the Configurator answers. */
const FENCE_PAYLOAD = '{}';
/** The cheapest question that the Accountant answers, in order with scans. */
const MARKER_PAYLOAD = '{"statsRequired":true}';

/** What differs from one to the next. */
interface OwnQuestion {
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

/** The first half of a pair; only its reply is of interest. */
export function preceding(message: NodeMessage, before: Preceding, seq: number): NodeConversation {
  const { opcode, configurator, limitMs } = message;
  const { payload, onAnswered: replied } = before;
  const nobodyWaits = (): void => undefined;
  const answerable = { replied, failed: nobodyWaits, lost: nobodyWaits };
  return { opcode, payload, seq, configurator, limitMs, purpose: 'call', counts: true, answerable };
}
