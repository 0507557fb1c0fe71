/** The link to the running Node: a wanted socket, kept up, handed to the queue that paces what is written on it. */
import type { OpenConnection } from '../links/connection.js';
import { Connector } from '../links/connector.js';
import {
  nodeReconnecting,
  nodeStopping,
  nodeUnlinked,
  unresponsive,
} from '../../problems/faults.js';
import { LivenessWatch } from '../links/liveness-watch.js';
import type {
  EmitLinkEvent,
  HandshakeFailure,
  LinkOwner,
  NodeCallOptions,
  NodeRequest,
  PacingFigures,
  ScanListener,
} from '../links/links.js';
import { NodeQueue } from './node-queue.js';
import { CallMessage, ScanMessage, TellMessage, isSecret } from './node-messages.js';
import type { MessageTimes, NodeMessage } from './node-messages.js';
import { MESSAGES_PER_SECOND } from './pacing-state.js';
import type { CallOptions, DroppedFrames, LinkState } from '../peers.js';
import { NodeShutdownLock, type ShutdownLock } from './shutdown-lock.js';
import { RetiredTransports } from '../links/retired-transports.js';
import { peerTimings } from '../timings.js';
import type { PeerTimings } from '../timings.js';
import { openTransport } from '../links/transport.js';
import type { OpenTransport, Transport, TransportListener } from '../links/transport.js';

/** What a Node link is made of; all but the owner has a default. */
interface NodeLinkDeps {
  readonly owner: LinkOwner;
  /** Tokens a second of the bucket; greater than 0. */
  readonly messagesPerSecond?: number;
  readonly timings?: PeerTimings;
  readonly openTransport?: OpenTransport;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
  /** A number in [0, 1). */
  readonly random?: () => number;
}

/** Makes the link; it is idle until it is aimed, tried or given a socket. */
export function createNodeLink(deps: NodeLinkDeps): NodeLink {
  return new NodeLink(deps);
}

/**
 * The link to the running Node: paced by bucket, credits, fences and lanes, with a queue of 64 in front of them. What its owner
 * refuses is rejected at once.
 */
export class NodeLink {
  readonly #emit: EmitLinkEvent;
  readonly #refusalOf: LinkOwner['refusalOf'];
  readonly #times: MessageTimes;
  readonly #connector: Connector;
  readonly #queue: NodeQueue;
  readonly #retired = new RetiredTransports();
  #state: LinkState = 'idle';
  #target: number | undefined;
  #transport: Transport | undefined;
  #trial:
    | { readonly port: number; readonly settle: (result: 'open' | HandshakeFailure) => void }
    | undefined;
  readonly #liveness: LivenessWatch;
  #renewing = false;
  #lock: NodeShutdownLock | undefined;

