/** Time as the event streams use it, so that tests can drive it. */

/** Cancels what was scheduled; idempotent, and nothing once it has run. */
export type Cancel = () => void;

/** Runs things later. */
export interface Scheduler {
  /** Once, when all that has arrived by now has been handled. */
  soon(run: () => void): Cancel;
  /** Once, after so many milliseconds. */
  after(delayMs: number, run: () => void): Cancel;
}

/** The process's own timers. */
export const systemScheduler: Scheduler = {
  soon(run) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
