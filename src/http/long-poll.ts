/** Long polls: what they wait for, and how a wait ends. */

type Listener = () => void;

/** A list of listeners; one that throws does not stop the others from hearing. */
export class HopChanges {
  readonly #listeners = new Set<{ readonly hear: Listener }>();

  /** Hears every change until the returned function is called (idempotent). */
  subscribe(hear: Listener): () => void {
    const entry = { hear };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** To be called at every change of a hop's state, link or stage. */
  publish(): void {
    for (const { hear } of [...this.#listeners]) hear();
  }
}

/** How long it may last, and who ends it before. */
interface WaitBounds {
  readonly waitMs: number;
  /** The caller hangs up, the gateway closes: each ends the wait, be it before it begins. */
  readonly signals: readonly AbortSignal[];
}

/** Resolves when `end` is called, the time is over or a signal aborts. `subscribe` is given `end` and returns what ends the subscription. */
export function waitFor(
  subscribe: (end: () => void) => () => void,
  { waitMs, signals }: WaitBounds,
): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      unsubscribe();
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, waitMs);
    const unsubscribe = subscribe(end);
    for (const signal of signals) signal.addEventListener('abort', end, { once: true });
  });
}
