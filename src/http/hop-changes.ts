/** Tells long polls that a hop has changed. */

/** Who wants to know. */
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
