/** Carries out what the reducer decides: probes, aims, quiet time, timers; and lets others wait for a state. */
import { PeerError } from '../../errors.js';
import type { GatewayError } from '../../errors.js';
import { peerCodes } from '../../protocol/error-codes.js';
import {
  initialPeerState,
  type PeerStateAction,
  type PeerStateEvent,
  type PeerState,
} from './peer-state.js';
import type { ProbeAnswer } from './peer-state.js';
import { nextDueMs, stepPeerState } from './step-peer-state.js';
import { snapshotOf } from './snapshot.js';
import { refusalOf, type SendRequest } from './refusal.js';
import type { DaemonLink } from '../daemon/daemon-link.js';
import type { DaemonTurn } from '../links/links.js';
import type { NodeLink } from '../node/node-link.js';
import type { HopsSnapshot } from '../peers.js';
import type { PeerTimings } from '../timings.js';

// What the Daemon said before one of these says nothing about now.
const outdating: ReadonlySet<PeerStateEvent['kind']> = new Set<PeerStateEvent['kind']>([
  'daemon-lost',
  'setup-reply',
  'start-written',
  'start-reply',
  'start-failed',
  'node-open',
  'node-lost',
  'crashed',
]);

/** What the driver works with. */
interface PeerStateDriverDeps {
  readonly daemonPort: number;
  readonly nodePort: number | undefined;
  readonly timings: PeerTimings;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** True for the ports that the gateway itself listens on. */
  isOwnPort(port: number): boolean;
  /** The Daemon has named a port for its Node where no Node can be; told once until it says something else. */
  onPortRefused(port: number): void;
  onChanged(snapshot: HopsSnapshot): void;
  /** The connection stage is to be read; answers come back as events. */
  readStage(): void;
}

/** Without what is private: in tests there are links without sockets. @internal */
export type DaemonLinkMembers = Pick<DaemonLink, keyof DaemonLink>;
export type NodeLinkMembers = Pick<NodeLink, keyof NodeLink>;

/** The two links, given once both exist. */
export interface Links {
  readonly daemonLink: DaemonLinkMembers;
  readonly nodeLink: NodeLinkMembers;
}

/** Owns the peer state, its one timer, the probe under way and the quiet time. */
export class PeerStateDriver {
  readonly #deps: PeerStateDriverDeps;
  readonly #events: PeerStateEvent[] = [];
  readonly #watchers = new Set<() => void>();
  #links: Links | undefined;
  #state: PeerState;
  #told: string;
  #busy = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #release: (() => void) | undefined;
  #refusedPort: number | undefined;
  #probe: Promise<ProbeAnswer> | undefined;
  #lastAnswer: { readonly answer: ProbeAnswer; readonly atMs: number } | undefined;

  constructor(deps: PeerStateDriverDeps) {
    this.#deps = deps;
    this.#state = initialPeerState(deps, deps.now());
    this.#told = JSON.stringify(snapshotOf(this.#state));
  }

  get state(): PeerState {
    return this.#state;
  }

