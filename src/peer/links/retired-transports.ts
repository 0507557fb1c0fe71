/** The sockets that a link has given up, until they are closed. */
import type { Transport } from './transport.js';

/** Closes sockets in the proper way while their link goes on without them. */
export class RetiredTransports {
  readonly #closings = new Set<Promise<void>>();

  /** Closes a socket; it is read until then, and nobody hears what it still says. */
  retire(transport: Transport): void {
    transport.listen({ onText: ignore, onClosed: ignore });
    const closing = transport.close().finally(() => this.#closings.delete(closing));
    this.#closings.add(closing);
  }

  /** Resolves when all that were given up by now are closed. */
  async closed(): Promise<void> {
    await Promise.all(this.#closings);
  }
}

function ignore(): void {
  // A socket that was given up has nothing more to say.
}
