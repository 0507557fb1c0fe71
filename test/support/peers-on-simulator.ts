/** The peer side over real sockets against a simulator, with everything it tells kept for looking at. */
import { createPeers } from '../../src/peer/create-peers.js';
import type {
  EndedConversation,
  HopsSnapshot,
  PeerEvent,
  Peers,
  PeersListener,
} from '../../src/peer/peers.js';
import type { PeerTimings } from '../../src/peer/timings.js';
import type { ScanKind } from '../../src/protocol/log-line.js';
import type { ReadKind } from '../../src/protocol/opcodes.js';
import { demoSetup } from '../../src/simulator/demo-setup.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import type { Simulator, SimulatorOptions } from '../../src/simulator/simulator.js';

const PATIENCE_MS = 20_000;

/** Times short enough for tests, long enough for a busy machine. */
export const quickTimings: Partial<PeerTimings> = {
  backoffFirstMs: 20,
  backoffMostMs: 100,
  quietTimeMs: 300,
  probeSoonMs: 100,
  probeLaterMs: 200,
  probeFreshMs: 50,
  crashedProbeMs: 200,
  orphanConfirmMs: 200,
  scanWaitMs: 400,
  payablesHoldMs: 150,
  shutdownWaitMs: 500,
  shutdownLimitMs: 1_000,
  unresponsiveRetryMs: 300,
};

/** An event as the peer side told it. */
export interface ToldEvent {
  readonly hop: string;
  readonly opcode: string;
  readonly payload: string;
}

/** Remembers everything; lets tests wait for it. */
export class Listener implements PeersListener {
  readonly events: ToldEvent[] = [];
  readonly snapshots: HopsSnapshot[] = [];
  readonly gaps: { readonly hop: string; readonly fromMs: number; readonly toMs: number }[] = [];
  readonly refusedPorts: number[] = [];
  readonly touched: (readonly ReadKind[])[] = [];
  readonly conversations: EndedConversation[] = [];
  readonly scanEnds: ScanKind[] = [];
  readonly #watchers = new Set<() => void>();

  onEvent({ hop, opcode, payload }: PeerEvent): void {
    this.events.push({ hop, opcode, payload });
    this.#look();
  }

  onScanEnded(scan: ScanKind): void {
    this.scanEnds.push(scan);
    this.#look();
  }

  onHopsChanged(snapshot: HopsSnapshot): void {
    this.snapshots.push(snapshot);
    this.#look();
  }

  onLinkGap(hop: string, fromMs: number, toMs: number): void {
    this.gaps.push({ hop, fromMs, toMs });
    this.#look();
  }

  onPortRefused(port: number): void {
    this.refusedPorts.push(port);
    this.#look();
  }

  onTouched(kinds: readonly ReadKind[]): void {
    this.touched.push(kinds);
  }

  onConversation(ended: EndedConversation): void {
    this.conversations.push(ended);
    this.#look();
  }

  /** Resolves once `holds` does, looked at whenever something is told; rejects after a generous while. */
  until(what: string, holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const watch = (): void => {
        if (!holds()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`never came: ${what}`));
      }, PATIENCE_MS);
      const end = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
      };
      this.#watchers.add(watch);
    });
  }

  #look(): void {
    for (const watch of [...this.#watchers]) watch();
  }
}

/** A running simulator with the peer side on it. */
export interface World {
  readonly simulator: Simulator;
  readonly peers: Peers;
  readonly listener: Listener;
  /** Resolves when the Node is in that state. */
  node(state: HopsSnapshot['node']['state']): Promise<void>;
  daemon(state: HopsSnapshot['daemon']['state']): Promise<void>;
  /** Resolves when an exit is recorded. */
  exit(): Promise<void>;
  /** Opcodes that the peer got, in order. */
  got(hop: 'daemon' | 'node'): readonly (string | undefined)[];
  close(): Promise<void>;
}

/** What a world may be made of. */
export interface WorldOptions {
  readonly simulator?: SimulatorOptions;
  readonly timings?: Partial<PeerTimings>;
  readonly nodePort?: number;
}

/** Makes a simulator with a setup that can be started, and a peer side that has found its Daemon. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const simulator = createSimulator({ setup: demoSetup(), ...options.simulator });
  const { daemonPort } = await simulator.start();
  const listener = new Listener();
  const peers = createPeers({
    daemonPort,
    nodePort: options.nodePort,
    listener,
    timings: { ...quickTimings, ...options.timings },
  });
  peers.start();
  await listener.until('an answer of the Daemon', () => peers.hops().node.state !== 'unknown');
  return new OpenWorld(simulator, peers, listener);
}

class OpenWorld implements World {
  constructor(
    readonly simulator: Simulator,
    readonly peers: Peers,
    readonly listener: Listener,
  ) {}

  node(state: HopsSnapshot['node']['state']): Promise<void> {
    return this.listener.until(`Node ${state}`, () => this.peers.hops().node.state === state);
  }

  daemon(state: HopsSnapshot['daemon']['state']): Promise<void> {
    return this.listener.until(`Daemon ${state}`, () => this.peers.hops().daemon.state === state);
  }

  exit(): Promise<void> {
    return this.listener.until('an exit', () => this.peers.hops().node.lastExit !== null);
  }

  got(hop: 'daemon' | 'node'): readonly (string | undefined)[] {
    return this.simulator.received
      .filter((message) => message.hop === hop)
      .map(({ opcode }) => opcode);
  }

  async close(): Promise<void> {
    await this.peers.close();
    await this.simulator.close();
  }
}

/** Runs `body` in a world of its own and closes it, whatever happens. */
export async function inWorld(
  body: (world: World) => Promise<void>,
  options?: WorldOptions,
): Promise<void> {
  const world = await openWorld(options);
  try {
    await body(world);
  } finally {
    await world.close();
  }
}

/** What a promise was rejected with, for assertions; rejects where it was not. */
export async function rejection(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, outcome, hop, peerCode } = error as Error & Record<string, unknown>;
    return JSON.parse(JSON.stringify({ code, outcome, hop, peerCode })) as Record<string, unknown>;
  }
  throw new Error('was not rejected');
}
