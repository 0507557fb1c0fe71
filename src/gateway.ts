/** The composition root: the only place that knows everyone. */
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { readTokens } from './config/token-file.js';
import { EventLog } from './events/event-log.js';
import { createEventStreams } from './events/event-streams.js';
import type { EventStreams } from './events/event-streams.js';
import { gapJson } from './events/envelope.js';
import { systemScheduler } from './events/scheduler.js';
import { formatTimestamp } from './events/timestamp.js';
import { AccessTokens } from './http/access/access-tokens.js';
import { createApp } from './http/app.js';
import type { FinishedRequest } from './http/requests/finished-request.js';
import { GraphDrawer } from './http/graph/graph-drawer.js';
import { HopChanges } from './http/long-poll.js';
import { IdempotencyLedger } from './http/idempotency/idempotency-ledger.js';
import { createServer } from './http/listening/server.js';
import type { GatewayServer } from './http/listening/server.js';
import { problemCodes } from './problems/problem-table.js';
import { sampleReadings } from './http/reads/sample-readings.js';
import { SharedReads } from './http/reads/shared-reads.js';
import { buildStatus, statusExtras } from './http/status.js';
import { GatewayMetrics } from './metrics/gateway-metrics.js';
import { createPeers } from './peer/create-peers.js';
import type { HopsSnapshot, Peers } from './peer/peers.js';
import type { PeerTimings } from './peer/timings.js';
import { opcodes, readKinds } from './protocol/opcodes.js';
import { version } from './version.js';

export { checkHandshake } from './peer/links/handshake-check.js';
export type { FinishedRequest } from './http/requests/finished-request.js';
export type { HandshakeResult } from './peer/links/handshake-check.js';

/** What a gateway is made with beside its settings. */
export interface GatewayDeps {
  readonly logger: Logger;
  /** Times of the peer side that differ from the shipped ones; for tests. */
  readonly timings?: Partial<PeerTimings>;
  /** File descriptors of sockets that a service manager listens on: they take the place of the addresses in the settings. */
  readonly inheritedSockets?: readonly number[];
  /** Hears of every request once it is over; for tracing. */
  readonly onRequestDone?: (finished: FinishedRequest) => void;
  /** How many lines of the log were dropped so far; for the metrics. */
  readonly droppedLogLines?: () => number;
}

/** A gateway: links to both peers on one side, HTTP on the other. */
export interface Gateway {
  /** Listens, and begins to look for the peers. Resolves with the URLs, the path of a socket as `unix:PATH`. @throws StartError where it cannot listen. */
  start(): Promise<readonly string[]>;
  /** The truth about both peers at this instant. */
  hops(): HopsSnapshot;
  /** Reads the token files again. @throws SettingError where one does not do; the tokens known so far stay valid then. */
  reload(): void;
  /** Ends streams, then calls, then links; idempotent, leaves nothing behind. */
  close(): Promise<void>;
}

/** Builds a gateway; it reads the token files, nothing else happens before `start`. @throws SettingError for a bad token file. */
export function createGateway(config: Config, deps: GatewayDeps): Gateway {
  return new ComposedGateway(config, deps);
}

class ComposedGateway implements Gateway {
  readonly #config: Config;
  readonly #inherited: readonly number[];
  readonly #startedAtMs = Date.now();
  readonly #closing = new AbortController();
  readonly #hopChanges = new HopChanges();
  readonly #drawer = new GraphDrawer();
  readonly #idempotency = new IdempotencyLedger({ now: Date.now, scheduler: systemScheduler });
  readonly #log: EventLog;
  readonly #streams: EventStreams;
  readonly #peers: Peers;
  readonly #reads: SharedReads;
  readonly #metrics: GatewayMetrics;
  readonly #server: GatewayServer;
  readonly #tokens: AccessTokens;
  /** Ports of our own listeners: no Node is looked for there. */
  readonly #ownPorts = new Set<number>();
  #closed: Promise<void> | undefined;

