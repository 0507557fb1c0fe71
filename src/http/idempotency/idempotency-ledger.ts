/** What became of writes that carried an Idempotency-Key: remembered for ten minutes, in memory, bounded. */
import type { GatewayError } from '../../errors.js';
import type { Scheduler } from '../../events/scheduler.js';
import { keysFull } from '../../problems/faults.js';
import { idempotencyInProgress, requestFault } from '../../problems/request-faults.js';
import type { Answer } from '../responses/answer.js';
import { problemOf, ReplayedProblem, type Problem } from '../problems/problem.js';

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

/** How much is remembered, and for how long. @internal */
export interface IdempotencyLimits {
  readonly keptMs: number;
  readonly maxKeys: number;
  /** Bodies of all remembered answers together; the answers of what is under way come on top. */
  readonly maxBytes: number;
}

/** The bounds unless told otherwise. */
const DEFAULT_IDEMPOTENCY_LIMITS: IdempotencyLimits = {
  keptMs: 10 * MINUTE_MS,
  maxKeys: 10_000,
  maxBytes: 16 * 1024 * 1024,
};

interface IdempotencyLedgerOptions {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly scheduler: Scheduler;
  /** @default DEFAULT_IDEMPOTENCY_LIMITS, each for itself */
  readonly limits?: Partial<IdempotencyLimits>;
}

/** One keyed request; `fingerprint` is equal for equal requests. @internal */
export interface KeyedCall {
  readonly key: string;
  readonly fingerprint: string;
  /** True where the answer holds secrets: it is kept only until it has been delivered. */
  readonly secret: boolean;
  readonly run: () => Promise<Answer>;
  /** Resolves when it is known whether the caller got the answer. Asked after it has been given back. */
  readonly delivered: () => Promise<boolean>;
}

/** `given`: the answer was delivered and is forgotten. `giving`: it is on its way to a caller. */
type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'giving' }
  | { readonly kind: 'given' };

interface Entry {
  readonly fingerprint: string;
  readonly secret: boolean;
  /** Undefined while the request is under way. */
  outcome: Outcome | undefined;
  endsAtMs: number;
  /** Of the answer that is kept. */
  bytes: number;
}

/** Marks an answer that stands for an earlier request. */
const replayedHeader = { 'idempotency-replayed': 'true' } as const;

/**
 * Runs each keyed request once. Nothing of a request is kept but its fingerprint. What never reached a peer (`not-sent`) is
 * forgotten at once: it may be tried again under the same key.
 */
export class IdempotencyLedger {
  readonly #now: () => number;
  readonly #scheduler: Scheduler;
  readonly #limits: IdempotencyLimits;
  /** In the order of their ending as far as they have ended. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;
  #cancelSweep: (() => void) | undefined;

  constructor(options: IdempotencyLedgerOptions) {
    this.#now = options.now;
    this.#scheduler = options.scheduler;
    this.#limits = { ...DEFAULT_IDEMPOTENCY_LIMITS, ...options.limits };
  }

  /** How many keys are remembered, and the bytes of their answers. */
  get size(): { readonly keys: number; readonly bytes: number } {
    return { keys: this.#entries.size, bytes: this.#bytes };
  }

  /**
   * The answer to a keyed request: its own, or that of the earlier one.
   * @throws GatewayError idempotency-in-progress, idempotency-mismatch; GatewayError waiting-room-full where no key can be kept;
   *   ReplayedProblem, and what `run` throws.
   */
  async answer(call: KeyedCall): Promise<Answer> {
    this.#sweep();
    const present = this.#entries.get(call.key);
    if (present !== undefined) return this.#replay(present, call);
    const { maxKeys, maxBytes } = this.#limits;
    if (this.#entries.size >= maxKeys || this.#bytes >= maxBytes) throw this.#full();
    const entry: Entry = {
      fingerprint: call.fingerprint,
      secret: call.secret,
      outcome: undefined,
      endsAtMs: Infinity,
      bytes: 0,
    };
    this.#entries.set(call.key, entry);
    return this.#run(entry, call);
  }

  /** Forgets everything and stops its timer. */
  close(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
    this.#entries.clear();
    this.#bytes = 0;
  }

  async #run(entry: Entry, call: KeyedCall): Promise<Answer> {
    try {
      const answer = await call.run();
      this.#end(call.key, entry, { kind: 'answer', answer });
      if (call.secret) this.#give(entry, answer, call);
      return answer;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.outcome === 'not-sent') this.#entries.delete(call.key);
      else this.#end(call.key, entry, { kind: 'problem', problem });
      throw error;
    }
  }

  #replay(entry: Entry, call: KeyedCall): Answer {
    if (entry.fingerprint !== call.fingerprint) throw mismatch;
    const { outcome } = entry;
    switch (outcome?.kind) {
      case undefined:
      case 'giving':
        throw idempotencyInProgress(outcome !== undefined);
      case 'given':
        throw alreadyGiven();
      case 'problem':
        throw replayed(outcome.problem);
      case 'answer':
        if (entry.secret) this.#give(entry, outcome.answer, call);
        return withHeader(outcome.answer);
    }
  }

  // Until it is known what became of it, nobody else gets it: it is given once.
  #give(entry: Entry, answer: Answer, call: KeyedCall): void {
    entry.outcome = { kind: 'giving' };
    const settle = (isDelivered: boolean): void => {
      // Its time may be up, or the gateway closed: then there is nothing left to give.
      if (this.#entries.get(call.key) !== entry) return;
      entry.outcome = isDelivered ? { kind: 'given' } : { kind: 'answer', answer };
      if (!isDelivered) return;
      this.#bytes -= entry.bytes;
      entry.bytes = 0;
    };
    call.delivered().then(settle, () => settle(false));
  }

  #end(key: string, entry: Entry, outcome: Outcome): void {
    entry.outcome = outcome;
    entry.endsAtMs = this.#now() + this.#limits.keptMs;
    entry.bytes = outcome.kind === 'answer' ? sizeOf(outcome.answer) : 0;
    this.#bytes += entry.bytes;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#armSweep();
  }

  #armSweep(): void {
    this.#cancelSweep ??= this.#scheduler.after(this.#limits.keptMs, () => {
      this.#cancelSweep = undefined;
      this.#sweep();
      if (this.#entries.size > 0) this.#armSweep();
    });
  }

  #sweep(): void {
    const nowMs = this.#now();
    for (const [key, { bytes, endsAtMs }] of this.#entries) {
      if (endsAtMs > nowMs) continue;
      this.#entries.delete(key);
      this.#bytes -= bytes;
    }
  }

  #full(): GatewayError {
    return keysFull(this.#limits.keptMs / MINUTE_MS, MINUTE_MS / SECOND_MS);
  }
}

function sizeOf({ body }: Answer): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

function withHeader(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, ...replayedHeader } };
}

function replayed(problem: Problem): ReplayedProblem {
  return new ReplayedProblem({ ...problem, headers: { ...problem.headers, ...replayedHeader } });
}

const mismatch = requestFault(
  'idempotency-mismatch',
  'This Idempotency-Key was used within the last ten minutes with another route, query or body. Take a new key for a new request.',
);

function alreadyGiven(): ReplayedProblem {
  return replayed({
    code: 'wallets-exist',
    hop: 'gateway',
    outcome: 'applied',
    detail:
      'The request with this Idempotency-Key has generated the wallets, and its answer was delivered. The words and keys are kept nowhere but with whoever received them.',
    errors: [],
    peerCode: undefined,
    inForce: undefined,
    retryAfterS: undefined,
    headers: {},
  });
}
