/** The always wanted link to the Daemon. */
import { decodeFrame } from '../../protocol/codec.js';
import { OpenConnection } from '../links/connection.js';
import { Connector } from '../links/connector.js';
import { DAEMON_QUEUE_PLACES, DaemonQueue } from './daemon-queue.js';
import { daemonUnreachable, unresponsive } from '../../problems/faults.js';
import { LivenessWatch } from '../links/liveness-watch.js';
import type { DaemonTurn, EmitLinkEvent, LinkOwner } from '../links/links.js';
import type { CallOptions, DroppedFrames, LinkState } from '../peers.js';
import { RetiredTransports } from '../links/retired-transports.js';
import { peerTimings } from '../timings.js';
import type { PeerTimings } from '../timings.js';
import { openTransport } from '../links/transport.js';
import type { OpenTransport, Transport } from '../links/transport.js';

/** What a Daemon link is made of; all but the owner and the port has a default. */
interface DaemonLinkDeps {
  readonly owner: LinkOwner;
  /** The Daemon's UI port. */
  readonly port: number;
  readonly timings?: PeerTimings;
  readonly openTransport?: OpenTransport;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
  /** A number in [0, 1). */
  readonly random?: () => number;
}

/** Makes the link; it is idle until it is started. */
export function createDaemonLink(deps: DaemonLinkDeps): DaemonLink {
  return new DaemonLink(deps);
}

/** The always wanted link to the Daemon: strictly one conversation at a time, with a queue of 64 turns in front of it. */
export class DaemonLink {
  /** How many turns may wait. */
  readonly waitingMost = DAEMON_QUEUE_PLACES;
  readonly #emit: EmitLinkEvent;
  readonly #refusalOf: LinkOwner['refusalOf'];
  readonly #port: number;
  readonly #timings: PeerTimings;
  readonly #now: () => number;
  readonly #connector: Connector;
  readonly #queue: DaemonQueue;
  readonly #retired = new RetiredTransports();
  #state: LinkState = 'idle';
  #transport: Transport | undefined;
  readonly #liveness: LivenessWatch;
  #unparsable = 0;

  constructor(deps: DaemonLinkDeps) {
    this.#emit = deps.owner.emit;
    this.#refusalOf = deps.owner.refusalOf;
    this.#port = deps.port;
    this.#timings = deps.timings ?? peerTimings;
    this.#now = deps.now ?? (() => performance.now());
    this.#connector = new Connector({
      openTransport: deps.openTransport ?? openTransport,
      timings: this.#timings,
      random: deps.random ?? Math.random,
      now: this.#now,
      onOpen: (transport) => this.#opened(transport),
      onFailed: (_port, failure) => {
        this.#connector.connectLater(this.#port);
        this.#emit({ kind: 'daemon-failed', refused: failure === 'refused' });
      },
    });
    this.#liveness = new LivenessWatch({
      now: this.#now,
      times: this.#timings,
      onUnresponsive: () => this.#becameUnresponsive(),
      onResponsive: () => this.#becameResponsive(),
      onFenceDue: noFence,
      onRenewalDue: () => this.#renew(),
    });
    this.#queue = new DaemonQueue({
      timings: this.#timings,
      send: (text) => this.#transport?.send(text) ?? false,
      now: this.#now,
      liveness: this.#liveness,
      emit: this.#emit,
    });
  }

  /** How many turns wait. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /** Frames of the Daemon that answered nothing, since the link was made. */
  get dropped(): DroppedFrames {
    return { ...this.#queue.dropped, unparsable: this.#unparsable };
  }

  /**
   * Runs `body` in a turn of its own. Rejects with what its owner refuses it with, with waiting-room-full, with not-sent-in-time
   * when `waitMs` runs out before its turn, and with what `body` rejects. `front`: before all that wait (the probe). Once begun,
   * `body` is run to its end.
   */
  turn<T>(
    body: (turn: DaemonTurn) => Promise<T>,
    options: CallOptions & { readonly front?: boolean } = {},
  ): Promise<T> {
    const isProbe = options.front === true;
    const refusal = this.#refusalOf(
      isProbe ? { kind: 'probe', isFirst: this.#queue.beginning } : { kind: 'daemon' },
    );
    return refusal === undefined ? this.#queue.turn(body, options) : Promise.reject(refusal);
  }

  /** Quiet time: nothing is written until the returned function is called (idempotent). */
  holdWrites(): () => void {
    return this.#queue.hold();
  }

  /** After a `descriptor` reply: the Daemon's port is a Node. Gives the socket away and stays idle until `connect`. */
  handOver(): OpenConnection {
    const transport = this.#transport;
    if (transport === undefined) throw new Error('There is no socket to hand over.');
    this.#transport = undefined;
    const connection = new OpenConnection(transport, this.#queue.lastContextId);
    this.#end();
    this.#setState('idle');
    return connection;
  }

  /** Looks for a Daemon from now on, unless it does already. */
  connect(): void {
    if (this.#state !== 'idle') return;
    this.#setState('connecting');
    this.#connector.connect(this.#port);
  }

  /** Ends socket, timers and open conversations. */
  async close(): Promise<void> {
    this.#connector.stop();
    const transport = this.#transport;
    this.#transport = undefined;
    if (transport !== undefined) {
      this.#retired.retire(transport);
      this.#end();
    }
    this.#liveness.close();
    this.#setState('closed');
    await this.#retired.closed();
  }

  #opened(transport: Transport): void {
    this.#transport = transport;
    transport.listen({
      onText: (text) => this.#text(text),
      onClosed: () => this.#lost(),
    });
    this.#liveness.linkOpened();
    this.#queue.opened();
    this.#setState('open');
    this.#emit({ kind: 'daemon-open' });
  }

  #text(text: string): void {
    this.#connector.settled();
    const frame = this.#queue.classify(decodeFrame(text));
    if (frame.kind === 'unparsable') this.#unparsable += 1;
    if (frame.kind === 'broadcast') this.#emit({ ...frame, hop: 'daemon' });
    else this.#queue.answer(frame);
  }

  #lost(): void {
    if (this.#transport === undefined) return;
    this.#transport = undefined;
    this.#liveness.linkLost(false);
    this.#setState('reconnecting');
    this.#connector.connectLater(this.#port);
    this.#emit({ kind: 'daemon-lost' });
    // Callers come last: what they ask next is judged by the new state.
    this.#queue.lost(daemonUnreachable());
  }

  #becameUnresponsive(): void {
    this.#emit({ kind: 'daemon-unresponsive', unresponsive: true });
    this.#queue.letFrontOnly(true);
    this.#queue.refuseWaiting(unresponsive('daemon'));
  }

  #becameResponsive(): void {
    this.#emit({ kind: 'daemon-unresponsive', unresponsive: false });
    this.#queue.letFrontOnly(false);
  }

  /** Nothing is written behind an overdue conversation: only a new link, which begins with the probe, frees the lane. */
  #renew(): void {
    const transport = this.#transport;
    if (transport === undefined) return;
    this.#retired.retire(transport);
    this.#lost();
  }

  #end(): void {
    this.#liveness.linkLost(false);
    this.#liveness.forget();
    this.#queue.letFrontOnly(false);
    this.#queue.lost(daemonUnreachable());
  }

  #setState(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#emit({ kind: 'daemon-link', link: state });
  }
}

function noFence(): void {
  // A Daemon is asked nothing but what somebody wants to know, and the probe.
}
