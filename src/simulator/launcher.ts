/** Starts simulated Nodes and keeps what outlives them: databases, the port counter, who is whose child. */
import { randomInt } from 'node:crypto';
import type { LaunchResult } from './daemon-process.js';
import { commandLine, type Setup, type SetupSurroundings } from './daemon-setup.js';
import { DEFAULT_CHAIN, freshDatabase, type Database } from './database.js';
import { NodeProcess, type NodeSurroundings, type ProcessEnd } from './node-process.js';
import { diesAtStart } from './deadly-values.js';
import { Panic } from './panic.js';
import { checkSetup } from './setup-checks.js';
import { CommandLineFault, readCommandLine, type Options } from './setup-command-line.js';
import { parseU64 } from './setup-parameters.js';
import type { Timers } from './timers.js';

const LOWEST_CLANDESTINE_PORT = 1025;
const HIGHEST_CLANDESTINE_PORT = 10_000;
const HIGHEST_PORT = 65_535;
const DNS_SERVERS = '1.1.1.1';

type LaunchFailure = 'died' | 'unresponsive' | 'unkillable';

const failureWords: Readonly<Record<LaunchFailure, string>> = {
  died: 'but died immediately.',
  unresponsive: 'but was unresponsive and was successfully killed.',
  unkillable: 'but was unresponsive and could not be killed. Manual intervention is required.',
};

/** What a launcher needs to know. Times in milliseconds. */
interface LauncherOptions {
  readonly home: string;
  readonly firstPort: number;
  readonly firstProcessId: number;
  readonly launchMs: number;
  readonly failedLaunchMs: number;
  readonly timers: Timers;
  readonly node: NodeSurroundings;
}

export class Launcher {
  readonly surroundings: SetupSurroundings;
  readonly #options: LauncherOptions;
  readonly #databases = new Map<string, Database>();
  readonly #nodes: NodeProcess[] = [];
  #children = new Set<number>();
  #nextPort: number;
  #nextProcessId: number;
  #nextFailure: LaunchFailure | undefined;

  constructor(options: LauncherOptions) {
    this.#options = options;
    this.#nextPort = options.firstPort;
    this.#nextProcessId = options.firstProcessId;
    this.surroundings = {
      home: options.home,
      dnsServers: DNS_SERVERS,
      databaseAt: (dataDirectory) => this.#databases.get(dataDirectory),
      newClandestinePort: () =>
        String(randomInt(LOWEST_CLANDESTINE_PORT, HIGHEST_CLANDESTINE_PORT)),
    };
  }

  /** The Node that was started last and still lives. */
  get newest(): NodeProcess | undefined {
    return this.#nodes.findLast((node) => node.alive);
  }

  get highWater(): { readonly configurator: number; readonly blockchainBridge: number } {
    const marks = this.#nodes.map((node) => node.highWater);
    return {
      configurator: Math.max(0, ...marks.map(({ configurator }) => configurator)),
      blockchainBridge: Math.max(0, ...marks.map(({ blockchainBridge }) => blockchainBridge)),
    };
  }

  /** True for a Node that the present Daemon launched. */
  isChild(processId: number): boolean {
    return this.#children.has(processId);
  }

  /** A new Daemon has no children and counts ports from the beginning. */
  forgetPorts(): void {
    this.#children = new Set();
    this.#nextPort = this.#options.firstPort;
  }

  failNext(how: LaunchFailure): void {
    this.#nextFailure = how;
  }

