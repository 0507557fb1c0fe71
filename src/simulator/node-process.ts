/** One simulated Node process: its UI port, its actors with their mailboxes, and the ways in which it dies. */
import { peerCodes } from '../protocol/error-codes.js';
import { Accountant, type Ledger } from './accountant.js';
import { Configurator, type ConfiguratorPace } from './configurator.js';
import { opens, type Database } from './database.js';
import {
  DEFAULT_EARNING_WALLET,
  demoGraph,
  idleLogLines,
  lonelyGraph,
  ownDescriptor,
} from './demo-data.js';
import { Mailbox, SMALL_MAILBOX_CAPACITY } from './mailbox.js';
import { Neighborhood, type NeighborhoodGraph, type Stage } from './neighborhood.js';
import {
  ACTOR_MS,
  crashOrder,
  requestOf,
  type Actor,
  type NodeMessage,
  type NodeState,
  type NodeUi,
} from './node-request.js';
import { Panic } from './panic.js';
import { Scans, type ScanBehaviour } from './scans.js';
import type { Options } from './setup-command-line.js';
import { Timers } from './timers.js';
import { UiServer, type LogLevel } from './ui-server.js';
import { IsolatedFrames, type IsolatedContextId } from './isolated-frames.js';
import { errorFrame, isMisread, misreadLogLine, payloadFrame, unmarshal } from './ui-traffic.js';
import { addressOf } from './wallets.js';

/** How a process ended: by itself with an exit code, or by a signal. */
export type ProcessEnd = 'exited' | 'killed';

/** What all Nodes of a simulator have in common; the paces may change while they run. */
export interface NodeSurroundings {
  readonly configuratorPace: ConfiguratorPace;
  readonly bridgePace: { delayMs: number };
  readonly scanBehaviour: ScanBehaviour;
  readonly ledger: () => Ledger;
  /** Milliseconds after the start until a neighbor is found, and until a route is. */
  readonly neighborAfterMs: number;
  readonly routeAfterMs: number;
  /** Milliseconds between log lines that nobody asked for; 0: none. */
  readonly idleLogEveryMs: number;
  readonly stalledReaderBytes: number;
  readonly isolatedContextId: IsolatedContextId;
  received(text: string, opcode: string | undefined): void;
  died(node: NodeProcess, end: ProcessEnd, reason: string): void;
}

const CRASH_KEYS = [
  'ACCOUNTANT',
  'NEIGHBORHOOD',
  'BLOCKCHAINBRIDGE',
  'DISPATCHER',
  'CONFIGURATOR',
] as const;
const BRIDGE_INDEX = 2;
const CONFIGURATOR_INDEX = 4;
const LAUNCH_PROBE_CLIENTS = 1;
const BACKTRACE =
  '   0: node_lib::server_initializer::panic_hook\n             at src/server_initializer.rs:260:21\n';

/** A running Node; made dead by `end` and never alive again. */
export class NodeProcess {
  readonly processId: number;
  readonly neighborhood: Neighborhood;
  readonly #surroundings: NodeSurroundings;
  readonly #options: Options;
  readonly #database: Database;
  readonly #server: UiServer;
  readonly #isolated: IsolatedFrames;
  readonly #timers = new Timers();
  readonly #actors: readonly Actor[];
  readonly #mailboxes: readonly Mailbox[];
  readonly #startedMs = Date.now();
  #alive = true;
  #wedged = false;

