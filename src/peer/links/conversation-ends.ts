/** How written conversations end, told once each: by their answer, their limit, or the loss of the link. */
import type { EmitLinkEvent } from './links.js';
import type { ConversationEnd, ConversationPurpose, EndedConversation } from '../peers.js';

/** What is fixed about a conversation when it is written. */
interface WrittenConversation {
  readonly opcode: string;
  readonly purpose: ConversationPurpose;
  /** Infinity where no silence is too long: scans and shutdowns. */
  readonly limitMs: number;
}

/** What the table needs and whom it tells. */
interface ConversationEndsDeps {
  readonly hop: EndedConversation['hop'];
  readonly now: () => number;
  readonly emit: EmitLinkEvent;
}

interface Open extends WrittenConversation {
  readonly writtenAtMs: number;
  readonly timer: NodeJS.Timeout | undefined;
}

/** The conversations of one link whose end has not been told, by contextId. */
export class ConversationEnds {
  readonly #deps: ConversationEndsDeps;
  readonly #open = new Map<number, Open>();

  constructor(deps: ConversationEndsDeps) {
    this.#deps = deps;
  }

  /** It was written just now. */
  written(contextId: number, conversation: WrittenConversation): void {
    const { limitMs } = conversation;
    const timer = Number.isFinite(limitMs)
      ? setTimeout(() => this.ended(contextId, 'unanswered'), limitMs)
      : undefined;
    this.#open.set(contextId, { ...conversation, writtenAtMs: this.#deps.now(), timer });
  }

  /** It has ended; what comes after its end, a late answer for one, is not told. */
  ended(contextId: number, end: ConversationEnd): void {
    const open = this.#open.get(contextId);
    if (open === undefined) return;
    clearTimeout(open.timer);
    this.#open.delete(contextId);
    const { opcode, purpose, writtenAtMs } = open;
    const durationMs = Math.max(0, this.#deps.now() - writtenAtMs);
    this.#emit({ opcode, purpose, end, durationMs });
  }

  /** The link is gone; for a shutdown that is how it ends. */
  linkLost(): void {
    for (const [contextId, { opcode }] of [...this.#open]) {
      this.ended(contextId, opcode === 'shutdown' ? 'silent' : 'lost');
    }
  }

  /** A message without an answer was written: that was all. */
  told(opcode: string): void {
    this.#emit({ opcode, purpose: 'call', end: 'silent', durationMs: 0 });
  }

  #emit(ended: Omit<EndedConversation, 'hop'>): void {
    this.#deps.emit({ kind: 'conversation-ended', ended: { hop: this.#deps.hop, ...ended } });
  }
}
