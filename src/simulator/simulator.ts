/** A faithful Daemon and Node over real sockets, in one process: for the demo, for tests, for integrators. */
import { randomInt } from 'node:crypto';
import type { Ledger } from './accountant.js';
import type { ConfiguratorPace } from './configurator.js';
import { DaemonProcess } from './daemon-process.js';
import type { Setup } from './daemon-setup.js';
import { demoLedger, demoSetup } from './demo-data.js';
import { Launcher } from './launcher.js';
import type { Stage } from './neighborhood.js';
import type { IsolatedContextId } from './isolated-frames.js';
import type { ProcessEnd } from './node-process.js';
import type { ScanBehaviour, ScanOutcome, ScanType } from './scans.js';
import { Timers } from './timers.js';
import type { LogLevel } from './ui-server.js';

const FIRST_NODE_PORT = 32_768;
const LAST_FIRST_NODE_PORT = 60_000;
const FIRST_PROCESS_ID = 4_711;

/** What can be chosen when a simulator is made. Times in milliseconds. */
export interface SimulatorOptions {
  /** UI port of the Daemon; 0: a free one. @default 0 */
  readonly daemonPort?: number;
  /** A setup complete enough that `start` works, log lines now and then, real launch times. @default false */
  readonly demo?: boolean;
  /** Parameter name → value that the Daemon holds from the beginning, as Set. @default those of the demo, or none */
  readonly setup?: Readonly<Record<string, string>>;
  /** The home directory in default paths; nothing is written there. @default '/home/masq' */
  readonly home?: string;
  /** How long the Daemon is blocked by a good start. @default 20, demo 250 */
  readonly launchMs?: number;
  /** How long it is blocked by one that fails; the real one takes 10.3 s. @default 200, demo 10,300 */
  readonly failedLaunchMs?: number;
  /** After how long the Daemon notices the end of its child. @default 3 */
  readonly childNoticeMs?: number;
  /** One key derivation of the Configurator. @default 1, demo 10 */
  readonly keyDerivationMs?: number;
  /** After its start a Node that is not in zero-hop finds a neighbor. @default 20, demo 1,500 */
  readonly neighborAfterMs?: number;
  /** … and a route. @default 40, demo 3,000 */
  readonly routeAfterMs?: number;
  /** How long a scan takes that reaches the chain. @default 5, demo 700 */
  readonly scanMs?: number;
  /** Log lines that nobody asked for; 0: none. @default 0, demo 8,000 */
  readonly idleLogEveryMs?: number;
  /** The first port that Nodes get; the real Daemon begins at 32,768. @default random, demo 32,768 */
  readonly firstNodePort?: number;
  /** Bytes beyond the kernel's buffers that a reader may owe until the peer hangs. @default 1,000,000 */
  readonly stalledReaderBytes?: number;
  /** contextId of broadcasts and other isolated messages, which means nothing to a client. @default 'none' */
  readonly isolatedContextId?: IsolatedContextId;
  readonly ledger?: Ledger;
}

/** A message that a peer got. */
export interface ReceivedMessage {
  readonly hop: 'daemon' | 'node';
  /** Undefined where the text was no message. */
  readonly opcode: string | undefined;
  readonly text: string;
  readonly atMs: number;
}

/** The end of a simulated process. */
export interface Death {
  readonly hop: 'daemon' | 'node';
  readonly processId: number | undefined;
  readonly end: ProcessEnd;
  /** `shutdown`, `kill`, `close`, or the panic's words. */
  readonly reason: string;
  readonly atMs: number;
}

