/** The open conversations of a link, found again by contextId and opcode. */
import type { Frame } from '../../protocol/codec.js';
import { isolatedEntryOf } from '../../protocol/opcodes.js';

/** Answers that belonged to nothing any more, or never did. */
export interface DroppedAnswers {
  /** Late or doubled: their contextId was ours once. */
  readonly late: number;
  /** Of a contextId or an opcode that we never asked with. */
  readonly unknown: number;
}

/** Open conversations by contextId; the counter goes on over all sockets of a link, so that no number comes twice. */
export class Conversations<Conversation extends { readonly opcode: string }> {
  #open = new Map<number, Conversation>();
  #lastContextId = 0;
  #late = 0;
  #unknown = 0;

  /** The contextId given out last; 0 before the first. */
  get lastContextId(): number {
    return this.#lastContextId;
  }

  /** Counts of answers that were dropped. */
  get dropped(): DroppedAnswers {
    return { late: this.#late, unknown: this.#unknown };
  }

  /** Leaves out all numbers up to `contextId`: somebody else asked with them on the socket that is now ours. */
  skipTo(contextId: number): void {
    this.#lastContextId = Math.max(this.#lastContextId, contextId);
  }

  /** Takes a conversation in and gives it a contextId of its own: 1, 2, 3 … */
  open(conversation: Conversation): number {
    this.#lastContextId += 1;
    this.#open.set(this.#lastContextId, conversation);
    return this.#lastContextId;
  }

  /**
   * The frame as this link must take it. Of an opcode that names broadcasts and replies, only the contextId of our own request
   * makes a reply: one that we never used, or that of an open conversation of another opcode, makes it the broadcast.
   */
  classify(frame: Frame): Frame {
    if (frame.kind !== 'reply' || isolatedEntryOf(frame.opcode)?.alsoReply !== true) return frame;
    const { opcode, contextId, payload } = frame;
    const open = this.#open.get(contextId);
    const isOurs = open === undefined ? contextId <= this.#lastContextId : open.opcode === opcode;
    return isOurs ? frame : { kind: 'broadcast', opcode, payload };
  }

  /** The open conversation that an answer belongs to; counts the answer as dropped where there is none. */
  match(contextId: number, opcode: string): Conversation | undefined {
    const conversation = this.#open.get(contextId);
    if (conversation?.opcode === opcode) return conversation;
    if (conversation === undefined && contextId > 0 && contextId <= this.#lastContextId) {
      this.countLate();
    } else {
      this.#unknown += 1;
    }
    return undefined;
  }

  /** The open conversation with this contextId, whatever its opcode. */
  find(contextId: number): Conversation | undefined {
    return this.#open.get(contextId);
  }

  /** Counts an answer that nobody waits for any more. */
  countLate(): void {
    this.#late += 1;
  }

  /** The conversation is over; what still comes for it is late. */
  close(contextId: number): void {
    this.#open.delete(contextId);
  }

  /** All open conversations with their contextIds. */
  entries(): IterableIterator<[number, Conversation]> {
    return this.#open.entries();
  }

  /** Empties the table and hands out what was in it: swapped before anything is told, so that nothing is told twice. */
  drop(): readonly Conversation[] {
    const dropped = [...this.#open.values()];
    this.#open = new Map();
    return dropped;
  }
}