  constructor(deps: NodeLinkDeps) {
    this.#emit = deps.owner.emit;
    this.#refusalOf = deps.owner.refusalOf;
    this.#times = {
      now: deps.now ?? (() => performance.now()),
      timings: deps.timings ?? peerTimings,
    };
    this.#connector = new Connector({
      openTransport: deps.openTransport ?? openTransport,
      timings: this.#times.timings,
      random: deps.random ?? Math.random,
      now: this.#times.now,
      onOpen: (transport) => this.#opened(transport),
      onFailed: (port, failure) => this.#failed(port, failure),
    });
    this.#liveness = new LivenessWatch({
      now: this.#times.now,
      times: this.#times.timings,
      onUnresponsive: () => this.#becameUnresponsive(),
      onResponsive: () => this.#emit({ kind: 'node-unresponsive', unresponsive: false }),
      onFenceDue: () => this.#queue.wantFence(),
      onRenewalDue: () => this.#renew(),
    });
    this.#queue = new NodeQueue({
      ...this.#times,
      messagesPerSecond: deps.messagesPerSecond ?? MESSAGES_PER_SECOND,
      emit: this.#emit,
      liveness: this.#liveness,
    });
  }

  /** Frames of the Node that answered nothing, since the link was made. */
  get dropped(): DroppedFrames {
    return this.#queue.dropped;
  }

  /** Wants a link to `port` from now on: connects, and again with backoff whenever it is lost or fails. */
  connectTo(port: number): void {
    if (this.#state === 'closed') return;
    const unchanged = this.#target === port && this.#connector.busy;
    this.#target = port;
    if (this.#transport?.port === port || this.#trial?.port === port || unchanged) return;
    this.#release('aborted');
    this.#setState('connecting');
    this.#connector.connect(port);
  }

  /** One handshake at `port`; on success it is the link and aimed there. */
  tryOnce(port: number): Promise<'open' | HandshakeFailure> {
    if (this.#state === 'closed') return Promise.resolve('aborted');
    if (this.#transport?.port === port) return Promise.resolve('open');
    this.#release('aborted');
    return new Promise((resolve) => {
      this.#trial = { port, settle: resolve };
      this.#setState('connecting');
      this.#connector.connect(port);
    });
  }

  /**
   * Takes over the socket that turned out to be a Node's. The probe written on it counts as written. The link is aimed nowhere:
   * when this socket is lost it stays idle.
   */
  adopt(connection: OpenConnection): void {
    this.#target = undefined;
    this.#release('aborted');
    const { transport, flush } = connection.take(this.#transportListener());
    if (this.#state === 'closed') {
      this.#retired.retire(transport);
      return;
    }
    this.#begin(transport, connection.lastContextId);
    flush();
  }

  /** Wants no link: closes what is open, stops trying. */
  drop(): void {
    this.#target = undefined;
    this.#release('aborted');
    if (this.#state !== 'closed') this.#setState('idle');
  }

  /** The process at the other end is dead: credits and bucket are fresh for the next one, and it is not unresponsive. */
  forgetProcess(): void {
    this.#liveness.forget();
    this.#renewing = false;
    this.#queue.forgetProcess();
  }

  /**
   * Holds one conversation; resolves with the payload text. Rejects with PeerError, or GatewayError: what its owner refuses it with,
   * waiting-room-full, not-sent-in-time, link-lost, no-reply, bad-frame.
   */
  call(request: NodeRequest, options: NodeCallOptions = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#enter(
        new CallMessage(request, options, this.#times, { resolve, reject }),
        isSecret(request),
        options.signal,
      );
    });
  }

  /** Fire-and-forget: paced like everything, resolves when written. */
  async tell(request: NodeRequest, options: CallOptions = {}): Promise<void> {
    await new Promise<undefined>((resolve, reject) => {
      this.#enter(
        new TellMessage(request, options, this.#times, { resolve, reject }),
        isSecret(request),
        options.signal,
      );
    });
  }

  /**
   * Writes a scan when the quick lane, two ordinary credits and two tokens are free, its marker in the same step. Returns a
   * disposer: takes it out if unwritten, else forgets it. `waitMs`: how long it may wait for its writing.
   */
  scan(payload: string, listener: ScanListener, waitMs?: number): () => void {
    const scan = new ScanMessage(payload, listener, this.#times, waitMs);
    // The caller has its disposer before it hears of a refusal.
    queueMicrotask(() => {
      if (!scan.disposed) this.#enter(scan, false);
    });
    return () => this.#queue.dispose(scan);
  }

  /** Locks the link for one shutdown: all that waits and all that comes is refused (node-stopping, not-sent). */
  lockForShutdown(): ShutdownLock {
    if (this.#lock !== undefined && this.#queue.isLocked) return this.#lock;
    const lock = new NodeShutdownLock(this.#queue, this.#emit, () => this.#liveness.condemn());
    this.#lock = lock;
    if (this.#transport === undefined) lock.linkLost();
    else {
      this.#emit({ kind: 'shutdown', phase: 'begun' });
      this.#queue.lockForShutdown(lock, nodeStopping());
    }
    return lock;
  }

  /** Pacing figures at this moment. */
  pacing(): PacingFigures {
    return this.#queue.figures();
  }

  /** Ends sockets, timers and open conversations. */
  async close(): Promise<void> {
    this.#target = undefined;
    this.#release('aborted');
    this.#liveness.close();
    this.#setState('closed');
    await this.#retired.closed();
  }

  #enter(message: NodeMessage, secret: boolean, signal?: AbortSignal): void {
    const refusal = this.#refusalOf({ kind: 'node', secret });
    if (refusal === undefined) this.#queue.enter(message, signal);
    else message.refused(refusal);
  }

  #opened(transport: Transport): void {
    const trial = this.#trial;
    this.#trial = undefined;
    this.#target = transport.port;
    transport.listen(this.#transportListener());
    this.#begin(transport);
    trial?.settle('open');
  }

  #begin(transport: Transport, probeContextId?: number): void {
    this.#transport = transport;
    this.#renewing = false;
    this.#liveness.linkOpened();
    this.#queue.opened(transport, probeContextId);
    this.#setState('open');
    this.#emit({ kind: 'node-open', port: transport.port });
  }

  #failed(port: number, failure: HandshakeFailure): void {
    const trial = this.#trial;
    this.#trial = undefined;
    const target = this.#target;
    if (target !== undefined) this.#connector.connectLater(target);
    else this.#setState('idle');
    if (trial === undefined) this.#emit({ kind: 'handshake-failed', port, failure });
    else trial.settle(failure);
  }

  #transportListener(): TransportListener {
    return {
      onText: (text) => {
        this.#connector.settled();
        this.#queue.text(text);
      },
      onClosed: () => this.#lost(),
    };
  }

  // The socket is gone, or given up.
  #lost(): void {
    const transport = this.#transport;
    if (transport === undefined) return;
    this.#transport = undefined;
    this.#liveness.linkLost(this.#renewing);
    this.#lock = undefined;
    const wanted = this.#target !== undefined;
    const isRenewed = this.#renewing;
    const gaveUp = this.#liveness.unresponsive || isRenewed;
    this.#setState(wanted ? 'reconnecting' : 'idle');
    this.#emit({ kind: 'node-lost', port: transport.port, gaveUp });
    // Callers come last: what they ask next is judged by the new state.
    this.#queue.lost(wanted ? nodeReconnecting() : nodeUnlinked(), isRenewed ? 'renewed' : 'lost');
    const idle = this.#state === 'reconnecting' && !this.#connector.busy;
    if (idle && this.#target !== undefined) this.#connector.connectLater(this.#target);
  }

  #becameUnresponsive(): void {
    this.#emit({ kind: 'node-unresponsive', unresponsive: true });
    this.#queue.clear(unresponsive('node'));
  }

  /** Gives the present socket up for another one, whose first fence shows whether the Node answers. */
  #renew(): void {
    const transport = this.#transport;
    // In mere doubt a shutdown under way keeps its link: the end of that socket is its answer.
    const isKept = this.#queue.isLocked && !this.#liveness.unresponsive;
    if (transport === undefined || isKept || !this.#queue.mayRenew) return;
    this.#renewing = true;
    this.#lock?.released('renewed');
    this.#retired.retire(transport);
    this.#lost();
  }

  /** Ends whatever is open or under way, at the owner's wish. */
  #release(trialResult: HandshakeFailure): void {
    this.#connector.stop();
    const trial = this.#trial;
    this.#trial = undefined;
    const transport = this.#transport;
    this.#transport = undefined;
    this.#renewing = false;
    this.#liveness.linkLost(false);
    this.#lock?.released('lost');
    this.#lock = undefined;
    if (transport !== undefined) {
      this.#retired.retire(transport);
      this.#queue.lost(nodeUnlinked(), 'lost');
    }
    trial?.settle(trialResult);
  }

  #setState(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#emit({ kind: 'node-link', link: state });
  }
}
