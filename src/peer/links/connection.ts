/** An open socket on its way from one link to another. */
import type { Transport, TransportListener } from './transport.js';

/** Holds a socket and keeps every frame that comes before its new owner takes it. */
export class OpenConnection {
  readonly port: number;
  /** The highest contextId that was used on it; its new owner begins behind it. */
  readonly lastContextId: number;
  readonly #transport: Transport;
  readonly #early: string[] = [];
  #closed = false;

  constructor(transport: Transport, lastContextId: number) {
    this.port = transport.port;
    this.lastContextId = lastContextId;
    this.#transport = transport;
    transport.listen({
      onText: (text) => this.#early.push(text),
      onClosed: () => {
        this.#closed = true;
      },
    });
  }

  /** The socket; frames and its end go to `listener`, beginning with what came meanwhile. Call {@link flush} when ready. */
  take(listener: TransportListener): { readonly transport: Transport; readonly flush: () => void } {
    this.#transport.listen(listener);
    return {
      transport: this.#transport,
      flush: () => {
        for (const text of this.#early.splice(0)) listener.onText(text);
        if (this.#closed) listener.onClosed();
      },
    };
  }
}
