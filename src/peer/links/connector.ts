/** Brings a wanted socket about: one attempt at a time, the next one after a backoff. */
import { backoffMs } from './backoff.js';
import type { HandshakeFailure } from './links.js';
import type { PeerTimings } from '../timings.js';
import type { OpenTransport, Transport } from './transport.js';

/** What a connector needs. */
interface ConnectorDeps {
  readonly openTransport: OpenTransport;
  readonly timings: PeerTimings;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  readonly onOpen: (transport: Transport) => void;
  readonly onFailed: (port: number, failure: HandshakeFailure) => void;
}

/** One attempt or one pause at a time; both end by {@link stop}. */
export class Connector {
  readonly #deps: ConnectorDeps;
  #failures = 0;
  /** How long the attempt took that failed last; 0 once it has been made up for. */
  #spentMs = 0;
  #stop: (() => void) | undefined;

  constructor(deps: ConnectorDeps) {
    this.#deps = deps;
  }

  /** True while an attempt or a pause before one is under way. */
  get busy(): boolean {
    return this.#stop !== undefined;
  }

  /** Tries at once, in place of what was under way. */
  connect(port: number): void {
    this.stop();
    const begunAtMs = this.#deps.now();
    this.#stop = this.#deps.openTransport(
      port,
      {
        onOpen: (transport) => {
          this.#stop = undefined;
          this.#deps.onOpen(transport);
        },
        onFailed: (failure) => {
          this.#stop = undefined;
          this.#spentMs = this.#deps.now() - begunAtMs;
          this.#deps.onFailed(port, failure);
        },
      },
      { timings: this.#deps.timings },
    );
  }

  /**
   * Tries after a pause that grows with every call since the last {@link settled}. What an attempt took that failed is part of
   * it: after a handshake that nobody answered, the next one is due.
   */
  connectLater(port: number): void {
    this.stop();
    const delayMs = backoffMs(this.#failures, this.#deps.random(), this.#deps.timings);
    this.#failures += 1;
    const timer = setTimeout(() => this.connect(port), Math.max(0, delayMs - this.#spentMs));
    this.#spentMs = 0;
    this.#stop = () => clearTimeout(timer);
  }

  /** The peer has spoken on the new socket: the next pause is short again. A mere handshake is no reason. */
  settled(): void {
    this.#failures = 0;
  }

  /** Ends the attempt or the pause under way. */
  stop(): void {
    const stop = this.#stop;
    this.#stop = undefined;
    stop?.();
  }
}
