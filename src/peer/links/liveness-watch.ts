/** Keeps the account of what a peer owes, looks at it in time, and tells what follows. */
import { stepLiveness, unknownLiveness } from './liveness.js';
import type { LivenessEvent, LivenessState, LivenessTimes } from './liveness.js';

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
  #state: LivenessState = unknownLiveness;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #plannedMs = Infinity;

  constructor(deps: LivenessWatchDeps) {
    this.#deps = deps;
  }

  get unresponsive(): boolean {
    return this.#state.unresponsive;
  }

  /** True while question `id` is unanswered and counts. */
  owes(id: number): boolean {
    return this.#state.debts.some((debt) => debt.id === id);
  }

  linkOpened(): void {
    this.#step({ kind: 'link-opened' });
  }

  linkLost(renewing: boolean): void {
    this.#step({ kind: 'link-lost', renewing });
  }

  /** A question was written just now. */
  asked({ id, limitMs, ordered }: Question): void {
    const sinceMs = this.#deps.now();
    this.#step({ kind: 'asked', debt: { id, sinceMs, limitMs, ordered } });
  }

  answered(id: number, proves: boolean): void {
    this.#step({ kind: 'answered', id, proves });
  }

  condemn(): void {
    if (!this.unresponsive) this.#step({ kind: 'condemned' });
  }

  forget(): void {
    this.#step({ kind: 'process-forgotten' });
  }

  /** Looks no more. */
  close(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
    this.#state = unknownLiveness;
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
    if (lateMs > STOPPED_MS) this.#step({ kind: 'stopped', forMs: lateMs });
    this.#timer = undefined;
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#step({ kind: 'time' });
    });
  }

  #step(event: LivenessEvent): void {
    const { now, times, onUnresponsive, onResponsive, onFenceDue, onRenewalDue } = this.#deps;
    const wasUnresponsive = this.unresponsive;
    const { state, action, wakeAtMs } = stepLiveness(this.#state, event, now(), times);
    this.#state = state;
    if (wakeAtMs !== undefined) this.#plan(wakeAtMs);
    if (!wasUnresponsive && state.unresponsive) onUnresponsive();
    if (wasUnresponsive && !state.unresponsive && event.kind === 'answered') onResponsive();
    if (action === 'fence') onFenceDue();
    if (action === 'renew') onRenewalDue();
  }
}
