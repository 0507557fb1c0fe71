/** One conversation for all who ask the same at the same time, and its reply for those who ask shortly after. */
import type { GatewayError } from '../../errors.js';
import { noReply, notSentInTime } from '../../problems/faults.js';
import type { CallOptions, Peers } from '../../peer/peers.js';
import { opcodes } from '../../protocol/opcodes.js';
import type { PlainOpcode, ReadKind } from '../../protocol/opcodes.js';
import { MAX_WAIT_S } from '../requests/prefer.js';
import { ReadLedger } from './read-ledger.js';
import type { FreshReply, ReadingState } from './read-ledger.js';

/** What is read: access class r only, never anything with a secret. */
export interface Reading {
  readonly opcode: ReadKind & PlainOpcode;
  /** Canonical JSON text; equal texts are the same question. */
  readonly payload: string;
}

/** How one caller wants it. */
export interface ReadOptions {
  /** This caller's own wait, from now. */
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
  /** `Cache-Control: no-cache`: no stored reply, and nothing that was written before now. */
  readonly newOnly: boolean;
  /** Called when the conversation that serves this caller is written, or at once where it was before. */
  readonly onWritten?: (contextId?: number) => void;
}

/** A reply's payload text; `ageMs` is 0 where it came from the peer for this caller. */
export type ReadReply = FreshReply;

/** What shared reads are made with; `now` is in Unix milliseconds. */
export interface SharedReadsDeps {
  readonly peers: Pick<Peers, 'ask'>;
  readonly now: () => number;
  /** Hears how each reading is answered: by a fresh reply, by one under way, or by a new conversation. */
  readonly onRead?: (opcode: ReadKind, result: 'hit' | 'join' | 'miss') => void;
}

interface Waiter {
  readonly written: (contextId?: number) => void;
  readonly settle: (reply: string) => void;
  readonly fail: (error: unknown) => void;
}

interface UnderWay extends ReadingState {
  readonly waiters: Set<Waiter>;
  readonly abort: AbortController;
  contextId: number | undefined;
}

const SECOND_MS = 1000;

/** Shares readings. The owner calls {@link SharedReads.touch} from the peers' `onTouched`. */
export class SharedReads {
  readonly #deps: SharedReadsDeps;
  readonly #ledger = new ReadLedger();
  readonly #underWay = new Map<string, UnderWay>();

  constructor(deps: SharedReadsDeps) {
    this.#deps = deps;
  }

  /** Makes earlier replies about these kinds stale: they serve who waits for them, and nobody later. */
  touch(kinds: readonly ReadKind[]): void {
    this.#ledger.touch(kinds);
  }

  /** The reply that is kept and still fresh, for whoever takes one. */
  stored(reading: Reading, newOnly: boolean): ReadReply | undefined {
    const stored = newOnly ? undefined : this.#ledger.fresh(keyOf(reading), this.#deps.now());
    if (stored !== undefined) this.#deps.onRead?.(reading.opcode, 'hit');
    return stored;
  }

  /**
   * Reads, sharing where it can. Rejects with what `Peers.ask` rejects with, or when this caller's own wait is over or its
   * signal aborts: not-sent-in-time, or no-reply once the question was written.
   */
  async read(reading: Reading, options: ReadOptions): Promise<ReadReply> {
    const stored = this.stored(reading, options.newOnly);
    if (stored !== undefined) return stored;
    const key = keyOf(reading);
    const present = this.#underWay.get(key);
    const joined =
      present !== undefined && this.#ledger.mayJoin(present, options.newOnly) ? present : undefined;
    this.#deps.onRead?.(reading.opcode, joined === undefined ? 'miss' : 'join');
    const text = await this.#wait(joined ?? this.#begin(key, reading), reading, options);
    return { text, ageMs: 0 };
  }

  #begin(key: string, reading: Reading): UnderWay {
    const conversation: UnderWay = {
      opcode: reading.opcode,
      writtenIn: undefined,
      waiters: new Set(),
      abort: new AbortController(),
      contextId: undefined,
    };
    this.#underWay.set(key, conversation);
    const options: CallOptions = {
      waitMs: MAX_WAIT_S * SECOND_MS, // each caller's own wait ends it, not the first one's
      signal: conversation.abort.signal,
      onWritten: (contextId) => {
        conversation.writtenIn = this.#ledger.generation(reading.opcode);
        conversation.contextId = contextId;
        for (const waiter of conversation.waiters) waiter.written(contextId);
      },
    };
    const { opcode, payload } = reading;
    this.#deps.peers.ask({ opcode, payload, ...options }).then(
      (text) => {
        this.#forget(key, conversation);
        this.#ledger.store(key, conversation, text, this.#deps.now());
        for (const waiter of conversation.waiters) waiter.settle(text);
      },
      (error: unknown) => {
        this.#forget(key, conversation);
        for (const waiter of conversation.waiters) waiter.fail(error);
      },
    );
    return conversation;
  }

  #forget(key: string, conversation: UnderWay): void {
    if (this.#underWay.get(key) === conversation) this.#underWay.delete(key);
  }

  #wait(conversation: UnderWay, reading: Reading, options: ReadOptions): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      const { signal } = options;
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        conversation.waiters.delete(waiter);
      };
      const giveUp = (): void => {
        end();
        reject(overdue(conversation, reading));
        this.#release(reading, conversation);
      };
      const waiter: Waiter = {
        written: (contextId) => options.onWritten?.(contextId),
        settle: (text) => (end(), resolve(text)),
        fail: (error) => (end(), reject(asError(error))),
      };
      const timer = setTimeout(giveUp, options.waitMs);
      conversation.waiters.add(waiter);
      if (conversation.writtenIn !== undefined) waiter.written(conversation.contextId);
      if (signal?.aborted === true) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  // Nobody is left: what was not written yet need not be. What was written keeps its place, and its reply is kept.
  #release(reading: Reading, conversation: UnderWay): void {
    if (conversation.waiters.size > 0 || conversation.writtenIn !== undefined) return;
    this.#forget(keyOf(reading), conversation);
    conversation.abort.abort();
  }
}

function keyOf({ opcode, payload }: Reading): string {
  return `${opcode} ${payload}`;
}

function overdue(conversation: UnderWay, { opcode }: Reading): GatewayError {
  const { peer } = opcodes[opcode];
  return conversation.writtenIn === undefined ? notSentInTime(peer) : noReply(peer, opcode, false);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('a conversation failed without an error');
}
