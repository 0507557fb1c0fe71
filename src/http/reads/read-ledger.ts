/** What is known of shared readings: generations, replies still fresh, and who may join what. Pure but for its own maps. */
import { opcodes } from '../../protocol/opcodes.js';
import type { ReadKind } from '../../protocol/opcodes.js';

/** Replies kept at once; keys are as many as there are financial queries. */
export const MAX_STORED_REPLIES = 64;

/** From this length on a reply is kept as bytes, too: 200 KB go out three times as fast. Below it one string is faster. */
const LEAST_KEPT_BYTES = 16 * 1024;

/** A reply that is kept, and where it is large its bytes, made when first asked for. */
class StoredReply {
  readonly #isLarge: boolean;
  #line: Buffer | undefined;

  constructor(
    readonly opcode: ReadKind,
    readonly text: string,
    readonly storedAtMs: number,
  ) {
    this.#isLarge = text.length >= LEAST_KEPT_BYTES;
  }

  get line(): Buffer | undefined {
    if (this.#isLarge) this.#line ??= Buffer.from(`${this.text}\n`);
    return this.#line;
  }
}

/** What is kept of a reply, as it is handed out. */
export interface FreshReply {
  readonly text: string;
  readonly ageMs: number;
  /** The text and a newline as bytes; only of large replies. Never changed. */
  readonly line?: Buffer | undefined;
}

/** A reading under way, as far as joining it goes. */
export interface ReadingState {
  readonly opcode: ReadKind;
  /** Generation of its kind at the moment it was written; undefined while it waits for its turn. */
  writtenIn: number | undefined;
}

/** Remembers replies by key, and forgets them when something touches their kind. */
export class ReadLedger {
  readonly #generations = new Map<ReadKind, number>();
  readonly #stored = new Map<string, StoredReply>();

  /** Raised whenever something may have changed what readings of this kind say. */
  generation(opcode: ReadKind): number {
    return this.#generations.get(opcode) ?? 0;
  }

  /** Makes every earlier reply about these kinds stale. */
  touch(kinds: readonly ReadKind[]): void {
    for (const kind of kinds) this.#generations.set(kind, this.generation(kind) + 1);
    for (const [key, reply] of this.#stored) {
      if (kinds.includes(reply.opcode)) this.#stored.delete(key);
    }
  }

  /** True where a caller may share this reading: `newOnly` callers only one that is not yet written. */
  mayJoin(reading: ReadingState, newOnly: boolean): boolean {
    if (reading.writtenIn === undefined) return true;
    return !newOnly && reading.writtenIn === this.generation(reading.opcode);
  }

  /** The stored reply with its age, while it is fresh. */
  fresh(key: string, nowMs: number): FreshReply | undefined {
    const reply = this.#stored.get(key);
    if (reply === undefined) return undefined;
    const ageMs = nowMs - reply.storedAtMs;
    if (ageMs < 0 || ageMs >= opcodes[reply.opcode].sharedMs) return undefined;
    const { text, line } = reply;
    return line === undefined ? { text, ageMs } : { text, ageMs, line };
  }

  /** Keeps a reply, unless its kind was touched since it was written. */
  store(key: string, reading: ReadingState, text: string, nowMs: number): void {
    if (reading.writtenIn !== this.generation(reading.opcode)) return;
    this.#stored.delete(key);
    this.#stored.set(key, new StoredReply(reading.opcode, text, nowMs));
    if (this.#stored.size > MAX_STORED_REPLIES) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const oldest = this.#stored.keys().next();
    if (oldest.done !== true) this.#stored.delete(oldest.value);
  }
}