  constructor(
    processId: number,
    options: Options,
    database: Database,
    surroundings: NodeSurroundings,
    isLaunched: boolean,
  ) {
    this.processId = processId;
    this.#options = options;
    this.#database = database;
    this.#surroundings = surroundings;
    this.#isolated = new IsolatedFrames(surroundings.isolatedContextId);
    this.#server = new UiServer(
      {
        onText: (clientId, text, address) => this.#onText(clientId, text, address),
        onLog: (level, line) => this.log(level, line),
        onStalledReader: () => this.wedge(),
      },
      {
        firstClientId: isLaunched ? LAUNCH_PROBE_CLIENTS : 0,
        stalledReaderBytes: surroundings.stalledReaderBytes,
      },
    );
    const state = this.#makeState();
    this.neighborhood = new Neighborhood(state, {
      graph: this.#graph(),
      exit: () => void this.end('exited', 'shutdown'),
    });
    state.minHopsChanged = () => this.neighborhood.minHopsChanged();
    const scans = new Scans(state, surroundings.scanBehaviour, surroundings.ledger, this.#timers);
    const bridge: Actor = {
      serviceMs: () => surroundings.bridgePace.delayMs,
      handle: () => undefined,
    };
    this.#actors = [
      new Accountant(state, surroundings.ledger, scans, () => this.#uptimeS()),
      this.neighborhood,
      bridge,
      { serviceMs: () => ACTOR_MS, handle: (message) => this.#dispatch(message, state.ui) },
      new Configurator(state, surroundings.configuratorPace),
    ];
    this.#mailboxes = this.#actors.map((_actor, index) =>
      index === BRIDGE_INDEX || index === CONFIGURATOR_INDEX
        ? new Mailbox(SMALL_MAILBOX_CAPACITY)
        : new Mailbox(),
    );
  }

  get alive(): boolean {
    return this.#alive;
  }

  get port(): number {
    return this.#server.port;
  }

  /** The largest numbers that ever waited in the two small mailboxes. */
  get highWater(): { readonly configurator: number; readonly blockchainBridge: number } {
    return {
      configurator: this.#mailboxes[CONFIGURATOR_INDEX]?.highWater ?? 0,
      blockchainBridge: this.#mailboxes[BRIDGE_INDEX]?.highWater ?? 0,
    };
  }

  /** Opens the UI port; rejects where it is taken. */
  async start(port: number): Promise<void> {
    await this.#server.listen(port);
    if (this.#mode() !== 'zero-hop') {
      const { neighborAfterMs, routeAfterMs } = this.#surroundings;
      this.#timers.after(neighborAfterMs, () => this.neighborhood.enter('ConnectedToNeighbor'));
      this.#timers.after(routeAfterMs, () => this.neighborhood.enter('RouteFound'));
    }
    this.#tellIdleLines(0);
  }

  enter(stage: Stage): void {
    this.neighborhood.enter(stage);
  }

