/** Time that stands still until a test moves it. */
import type { Cancel, Scheduler } from '../../../src/events/scheduler.js';

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A scheduler and clock of one's own; `now` starts at 1,800,000,000,000 (January 2027). */
export class FakeScheduler implements Scheduler {
  #nowMs = 1_800_000_000_000;
  readonly #soon = new Set<() => void>();
  readonly #timers = new Set<Timer>();

  readonly now = (): number => this.#nowMs;

  /** How many things are still to be run: 0 once everything has been closed properly. */
  get pending(): number {
    return this.#soon.size + this.#timers.size;
  }

  soon(run: () => void): Cancel {
    const entry = (): void => run();
    this.#soon.add(entry);
    return () => void this.#soon.delete(entry);
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Ends the tick: runs what was to be run soon. */
  tick(): void {
    for (const run of [...this.#soon]) {
      if (this.#soon.delete(run)) run();
    }
  }

  /** Lets time pass, running timers in the order in which they come due. */
  advance(byMs: number): void {
    const endMs = this.#nowMs + byMs;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.dueMs - b.dueMs);
      if (next === undefined || next.dueMs > endMs) break;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      this.#timers.delete(next);
      next.run();
      this.tick();
    }
    this.#nowMs = endMs;
  }

  /** Sets the clock without running anything, backwards too. */
  setNow(nowMs: number): void {
    this.#nowMs = nowMs;
  }
}