/** A running simulator and its levers. */
export class Simulator {
  /** The messages of late, in the order of their coming: the newest 50,000 at least. */
  readonly received: ReceivedMessage[] = [];
  readonly deaths: Death[] = [];
  readonly #options: SimulatorOptions;
  readonly #pace: ConfiguratorPace;
  readonly #bridgePace = { delayMs: 0 };
  readonly #scanBehaviour: ScanBehaviour;
  readonly #timers = new Timers();
  readonly #launcher: Launcher;
  #ledger: Ledger;
  #daemon: DaemonProcess | undefined;
  #daemonPort: number;
  #closed = false;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    const usual = (tests: number, demo: number): number => (options.demo === true ? demo : tests);
    this.#pace = {
      keyDerivationMs: options.keyDerivationMs ?? usual(1, 10),
      delayMs: undefined,
    };
    this.#scanBehaviour = {
      outcomes: { Payables: 'auto', Receivables: 'auto', PendingPayables: 'auto' },
      durationMs: options.scanMs ?? usual(5, 700),
    };
    this.#ledger = options.ledger ?? demoLedger();
    this.#daemonPort = options.daemonPort ?? 0;
    this.#launcher = new Launcher({
      home: options.home ?? '/home/masq',
      firstPort: options.firstNodePort ?? usual(randomPort(), FIRST_NODE_PORT),
      firstProcessId: FIRST_PROCESS_ID,
      launchMs: options.launchMs ?? usual(20, 250),
      failedLaunchMs: options.failedLaunchMs ?? usual(200, 10_300),
      timers: this.#timers,
      node: {
        configuratorPace: this.#pace,
        bridgePace: this.#bridgePace,
        scanBehaviour: this.#scanBehaviour,
        ledger: () => this.#ledger,
        neighborAfterMs: options.neighborAfterMs ?? usual(20, 1_500),
        routeAfterMs: options.routeAfterMs ?? usual(40, 3_000),
        idleLogEveryMs: options.idleLogEveryMs ?? usual(0, 8_000),
        stalledReaderBytes: this.#stalledReaderBytes(),
        isolatedContextId: options.isolatedContextId ?? 'none',
        received: (text, opcode) => this.#note('node', text, opcode),
        died: (node, end, reason) => this.#nodeDied(node.processId, end, reason),
      },
    });
  }

  /** The largest numbers that ever waited in the small mailboxes of any Node; 17 would be one too many. */
  get mailboxHighWater(): { readonly configurator: number; readonly blockchainBridge: number } {
    return this.#launcher.highWater;
  }

  get daemonPort(): number {
    return this.#daemonPort;
  }

  get daemonAlive(): boolean {
    return this.#daemon?.alive === true;
  }

  /** UI port of the newest living Node; undefined where none lives. */
  get nodePort(): number | undefined {
    return this.#launcher.newest?.port;
  }

  get nodeProcessId(): number | undefined {
    return this.#launcher.newest?.processId;
  }

  async start(): Promise<{ readonly daemonPort: number }> {
    await this.#startDaemon(presetSetup(this.#options));
    return { daemonPort: this.#daemonPort };
  }

  /** Idempotent; ends every process, socket and timer. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#timers.stop();
    await this.#daemon?.end('close');
    await this.#launcher.endAll('killed', 'close');
  }

  /** Ends all living Nodes: by a signal, or by themselves as in a panic with `reason`. Resolves when their ports are free. */
  async killNode(end: ProcessEnd = 'killed', reason = 'kill'): Promise<void> {
    await this.#launcher.endAll(end, reason);
  }

  /** The Node lives on, as an orphan. */
  async killDaemon(): Promise<void> {
    await this.#daemon?.end('kill');
  }

  /** A new Daemon on the same port, with an empty setup; it knows of no Node. */
  async restartDaemon(): Promise<void> {
    await this.killDaemon();
    this.#launcher.forgetPorts();
    await this.#startDaemon(new Map());
  }

  /** A Node that no Daemon launched; without a port it takes the Daemon's where no Daemon lives, else a free one. */
  async startNodeByHand(port?: number): Promise<number> {
    const wanted = port ?? (this.daemonAlive ? 0 : this.#daemonPort);
    return this.#launcher.startByHand(wanted, presetSetup(this.#options));
  }

  /** The next launch fails in this way. */
  failNextLaunch(how: 'died' | 'unresponsive' | 'unkillable'): void {
    this.#launcher.failNext(how);
  }

  /** Every message to the Configurator takes this long; undefined: as long as its key derivations. */
  setConfiguratorDelayMs(delayMs: number | undefined): void {
    this.#pace.delayMs = delayMs;
  }

  /** Every message to the BlockchainBridge takes this long. */
  setBridgeDelayMs(delayMs: number): void {
    this.#bridgePace.delayMs = delayMs;
  }

  setScanBehaviour(kind: ScanType, outcome: ScanOutcome, durationMs?: number): void {
    this.#scanBehaviour.outcomes[kind] = outcome;
    if (durationMs !== undefined) this.#scanBehaviour.durationMs = durationMs;
  }

  setLedger(ledger: Ledger): void {
    this.#ledger = ledger;
  }

  /** A log line at all UIs of the newest Node. */
  broadcastLog(level: LogLevel, msg: string): void {
    this.#launcher.newest?.log(level, msg);
  }

  setStage(stage: Stage): void {
    this.#launcher.newest?.enter(stage);
  }

  /** The newest Node's UI thread hangs: sockets open, no answers. */
  wedgeNode(): void {
    this.#launcher.newest?.wedge();
  }

  /** What no real Node does: it comes back and answers what has waited. */
  unwedgeNode(): void {
    this.#launcher.newest?.unwedge();
  }

  freezeDaemon(): void {
    this.#daemon?.freeze();
  }

  thawDaemon(): void {
    this.#daemon?.thaw();
  }

  async #startDaemon(setup: Setup): Promise<void> {
    const daemon = new DaemonProcess(
      {
        setup: this.#launcher.surroundings,
        stalledReaderBytes: this.#stalledReaderBytes(),
        isolatedContextId: this.#options.isolatedContextId ?? 'none',
        launch: (params) => this.#launcher.launch(params, this.#daemonPort),
        received: (text, opcode) => this.#note('daemon', text, opcode),
        died: (reason) =>
          this.#noteDeath('daemon', undefined, reason === 'kill' ? 'killed' : 'exited', reason),
      },
      setup,
    );
    this.#daemon = daemon;
    await daemon.start(this.#daemonPort);
    this.#daemonPort = daemon.port;
  }

  #nodeDied(processId: number, end: ProcessEnd, reason: string): void {
    this.#noteDeath('node', processId, end, reason);
    const parent = this.#launcher.isChild(processId) ? this.#daemon : undefined;
    const crashReason = end === 'killed' ? 'NoInformation' : { Unrecognized: '' };
    this.#timers.after(this.#options.childNoticeMs ?? CHILD_NOTICE_MS, () =>
      parent?.childEnded(processId, crashReason),
    );
  }

  #noteDeath(
    hop: 'daemon' | 'node',
    processId: number | undefined,
    end: ProcessEnd,
    reason: string,
  ): void {
    this.deaths.push({ hop, processId, end, reason, atMs: Date.now() });
  }

  #note(hop: 'daemon' | 'node', text: string, opcode: string | undefined): void {
    if (this.received.length >= RECEIVED_LIMIT) this.received.splice(0, RECEIVED_LIMIT / 2);
    this.received.push({ hop, opcode, text, atMs: Date.now() });
  }

  #stalledReaderBytes(): number {
    return this.#options.stalledReaderBytes ?? STALLED_READER_BYTES;
  }
}

/** Makes a simulator; nothing listens before `start`. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  return new Simulator(options);
}

const CHILD_NOTICE_MS = 3;
/** So many messages are remembered at most; a demo may run for days. */
const RECEIVED_LIMIT = 100_000;
const STALLED_READER_BYTES = 1_000_000;

function randomPort(): number {
  return randomInt(FIRST_NODE_PORT, LAST_FIRST_NODE_PORT);
}

function presetSetup(options: SimulatorOptions): Setup {
  const values = options.setup ?? (options.demo === true ? demoSetup() : {});
  return new Map(
    Object.entries(values).map(([name, value]) => [name, { value, status: 'Set' as const }]),
  );
}
