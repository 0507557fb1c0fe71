/** Timers with one owner that ends them all. */

/** Runs things later, until it is stopped. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>();
  #stopped = false;

  after(delayMs: number, act: () => void): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#running.delete(timer);
      act();
    }, delayMs);
    this.#running.add(timer);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#running) clearTimeout(timer);
    this.#running.clear();
  }
}