  async endAll(end: ProcessEnd, reason: string): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.end(end, reason)));
  }

  /** Launches as the Daemon at this port does; resolves after the time for which that blocks it. */
  async launch(setup: Setup, daemonPort: number): Promise<LaunchResult> {
    const processId = this.#nextProcessId++;
    const failure = this.#nextFailure ?? (this.newest === undefined ? undefined : 'died');
    this.#nextFailure = undefined;
    const options =
      failure === undefined ? acceptedOptions(setup, this.#databaseOf(setup)) : undefined;
    if (options === undefined || diesAtStart(options, daemonPort)) {
      this.#nextPort += 1;
      await this.#delay(this.#options.failedLaunchMs);
      return {
        failure: `Node started in process ${processId}, ${failureWords[failure ?? 'died']}`,
      };
    }
    const node = this.#makeNode(processId, options, setup, true);
    this.#children.add(processId);
    await this.#listen(node);
    await this.#delay(this.#options.launchMs);
    return node;
  }

  /** Starts a Node beside all Daemons; 0: on a free port. */
  async startByHand(port: number, setup: Setup): Promise<number> {
    const options = acceptedOptions(setup, this.#databaseOf(setup)) ?? new Map();
    const node = this.#makeNode(this.#nextProcessId++, options, setup, false);
    await node.start(port);
    return node.port;
  }

  #makeNode(processId: number, options: Options, setup: Setup, isLaunched: boolean): NodeProcess {
    const database = this.#databaseOf(setup);
    applyToDatabase(options, database);
    const node = new NodeProcess(processId, options, database, this.#options.node, isLaunched);
    this.#nodes.push(node);
    return node;
  }

  #databaseOf(setup: Setup): Database {
    const chain = setup.get('chain')?.value ?? DEFAULT_CHAIN;
    const directory =
      setup.get('data-directory')?.value ?? `${this.#options.home}/.local/share/MASQ/${chain}`;
    const present = this.#databases.get(directory);
    if (present !== undefined) return present;
    const port = setup.get('clandestine-port')?.value ?? this.surroundings.newClandestinePort();
    const database = freshDatabase(chain, port);
    this.#databases.set(directory, database);
    return database;
  }

  async #listen(node: NodeProcess): Promise<void> {
    for (; this.#nextPort <= HIGHEST_PORT; this.#nextPort += 1) {
      try {
        await node.start(this.#nextPort);
        this.#nextPort += 1;
        return;
      } catch (error) {
        if (!isPortTaken(error)) throw error;
      }
    }
    throw new Error('no free port for a simulated Node');
  }

  #delay(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#options.timers.after(delayMs, resolve));
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** The command line of a Node, or undefined where the Node would die of it at once. */
function acceptedOptions(setup: Setup, database: Database): Options | undefined {
  try {
    const options = readCommandLine(commandLine(setup));
    // A start sets the password of a database that has none; only a setup finds fault with that.
    const password = database.password ?? options.get('db-password');
    const faults = checkSetup(options, { ...database, password });
    return faults.length === 0 ? options : undefined;
  } catch (error) {
    if (error instanceof CommandLineFault || error instanceof Panic) return undefined;
    throw error;
  }
}

// Wallets of the command line serve this one process; only wallet conversations store any (unprivileged_parse_args_configuration.rs:139-215).
function applyToDatabase(options: Options, database: Database): void {
  database.password ??= options.get('db-password');
  database.blockchainServiceUrl =
    options.get('blockchain-service-url') ?? database.blockchainServiceUrl;
  database.clandestinePort = options.get('clandestine-port') ?? database.clandestinePort;
  database.gasPrice = parseU64(options.get('gas-price') ?? '') ?? database.gasPrice;
  database.minHops = options.get('min-hops') ?? database.minHops;
  database.neighborhoodMode = options.get('neighborhood-mode') ?? 'standard';
  database.mappingProtocol =
    options.get('mapping-protocol')?.toLowerCase() ?? database.mappingProtocol;
  database.paymentThresholds = options.get('payment-thresholds') ?? database.paymentThresholds;
  database.ratePack = options.get('rate-pack') ?? database.ratePack;
  database.scanIntervals = options.get('scan-intervals') ?? database.scanIntervals;
  const neighbors = options.get('neighbors');
  if (neighbors !== undefined) {
    database.pastNeighbors = neighbors.split(',').map((neighbor) => neighbor.trim());
  }
}