  get snapshot(): HopsSnapshot {
    return snapshotOf(this.#state);
  }

  /** Why a request must not be sent now; undefined if it may. */
  refusalOf(request: SendRequest): GatewayError | undefined {
    return refusalOf(this.#state, request);
  }

  /** Gives the driver its links; events may come from now on. */
  attach(links: Links): void {
    this.#links = links;
  }

  /** Takes an event and does what follows from it before it returns, unless an event is being taken already. */
  take(event: PeerStateEvent): void {
    if (this.#closed) return;
    this.#events.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        this.#step(next);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** True if no Node can listen on the port that the Daemon names: a link to it would be one to the Daemon, or to ourselves. */
  refusesPort(port: number): boolean {
    const isRefused = port === this.#deps.daemonPort || this.#deps.isOwnPort(port);
    if (isRefused && this.#refusedPort !== port) this.#deps.onPortRefused(port);
    this.#refusedPort = isRefused ? port : undefined;
    return isRefused;
  }

  /** Joins the probe under way, takes the last answer if it is fresh enough, or starts a probe. */
  askAboutNode(): Promise<ProbeAnswer> {
    const last = this.#lastAnswer;
    const fresh = this.#probe === undefined;
    if (
      fresh &&
      last !== undefined &&
      this.#deps.now() - last.atMs < this.#deps.timings.probeFreshMs
    ) {
      return Promise.resolve(last.answer);
    }
    if (fresh) this.take({ kind: 'probe-wanted' });
    return this.#underWay();
  }

  #underWay(): Promise<ProbeAnswer> {
    return this.#probe ?? Promise.resolve({ kind: 'failed' });
  }

  /**
   * Resolves with what `look` finds as soon as it finds something; with undefined when `limitMs` has passed, the caller
   * has left or the driver is closed.
   */
  until<T>(
    look: (state: PeerState) => T | undefined,
    limitMs: number,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    const found = look(this.#state);
    if (found !== undefined || this.#closed || signal?.aborted === true) {
      return Promise.resolve(found);
    }
    return new Promise((resolve) => {
      const end = (result: T | undefined): void => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
        signal?.removeEventListener('abort', leave);
        resolve(result);
      };
      const watch = (): void => {
        const result = look(this.#state);
        if (result !== undefined || this.#closed) end(result);
      };
      const leave = (): void => end(undefined);
      const timer = setTimeout(leave, limitMs);
      this.#watchers.add(watch);
      signal?.addEventListener('abort', leave);
    });
  }

  /** Ends timer and quiet time; who waits for a state is told that it does not come. Idempotent. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#release?.();
    this.#release = undefined;
    for (const watch of [...this.#watchers]) watch();
  }

  #step(event: PeerStateEvent): void {
    const { state, actions } = stepPeerState(
      this.#state,
      event,
      this.#deps.now(),
      this.#deps.timings,
    );
    this.#state = state;
    if (outdating.has(event.kind)) this.#lastAnswer = undefined;
    this.#keepQuiet();
    for (const action of actions) this.#do(action);
    this.#arm();
    this.#tell();
    for (const watch of [...this.#watchers]) watch();
  }

  #tell(): void {
    const snapshot = snapshotOf(this.#state);
    const text = JSON.stringify(snapshot);
    if (text === this.#told) return;
    this.#told = text;
    this.#deps.onChanged(snapshot);
  }

  #keepQuiet(): void {
    const quiet = this.#state.quietUntilMs !== null;
    if (quiet) this.#release ??= this.#links?.daemonLink.holdWrites();
    else {
      this.#release?.();
      this.#release = undefined;
    }
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const due = nextDueMs(this.#state);
    if (due === null || this.#closed) return;
    this.#timer = setTimeout(
      () => this.take({ kind: 'tick' }),
      Math.max(0, due - this.#deps.now()),
    );
  }

  #do(action: PeerStateAction): void {
    if (this.#links === undefined) return;
    const { daemonLink, nodeLink } = this.#links;
    switch (action.kind) {
      case 'probe':
        return this.#startProbe(daemonLink, action.evenIfLinked);
      case 'connect-to':
        return nodeLink.connectTo(action.port);
      case 'try-once':
        void this.#tryOnce(nodeLink, action.port);
        return;
      case 'drop':
        return nodeLink.drop();
      case 'adopt':
        return nodeLink.adopt(daemonLink.handOver());
      case 'resume-daemon':
        return daemonLink.connect();
      case 'forget-process':
        return nodeLink.forgetProcess();
      case 'read-stage':
        return this.#deps.readStage();
    }
  }

  async #tryOnce(nodeLink: NodeLinkMembers, port: number): Promise<void> {
    const result = await nodeLink.tryOnce(port);
    if (result !== 'open') this.take({ kind: 'handshake-failed', port, failure: result });
  }

  #startProbe(daemonLink: DaemonLinkMembers, evenIfLinked: boolean): void {
    const probe = this.#ask(daemonLink, evenIfLinked, () => this.#probe === probe);
    this.#probe = probe;
    void probe.then(() => {
      if (this.#probe === probe) this.#probe = undefined;
    });
  }

  async #ask(
    daemonLink: DaemonLinkMembers,
    evenIfLinked: boolean,
    isCurrent: () => boolean,
  ): Promise<ProbeAnswer> {
    const tell = (answer: ProbeAnswer): ProbeAnswer => {
      if (!isCurrent()) return answer; // a newer link has been probed meanwhile
      if (answer.kind !== 'failed' && this.#state.probing === 'under-way') {
        this.#lastAnswer = { answer, atMs: this.#deps.now() };
      }
      this.take({ kind: 'probe-answer', answer });
      return answer;
    };
    try {
      // Told within the turn: where a Node answers, nobody else may write on that socket before it is moved.
      return await daemonLink.turn(async (turn) => tell(await this.#describe(turn, evenIfLinked)), {
        front: true,
      });
    } catch {
      return tell({ kind: 'failed' }); // what went wrong is told by the link's own states
    }
  }

  async #describe(turn: DaemonTurn, evenIfLinked: boolean): Promise<ProbeAnswer> {
    if (!evenIfLinked && this.#state.openPort !== null) return { kind: 'failed' };
    try {
      const reply = await turn.ask('descriptor', '{}');
      if (reply.kind === 'reply') return { kind: 'node-here', port: this.#deps.daemonPort };
      return { kind: this.refusesPort(reply.port) ? 'misdirected' : 'named', port: reply.port };
    } catch (error) {
      if (error instanceof PeerError && error.peerCode === peerCodes.NODE_NOT_RUNNING) {
        return { kind: 'denied' };
      }
      throw error;
    }
  }
}
