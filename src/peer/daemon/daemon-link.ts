/** The always wanted link to the Daemon. */
import { decodeFrame } from '../../protocol/codec.js';
import { OpenConnection } from '../links/connection.js';
import { Connector } from '../links/connector.js';
import { DAEMON_WAITING_ROOM, DaemonLane } from './daemon-lane.js';
import { daemonUnreachable, unresponsive } from '../../problems/faults.js';
import type { Connection, DaemonLink, DaemonLinkListener, DaemonTurn } from '../links/links.js';
import type { CallOptions, DroppedFrames, LinkState } from '../peers.js';
import { RetiredTransports } from '../links/retired-transports.js';
import { peerTimings } from '../timings.js';
import type { PeerTimings } from '../timings.js';
import { openTransport } from '../links/transport.js';
import type { OpenTransport, Transport } from '../links/transport.js';

/** What a Daemon link is made of; all but the listener and the port has a default. */
export interface DaemonLinkDeps {
  readonly listener: DaemonLinkListener;
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
export function createDaemonLink(deps: DaemonLinkDeps): SingleLaneDaemonLink {
  return new SingleLaneDaemonLink(deps);
}

/** {@link DaemonLink} over real sockets. */
export class SingleLaneDaemonLink implements DaemonLink {
  /** How many turns may wait. */
  readonly waitingMost = DAEMON_WAITING_ROOM;
  readonly #listener: DaemonLinkListener;
  readonly #port: number;
  readonly #timings: PeerTimings;
  readonly #now: () => number;
  readonly #connector: Connector;
  readonly #lane: DaemonLane;
  readonly #retired = new RetiredTransports();
  #state: LinkState = 'idle';
  #transport: Transport | undefined;
  #unresponsive = false;
  #heardAtMs = -Infinity;
  #unparsable = 0;
  #giveUpTimer: NodeJS.Timeout | undefined;

  constructor(deps: DaemonLinkDeps) {
    this.#listener = deps.listener;
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
        this.#listener.onHandshakeFailed(failure);
      },
    });
    this.#lane = new DaemonLane({
      timings: this.#timings,
      send: (text) => this.#transport?.send(text) ?? false,
      now: this.#now,
      onOverdue: (writtenAtMs) => this.#overdue(writtenAtMs),
      onConversation: (ended) => this.#listener.onConversation(ended),
    });
  }

  get state(): LinkState {
    return this.#state;
  }

  get unresponsive(): boolean {
    return this.#unresponsive;
  }

  get waiting(): number {
    return this.#lane.waiting;
  }

  /** Frames of the Daemon that answered nothing, since the link was made. */
  get dropped(): DroppedFrames {
    return { ...this.#lane.dropped, unparsable: this.#unparsable };
  }

  start(): void {
    this.resume();
  }

  turn<T>(
    body: (turn: DaemonTurn) => Promise<T>,
    options: CallOptions & { readonly front?: boolean } = {},
  ): Promise<T> {
    if (this.#transport === undefined) {
      return Promise.reject(daemonUnreachable());
    }
    const probe = options.front === true && this.#lane.beginning;
    if (this.#unresponsive && !probe) return Promise.reject(unresponsive('daemon'));
    return this.#lane.turn(body, options);
  }

  holdWrites(): () => void {
    return this.#lane.hold();
  }

  handOver(): Connection {
    const transport = this.#transport;
    if (transport === undefined) throw new Error('There is no socket to hand over.');
    this.#transport = undefined;
    const connection = new OpenConnection(transport, this.#lane.lastContextId);
    this.#end();
    this.#setState('idle');
    return connection;
  }

  resume(): void {
    if (this.#state !== 'idle') return;
    this.#setState('connecting');
    this.#connector.connect(this.#port);
  }

  async close(): Promise<void> {
    this.#connector.stop();
    const transport = this.#transport;
    this.#transport = undefined;
    if (transport !== undefined) {
      this.#retired.retire(transport);
      this.#end();
    }
    this.#setState('closed');
    await this.#retired.closed();
  }

  #opened(transport: Transport): void {
    this.#transport = transport;
    transport.listen({
      onText: (text) => this.#text(text),
      onClosed: () => this.#lost(),
    });
    this.#lane.opened();
    if (this.#unresponsive) this.#giveUpLater();
    this.#setState('open');
    this.#listener.onOpen();
  }

  #text(text: string): void {
    this.#connector.settled();
    this.#heardAtMs = this.#now();
    if (this.#unresponsive) this.#becomeResponsive();
    const frame = decodeFrame(text);
    if (frame.kind === 'unparsable') this.#unparsable += 1;
    if (frame.kind === 'broadcast') this.#listener.onBroadcast(frame.opcode, frame.payload);
    else this.#lane.answer(frame);
  }

  #lost(): void {
    if (this.#transport === undefined) return;
    this.#transport = undefined;
    this.#lane.lost(daemonUnreachable());
    clearTimeout(this.#giveUpTimer);
    this.#setState('reconnecting');
    this.#connector.connectLater(this.#port);
    this.#listener.onLost();
  }

  #overdue(writtenAtMs: number): void {
    if (this.#unresponsive) return;
    // It speaks, but this answer does not come, and nothing is written behind it: only a new link frees the lane.
    if (this.#heardAtMs > writtenAtMs) return this.#giveUp();
    this.#unresponsive = true;
    this.#lane.letFrontOnly(true);
    this.#lane.refuseWaiting(unresponsive('daemon'));
    this.#giveUpLater();
    this.#listener.onUnresponsive();
  }

  #becomeResponsive(): void {
    this.#unresponsive = false;
    clearTimeout(this.#giveUpTimer);
    this.#lane.letFrontOnly(false);
    this.#listener.onResponsive();
  }

  #giveUpLater(): void {
    clearTimeout(this.#giveUpTimer);
    this.#giveUpTimer = setTimeout(() => {
      // Of a new link only the probe is unanswered: another link would not get further.
      if (!this.#lane.beginning) this.#giveUp();
    }, this.#timings.unresponsiveRetryMs);
  }

  #giveUp(): void {
    const transport = this.#transport;
    if (transport === undefined) return;
    this.#retired.retire(transport);
    this.#lost();
  }

  #end(): void {
    clearTimeout(this.#giveUpTimer);
    this.#unresponsive = false;
    this.#lane.letFrontOnly(false);
    this.#lane.lost(daemonUnreachable());
  }

  #setState(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state);
  }
}
