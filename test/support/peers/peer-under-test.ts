/**
 * The peer that the contract suite asks: the simulator, or a real MASQNode where the environment variable MASQNODE_BIN names
 * its binary. Both are driven through the same few levers, so that every fact is asserted on both in the same words.
 */
import { emptyLedger } from './ledgers.js';
import { createSimulator, type Simulator } from '../../../src/simulator/simulator.js';
import { killQuietly, startRealDaemon, workingSetup, type RealDaemon } from './real-node.js';
import { UiClient, view } from './ui-client.js';

/** Key derivations as slow as in the debug build of the real one, so that a busy Configurator is really busy. */
const KEY_DERIVATION_MS = 20;
const DEATH_POLL_MS = 10;
const DEATH_LIMIT_MS = 15_000;

/** A Daemon, and the Node that it launches, be they simulated or real. */
export interface PeerUnderTest {
  readonly kind: 'simulator' | 'real';
  readonly daemonPort: number;
  readonly home: string;
  /** Parameter name → value of a setup with which `start` works without any network: zero-hop, chain dev. */
  readonly workingSetup: Readonly<Record<string, string>>;
  /** The simulator's levers; undefined on a real peer. */
  readonly simulator: Simulator | undefined;
  /** A bare client of the Daemon, or of whatever listens on `port`. */
  otherUi(port?: number): Promise<UiClient>;
  /** Sets `workingSetup` (with `extra`), starts the Node and connects to it. */
  startNode(extra?: Readonly<Record<string, string>>): Promise<StartedNode>;
  /** A Node that no Daemon launched, in zero-hop; resolves with its port. */
  startNodeByHand(): Promise<number>;
  restartDaemon(): Promise<void>;
  killDaemon(): Promise<void>;
  /** SIGKILL to every Node that runs. */
  killNode(): Promise<void>;
  /** Resolves when the Daemon's process has ended by itself. */
  daemonEnded(): Promise<void>;
  close(): Promise<void>;
}

/** A Node that has just been started. */
export interface StartedNode {
  readonly processId: number;
  readonly port: number;
  readonly ui: UiClient;
}

/** Opens the peer that the environment asks for; close it when the tests are done. */
export function openPeer(): Promise<PeerUnderTest> {
  const binary = process.env['MASQNODE_BIN'];
  return binary === undefined || binary === '' ? openSimulator() : openReal(binary);
}

async function openSimulator(): Promise<PeerUnderTest> {
  const home = '/home/masq-simulated';
  const simulator = createSimulator({
    home,
    ledger: emptyLedger,
    keyDerivationMs: KEY_DERIVATION_MS,
  });
  simulator.setScanBehaviour('Receivables', 'error');
  const { daemonPort } = await simulator.start();
  return peer({
    kind: 'simulator',
    daemonPort,
    home,
    simulator,
    startNodeByHand: () => simulator.startNodeByHand(),
    restartDaemon: () => simulator.restartDaemon(),
    killDaemon: () => simulator.killDaemon(),
    killNode: () => simulator.killNode(),
    daemonEnded: () => until(() => !simulator.daemonAlive),
    close: () => simulator.close(),
  });
}

async function openReal(binary: string): Promise<PeerUnderTest> {
  const daemon = await startRealDaemon(binary);
  return peer({
    kind: 'real',
    daemonPort: daemon.daemonPort,
    home: daemon.home,
    simulator: undefined,
    startNodeByHand: () => daemon.startNodeByHand(),
    restartDaemon: () => daemon.restartDaemon(),
    killDaemon: () => daemon.killDaemon(),
    killNode: () => killRealNodes(daemon),
    daemonEnded: async () => {
      await daemon.exited();
    },
    close: () => daemon.close(),
  });
}

async function killRealNodes(daemon: RealDaemon): Promise<void> {
  for (const processId of await daemon.nodeProcessIds()) killQuietly(processId);
  await until(async () => (await daemon.nodeProcessIds()).length === 0);
}

type Levers = Omit<PeerUnderTest, 'workingSetup' | 'otherUi' | 'startNode' | 'close'> & {
  close(): Promise<void>;
};

function peer(levers: Levers): PeerUnderTest {
  const clients = new Set<UiClient>();
  const otherUi = async (port = levers.daemonPort): Promise<UiClient> => {
    const ui = await UiClient.open(port);
    clients.add(ui);
    return ui;
  };
  const setup = workingSetup(levers.home);
  return {
    ...levers,
    workingSetup: setup,
    otherUi,
    startNode: async (extra = {}) => {
      const daemonUi = await otherUi();
      await daemonUi.ask('setup', setupPayload({ ...setup, ...extra }));
      const { newProcessId, redirectUiPort } = startReply(
        await daemonUi.ask('start', '{}', 30_000),
      );
      await daemonUi.close();
      const ui = await otherUi(redirectUiPort);
      return { processId: newProcessId, port: redirectUiPort, ui };
    },
    close: async () => {
      for (const ui of clients) ui.terminate();
      await levers.close();
    },
  };
}

/** The payload of a setup request; null clears. */
export function setupPayload(values: Readonly<Record<string, string | null>>): string {
  const list = Object.entries(values).map(([name, value]) => ({ name, value }));
  return JSON.stringify({ values: list });
}

/** What a `start` reply says; throws where it is an error. */
export function startReply(text: string): {
  readonly newProcessId: number;
  readonly redirectUiPort: number;
} {
  const { payload } = view(text);
  if (typeof payload !== 'object' || payload === null) throw new Error(`no start: ${text}`);
  if (!('newProcessId' in payload) || !('redirectUiPort' in payload)) throw new Error(text);
  return {
    newProcessId: Number(payload.newProcessId),
    redirectUiPort: Number(payload.redirectUiPort),
  };
}

/** One line of a setup reply. */
export interface SetupLine {
  readonly name: string;
  readonly value: string;
  readonly status: string;
}

/** A setup reply or broadcast, readable by name. */
export interface SetupView {
  readonly running: boolean;
  readonly values: readonly SetupLine[];
  readonly errors: readonly (readonly [string, string])[];
  /** `value|status` of a parameter. */
  line(name: string): string;
}

/** Reads a setup frame. */
export function setupView(text: string): SetupView {
  const payload = view(text).payload as Omit<SetupView, 'line'>;
  return {
    ...payload,
    line: (name) => {
      const entry = payload.values.find((value) => value.name === name);
      return `${entry?.value ?? '-'}|${entry?.status ?? '-'}`;
    },
  };
}

/** Waits for a condition by asking again and again. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + DEATH_LIMIT_MS;
  while (!(await isTrue())) {
    if (Date.now() > endMs) throw new Error(`not so within ${DEATH_LIMIT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, DEATH_POLL_MS));
  }
}