  log(level: LogLevel, line: string): void {
    if (!this.#alive) return;
    const payload = JSON.stringify({ msg: line, logLevel: level });
    this.#server.send('all', this.#isolated.of('logBroadcast', payload));
  }

  /** The UI thread hangs: sockets stay open, nobody is answered; the process lives. */
  wedge(): void {
    this.#wedged = true;
    this.#server.freeze();
  }

  unwedge(): void {
    if (!this.#wedged) return;
    this.#wedged = false;
    this.#server.thaw();
  }

  /** Ends the process; resolves when its port is free. */
  async end(how: ProcessEnd, reason: string): Promise<void> {
    if (!this.#alive) return;
    this.#alive = false;
    this.#timers.stop();
    for (const mailbox of this.#mailboxes) mailbox.stop();
    const closed = this.#server.destroy();
    this.#surroundings.died(this, how, reason);
    await closed;
  }

  #mode(): string {
    return this.#database.neighborhoodMode;
  }

  #uptimeS(): bigint {
    return BigInt(Math.floor((Date.now() - this.#startedMs) / 1000));
  }

  #graph(): NeighborhoodGraph {
    return this.#mode() === 'zero-hop' ? lonelyGraph() : demoGraph(this.#database.clandestinePort);
  }

  #makeState(): NodeState {
    const database = this.#database;
    const password = this.#options.get('db-password');
    const stored =
      password !== undefined && opens(database, password) ? database.consumingKey : undefined;
    const key = stored ?? this.#options.get('consuming-private-key');
    const earning = database.earningWallet ?? this.#options.get('earning-wallet');
    return {
      database,
      ui: this.#makeUi(),
      consumingWallet: key === undefined ? undefined : addressOf(key),
      earningWallet: earning?.toLowerCase() ?? DEFAULT_EARNING_WALLET,
      minHopsChanged: () => undefined,
    };
  }

  #makeUi(): NodeUi {
    return {
      reply: ({ clientId, opcode, contextId }, payload) =>
        this.#server.send({ only: clientId }, payloadFrame(opcode, contextId, payload)),
      refuse: ({ clientId, opcode, contextId }, code, message) =>
        this.#server.send(
          { only: clientId },
          errorFrame(opcode, contextId, peerCodes[code], message),
        ),
      broadcast: (opcode, payload, target) =>
        this.#server.send(target, this.#isolated.of(opcode, payload)),
      log: (level, line) => this.log(level, line),
    };
  }

  #onText(clientId: number, text: string, address: string): void {
    const read = unmarshal(text);
    this.#surroundings.received(text, read.opcode);
    this.#isolated.asked(read.contextId);
    if (!isMisread(read)) {
      this.#relay({ clientId, message: read });
      return;
    }
    const frame =
      read.opcode !== undefined && read.contextId !== undefined
        ? errorFrame(read.opcode, read.contextId, peerCodes.UNMARSHAL, read.reason)
        : this.#isolated.of(
            'unmarshalError',
            JSON.stringify({ message: read.reason, badData: text }),
          );
    this.#server.send({ only: clientId }, frame);
    this.log('Error', misreadLogLine(read, clientId, address, text));
  }

  /** The UiGateway copies every message to all five actors, whatever it is (node/src/ui_gateway/mod.rs:178-184). */
  #relay(message: NodeMessage): void {
    const { body, opcode } = message.message;
    if (body.kind === 'error') {
      this.log(
        'Error',
        `Received a message of '${opcode}' opcode with an error in its payload: '${body.message}'`,
      );
    } else if (this.#isCrashable() && body.payload.get('actor') === 'UIGATEWAY') {
      const text = body.payload.get('panicMessage');
      if (typeof text === 'string') {
        this.#panic(text);
        return;
      }
    }
    for (const [index, actor] of this.#actors.entries()) {
      const taken = this.#mailboxes[index]?.offer({
        serviceMs: actor.serviceMs(message),
        run: () => this.#guarded(() => this.#handle(index, actor, message)),
      });
      if (taken === false) {
        this.#panic(`UiGateway's NodeFromUiMessage recipient #${index} has died.`);
        return;
      }
    }
  }

  #handle(index: number, actor: Actor, message: NodeMessage): void {
    const order = this.#isCrashable() ? crashOrder(message, CRASH_KEYS[index] ?? '') : undefined;
    if (order !== undefined) {
      throw new Panic(
        `${order} (processed with: node_lib::sub_lib::utils::crash_request_analyzer)`,
        'src/sub_lib/utils.rs:109:9',
      );
    }
    actor.handle(message);
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Panic)) throw error;
      // The panic hook's two lines reach the UIs, unless it is the UiGateway itself that panics.
      this.log('Error', `${error.site} - ${error.message}`);
      this.log('Error', BACKTRACE);
      this.#panic(error.message);
    }
  }

  #panic(reason: string): void {
    void this.end('exited', reason);
  }

  #isCrashable(): boolean {
    return this.#options.get('crash-point')?.toLowerCase() === 'message';
  }

  /** The Dispatcher knows the descriptor. */
  #dispatch(message: NodeMessage, ui: NodeUi): void {
    const request = requestOf(message);
    if (request?.opcode !== 'descriptor') return;
    const { chain, clandestinePort } = this.#database;
    const descriptor = this.#mode() === 'standard' ? ownDescriptor(chain, clandestinePort) : null;
    ui.reply(request, JSON.stringify({ nodeDescriptorOpt: descriptor }));
  }

  #tellIdleLines(next: number): void {
    const everyMs = this.#surroundings.idleLogEveryMs;
    if (everyMs === 0) return;
    this.#timers.after(everyMs, () => {
      this.log('Info', idleLogLines[next % idleLogLines.length] ?? '');
      this.#tellIdleLines(next + 1);
    });
  }
}
