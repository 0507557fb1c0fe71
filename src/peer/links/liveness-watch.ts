/** Keeps the account of what a peer owes, looks at it in time, and tells what follows. */
import {
  answered,
  condemned,
  excused,
  linkLost,
  linkOpened,
  look,
  owe,
  unknownLiveness,
} from './liveness.js';
import type { Liveness, LivenessTimes } from './liveness.js';

/** A look that comes so much later than planned means that the process, or the machine, was stopped. */
const STOPPED_MS = 1_000;

/** What a watch needs and whom it tells. */
interface LivenessWatchDeps {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  readonly times: LivenessTimes;
  readonly onUnresponsive: () => void;
  readonly onResponsive: () => void;
  /** Something that the peer must answer is to be written. */
  readonly onFenceDue: () => void;
  /** The link is to be closed and another one opened, if that may be; it is asked for again as long as it is due. */
  readonly onRenewalDue: () => void;
}

/** What a question costs its peer: an answer in time. */
interface Question {
  /** Rises with every question. */
  readonly id: number;
  readonly limitMs: number;
  readonly ordered: boolean;
}

/** The liveness of one peer; one timer at most, ended by {@link close}. */
export class LivenessWatch {
  readonly #deps: LivenessWatchDeps;
  #liveness: Liveness = unknownLiveness;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #plannedMs = Infinity;

  constructor(deps: LivenessWatchDeps) {
    this.#deps = deps;
  }

  get unresponsive(): boolean {
    return this.#liveness.unresponsive;
  }

  /** True while question `id` is unanswered and counts. */
  owes(id: number): boolean {
    return this.#liveness.debts.some((debt) => debt.id === id);
  }

  linkOpened(): void {
    this.#liveness = linkOpened(this.#liveness);
    this.#plan(this.#deps.now());
  }

  /** See {@link linkLost}. */
  linkLost(renewing: boolean): void {
    this.#liveness = linkLost(this.#liveness, renewing);
  }

  /** A question was written just now. */
  asked({ id, limitMs, ordered }: Question): void {
    const sinceMs = this.#deps.now();
    this.#liveness = owe(this.#liveness, { id, sinceMs, limitMs, ordered });
    this.#plan(sinceMs + limitMs);
  }

  /** See {@link answered}. */
  answered(id: number, proves: boolean): void {
    const wasUnresponsive = this.#liveness.unresponsive;
    this.#liveness = answered(this.#liveness, id, proves, this.#deps.now());
    this.#plan(this.#deps.now() + this.#deps.times.idleFenceMs);
    if (wasUnresponsive && !this.#liveness.unresponsive) this.#deps.onResponsive();
  }

  /** See {@link condemned}. */
  condemn(): void {
    if (this.#liveness.unresponsive) return;
    this.#liveness = condemned(this.#liveness, this.#deps.now());
    this.#deps.onUnresponsive();
    this.#plan(this.#deps.now());
  }

  /** The process is dead, or another one is meant: nothing is known. */
  forget(): void {
    const { link, debts, orderedAtMs } = this.#liveness;
    this.#liveness = { ...unknownLiveness, link, debts, orderedAtMs };
  }

  /** Looks no more. */
  close(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
    this.#liveness = unknownLiveness;
  }

  #plan(atMs: number): void {
    if (this.#turn !== undefined || (this.#timer !== undefined && this.#plannedMs <= atMs)) return;
    clearTimeout(this.#timer);
    this.#plannedMs = atMs;
    const delayMs = Math.max(0, Math.ceil(atMs - this.#deps.now()));
    this.#timer = setTimeout(() => this.#due(), delayMs);
  }

  // Timers come before sockets in a turn of the event loop: what has come meanwhile is read first.
  #due(): void {
    const { now } = this.#deps;
    const lateMs = now() - this.#plannedMs;
    if (lateMs > STOPPED_MS) this.#liveness = excused(this.#liveness, lateMs);
    this.#timer = undefined;
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#look();
    });
  }

  #look(): void {
    const { now, times, onUnresponsive, onFenceDue, onRenewalDue } = this.#deps;
    const wasUnresponsive = this.#liveness.unresponsive;
    const { liveness, action, nextLookMs } = look(this.#liveness, now(), times);
    this.#liveness = liveness;
    if (nextLookMs !== undefined) this.#plan(nextLookMs);
    if (!wasUnresponsive && liveness.unresponsive) onUnresponsive();
    if (action === 'fence') onFenceDue();
    if (action === 'renew') onRenewalDue();
  }
}
