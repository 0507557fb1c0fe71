/** Composition of the peer side: links, peer state, operations. */
import { converse, tellNode } from './operations/conversation.js';
import { queryConfiguration } from './operations/configuration-query.js';
import { readSetupText } from './daemon/daemon-conversation.js';
import { PeerStateDriver, type Links } from './peer-state/peer-state-driver.js';
import type { LinkEvent, LinkOwner } from './links/links.js';
import { replaceExitLocation } from './operations/exit-location.js';
import { NodeAccess } from './operations/node-access.js';
import type { PeerContext } from './operations/peer-context.js';
import { readBroadcast } from './broadcasts.js';
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
import { StageReader } from './peer-state/stage-reader.js';
import { startNode } from './operations/start.js';
import { peerTimings, type PeerTimings } from './timings.js';
import { readKinds } from '../protocol/opcodes.js';

/** Makes the two links. */
type MakeLinks = (owner: LinkOwner) => Links;

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
  readonly #peerState: PeerStateDriver;
  readonly #context: PeerContext;
  readonly #scans: Scans;
  readonly #shutdown: Shutdown;
  readonly #restart: Restart;
  readonly #stages: StageReader;
  readonly #listener: PeersListener;
  readonly #now: () => number;
  /** Since when a link has been lost (Unix ms): what was broadcast from then on never reached us. */
  readonly #lostAtMs = new Map<'daemon' | 'node', number>();
  #closed: Promise<void> | undefined;

  constructor(deps: ComposedPeersDeps) {
    const timings = deps.timings ?? peerTimings;
    const now = deps.now ?? steadyNow;
    const { listener } = deps;
    this.#listener = listener;
    this.#now = now;
    this.#peerState = new PeerStateDriver({
      daemonPort: deps.daemonPort,
      nodePort: deps.nodePort,
      timings,
      now,
      isOwnPort: deps.isOwnPort ?? (() => false),
      onPortRefused: (port) => listener.onPortRefused(port),
      onChanged: (snapshot) => listener.onHopsChanged(snapshot),
      readStage: () => void this.#stages.read(),
    });
    this.links = deps.makeLinks({
      emit: (event) => this.#receive(event),
      refusalOf: (request) => this.#peerState.refusalOf(request),
    });
    const { daemonLink, nodeLink } = this.links;
    this.#stages = new StageReader(nodeLink, (event) => this.#peerState.take(event));
    this.#peerState.attach(this.links);
    this.#context = {
      daemonLink,
      nodeLink,
      peerState: this.#peerState,
      access: new NodeAccess(this.#peerState, nodeLink, timings, now),
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
    return this.#peerState.snapshot;
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
    this.links.daemonLink.connect();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** The one place that handles what the links report. */
  #receive(event: LinkEvent): void {
    switch (event.kind) {
      case 'broadcast':
        return this.#receiveBroadcast(event);
      case 'conversation-ended':
        return this.#listener.onConversation(event.ended);
      case 'daemon-open':
        this.#linkOpened('daemon');
        break;
      case 'node-open':
        this.#linkOpened('node');
        this.#stages.onLink();
        break;
      case 'daemon-lost':
        this.#linkLost('daemon');
        break;
      case 'node-lost':
        this.#linkLost('node');
        break;
      default:
        break;
    }
    this.#peerState.take(event);
  }

  #receiveBroadcast({ hop, opcode, payload }: Extract<LinkEvent, { kind: 'broadcast' }>): void {
    const reading = readBroadcast(hop, opcode, payload);
    if (reading === undefined) return;
    const { payload: shown, logLevel, events, line } = reading;
    if (reading.invalidates.length > 0) this.#listener.onTouched(reading.invalidates);
    this.#listener.onEvent({ hop, opcode, payload: shown, logLevel });
    for (const event of events) this.#peerState.take(event);
    if (line?.kind === 'scan-silent') this.#scans.onSilence(line);
    if (line?.kind === 'scan-ended') this.#listener.onScanEnded(line.scan);
  }

  #linkOpened(hop: 'daemon' | 'node'): void {
    const lostAtMs = this.#lostAtMs.get(hop);
    this.#lostAtMs.delete(hop);
    if (lostAtMs !== undefined) this.#listener.onLinkGap(hop, lostAtMs, this.#now());
    this.#listener.onTouched(readKinds);
  }

  #linkLost(hop: 'daemon' | 'node'): void {
    if (!this.#lostAtMs.has(hop)) this.#lostAtMs.set(hop, this.#now());
    this.#listener.onTouched(readKinds);
  }

  async #close(): Promise<void> {
    // A Node that a restart has shut down gets its start written.
    await this.#restart.settled();
    this.#peerState.close();
    await Promise.all([this.links.nodeLink.close(), this.links.daemonLink.close()]);
    this.#scans.close();
  }
}
