/** The wait of a long poll, however it ends. */

/** How long it may last, and who ends it before. */
export interface WaitBounds {
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
