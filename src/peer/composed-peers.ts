/** Composition of the peer side: links, hops, operations. */
import { converse, tellNode } from './operations/conversation.js';
import { queryConfiguration } from './operations/configuration-query.js';
import { readSetupText } from './daemon/daemon-conversation.js';
import { HopsDriver, type Links } from './hops/hops-driver.js';
import type { DaemonLinkListener, NodeLinkListener } from './links/links.js';
import { replaceExitLocation } from './operations/exit-location.js';
import { NodeAccess } from './operations/node-access.js';
import type { PeerContext } from './operations/peer-context.js';
import { daemonEars, nodeEars, type Ears } from './peer-listeners.js';
import type {
  Ask,
  CallOptions,
  HopsSnapshot,
  PeerFigures,
  Peers,
  PeersListener,
  ScanResult,
  ScanType,
  SetupValue,
} from './peers.js';
import { Restart } from './operations/restart.js';
import { Scans } from './operations/scans.js';
import { changeSetup } from './operations/setup-change.js';
import { Shutdown } from './operations/shutdown.js';
import { StageReader } from './hops/stage-reader.js';
import { startNode } from './operations/start.js';
import { peerTimings, type PeerTimings } from './timings.js';

/** Makes the two links, which tell these listeners what happens. */
type MakeLinks = (daemon: DaemonLinkListener, node: NodeLinkListener) => Links;

/** What the peer side is made of. */
interface ComposedPeersDeps {
  readonly daemonPort: number;
  /** UI port of a Node that no Daemon tells of. */
  readonly nodePort: number | undefined;
  /** True for the ports that the gateway itself listens on. @default none */
  readonly isOwnPort?: ((port: number) => boolean) | undefined;
  readonly listener: PeersListener;
  readonly makeLinks: MakeLinks;
  /** @default the shipped times */
  readonly timings?: PeerTimings;
  /** Unix milliseconds that never go back. */
  readonly now?: () => number;
}

const steadyNow = (): number => Math.round(performance.timeOrigin + performance.now());

/** The peer side over any two links. */
export function composePeers(deps: ComposedPeersDeps): ComposedPeers {
  return new ComposedPeers(deps);
}

/** {@link Peers}, each operation handed to the file that knows it. @internal */
export class ComposedPeers implements Peers {
  /** Once made, there for good. */
  readonly links: Links;
  readonly #hops: HopsDriver;
  readonly #context: PeerContext;
  readonly #scans: Scans;
  readonly #shutdown: Shutdown;
  readonly #restart: Restart;
  #closed: Promise<void> | undefined;

  constructor(deps: ComposedPeersDeps) {
    const timings = deps.timings ?? peerTimings;
    const now = deps.now ?? steadyNow;
    const { listener } = deps;
    this.#hops = new HopsDriver({
      daemonPort: deps.daemonPort,
      nodePort: deps.nodePort,
      timings,
      now,
      isOwnPort: deps.isOwnPort ?? (() => false),
      onPortRefused: (port) => listener.onPortRefused(port),
      onChanged: (snapshot) => listener.onHopsChanged(snapshot),
      readStage: () => void stages.read(),
    });
    const ears: Ears = {
      listener,
      take: (fact) => this.#hops.take(fact),
      touch: (kinds) => listener.onTouched(kinds),
      now,
      nodeGivenUp: () => this.links.nodeLink.unresponsive || this.links.nodeLink.renewing,
      onNodeLink: () => stages.onLink(),
      onSilence: (line) => this.#scans.onSilence(line),
    };
    this.links = deps.makeLinks(daemonEars(ears), nodeEars(ears));
    const { daemonLink, nodeLink } = this.links;
    const stages = new StageReader(nodeLink, (fact) => this.#hops.take(fact));
    this.#hops.attach(this.links);
    this.#context = {
      daemonLink,
      nodeLink,
      hops: this.#hops,
      access: new NodeAccess(this.#hops, nodeLink, timings, now),
      timings,
      now,
      publish: (event) => listener.onEvent(event),
      touch: (kinds) => listener.onTouched(kinds),
    };
    this.#scans = new Scans(this.#context);
    this.#shutdown = new Shutdown(this.#context, this.#scans);
    this.#restart = new Restart(this.#context, this.#shutdown);
  }

  hops(): HopsSnapshot {
    return this.#hops.snapshot;
  }

  figures(): PeerFigures {
    const { daemonLink, nodeLink } = this.links;
    const { waiting, waitingMost, dropped } = daemonLink;
    return {
      daemon: { waiting, waitingMost, dropped },
      node: { ...nodeLink.pacing(), dropped: nodeLink.dropped },
    };
  }

  ask(ask: Ask): Promise<string> {
    switch (ask.opcode) {
      case 'setup':
        return readSetupText(this.#context, ask.payload, ask);
      case 'exitLocation':
        return replaceExitLocation(this.#context, ask);
      default:
        return converse(this.#context, ask);
    }
  }

  changeSetup(values: readonly SetupValue[], options: CallOptions): Promise<string> {
    return changeSetup(this.#context, values, options);
  }

  queryConfiguration(password: string, options: CallOptions): Promise<string> {
    return queryConfiguration(this.#context, password, options);
  }

  startNode(options: CallOptions & { readonly ensure: boolean }): Promise<string> {
    return startNode(this.#context, options);
  }

  shutdownNode(options: CallOptions & { readonly ensure: boolean }): Promise<void> {
    return this.#shutdown.run(options);
  }

  restartNode(options: CallOptions): Promise<string> {
    return this.#restart.run(options);
  }

  scan(scanType: ScanType, options: CallOptions): Promise<ScanResult> {
    return this.#scans.run(scanType, options);
  }

  crashNode(payload: string, options: CallOptions): Promise<void> {
    return tellNode(this.#context, 'crash', payload, options);
  }

  start(): void {
    this.links.daemonLink.start();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // A Node that a restart has shut down gets its start written.
    await this.#restart.settled();
    this.#hops.close();
    await Promise.all([this.links.nodeLink.close(), this.links.daemonLink.close()]);
    this.#scans.close();
  }
}
