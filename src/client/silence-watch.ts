/** Tells a connection that is dead from one on which nothing happens: on a live one there are heartbeats. */
export class SilenceWatch {
  readonly #limitMs: number;
  readonly #controller = new AbortController();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Aborted once something that was watched took too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The same promise; what listens to the signal must make it fail. */
  async watch<T>(promise: Promise<T>): Promise<T> {
    const timer = setTimeout(
      () => this.#controller.abort(new Error(`nothing was heard for ${this.#limitMs} ms`)),
      this.#limitMs,
    );
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }
}