  constructor(config: Config, deps: GatewayDeps) {
    this.#config = config;
    this.#inherited = deps.inheritedSockets ?? [];
    this.#tokens = new AccessTokens(readTokens(config));
    this.#log = new EventLog({
      startedAtMs: this.#startedAtMs,
      now: Date.now,
      onListenerError: (error) => deps.logger.error({ fault: nameOf(error) }, 'event listener'),
    });
    this.#streams = createEventStreams({
      log: this.#log,
      describeState: () => this.#status(),
      now: Date.now,
      limits: { maxStreams: config.maxStreams },
    });
    this.#peers = this.#createPeers(deps);
    this.#reads = new SharedReads({
      peers: this.#peers,
      now: Date.now,
      onRead: (kind, result) => this.#metrics.sharedRead(kind, result),
    });
    this.#metrics = this.#createMetrics(deps);
    this.#server = createServer(this.#createApp(deps), {
      beforeClose: () => this.#endStreams(),
      onWarning: (message) => deps.logger.warn(message),
    });
  }

  async start(): Promise<readonly string[]> {
    this.#ownPorts.add(this.#config.port);
    this.#peers.start();
    const urls = await this.#listen();
    for (const url of urls) this.#ownPorts.add(Number(new URL(url).port));
    return urls;
  }

  async #listen(): Promise<readonly string[]> {
    if (this.#inherited.length > 0) return this.#server.listenOnInherited(this.#inherited);
    const { listen, port, socket, socketMode } = this.#config;
    const addresses = listen.map((host) => ({ host, port }));
    const urls = addresses.length === 0 ? [] : await this.#server.listenOn(addresses);
    if (socket === undefined) return urls;
    return [
      ...urls,
      await this.#server.listenAt({ path: socket, mode: Number.parseInt(socketMode, 8) }),
    ];
  }

  hops(): HopsSnapshot {
    return this.#peers.hops();
  }

  reload(): void {
    this.#tokens.replace(readTokens(this.#config));
  }

  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  #createPeers({ logger, timings }: GatewayDeps): Peers {
    const { daemonPort, nodePort, messagesPerSecond } = this.#config;
    return createPeers({
      daemonPort,
      nodePort,
      messagesPerSecond,
      timings,
      isOwnPort: (port) => this.#ownPorts.has(port),
      listener: {
        onEvent: (event) => this.#log.append(event),
        onScanEnded: (scanType) => this.#metrics.scanEnded(scanType),
        onHopsChanged: (hops) => {
          logger.info({ daemon: hops.daemon.state, node: hops.node.state }, 'hops');
          this.#metrics.hopsChanged(hops);
          this.#log.append({ hop: 'gateway', opcode: 'gateway.state', payload: this.#status() });
          this.#hopChanges.publish();
        },
        onLinkGap: (hop, fromMs, toMs) => {
          this.#metrics.linkReopened(hop);
          this.#appendLinkGap(hop, fromMs, toMs);
        },
        onPortRefused: (port) =>
          logger.warn(
            { port },
            'the Daemon names its own port or ours as that of its Node; refused',
          ),
        onTouched: (kinds) => this.#reads.touch(kinds),
        onConversation: (ended) => this.#metrics.conversationEnded(ended),
      },
    });
  }

  #createMetrics({ droppedLogLines = () => 0 }: GatewayDeps): GatewayMetrics {
    return new GatewayMetrics({
      peers: this.#peers,
      eventLog: this.#log,
      eventStreams: this.#streams,
      readings: sampleReadings(this.#reads),
      droppedLogLines,
      vocabulary: { opcodes: Object.keys(opcodes), readKinds, problemCodes },
      version,
      startedAtMs: this.#startedAtMs,
      now: Date.now,
    });
  }

  #createApp({ logger, onRequestDone }: GatewayDeps): ReturnType<typeof createApp> {
    const { allowCrash, allowConfigFile, allowCustomFinancials } = this.#config;
    const { readOnly, metricsWithoutAuth, allowHost, allowOrigin, listen } = this.#config;
    return createApp({
      peers: this.#peers,
      reads: this.#reads,
      metrics: this.#metrics,
      eventLog: this.#log,
      eventStreams: this.#streams,
      hopChanges: this.#hopChanges,
      idempotency: this.#idempotency,
      tokens: this.#tokens,
      drawer: this.#drawer,
      settings: {
        allowCrash,
        allowConfigFile,
        allowCustomFinancials,
        readOnly,
        metricsWithoutAuth,
        // Whoever may be listened on may be asked for.
        allowedHosts: [...allowHost, ...listen],
        allowedOrigins: allowOrigin,
        version,
        startedAtMs: this.#startedAtMs,
      },
      now: Date.now,
      logger,
      onRequestDone,
      closing: this.#closing.signal,
    });
  }

  #appendLinkGap(hop: 'daemon' | 'node', fromMs: number, toMs: number): void {
    const [from, to] = [formatTimestamp(fromMs), formatTimestamp(toMs)];
    const payload = gapJson({ reason: 'link', hop, class: null, from, to });
    this.#log.append({ hop: 'gateway', opcode: 'gateway.gap', payload });
  }

  #status(): string {
    const status = buildStatus(
      this.#peers.hops(),
      statusExtras({
        settings: { version, startedAtMs: this.#startedAtMs },
        eventStreams: this.#streams,
        eventLog: this.#log,
      }),
      Date.now(),
    );
    return JSON.stringify(status);
  }

  async #endStreams(): Promise<void> {
    this.#closing.abort();
    await this.#streams.close();
  }

  // The peers close while answers are still under way, so that every open call ends in a truthful answer.
  async #closeAll(): Promise<void> {
    await Promise.all([this.#server.close(), this.#peers.close()]);
    this.#idempotency.close();
    await this.#drawer.close();
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
