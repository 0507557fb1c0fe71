/**
 * A real Daemon, and the Nodes that it launches, for the contract tests: its own home, killed by process id at the end.
 * Needs root (a Node takes ports 80 and 443) and a network namespace in which only loopback is up.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UiClient } from './ui-client.js';

/** The unprivileged user that a Node drops to. */
const NODE_USER_ID = 65_534;
const DAEMON_START_LIMIT_MS = 20_000;
const CONNECT_RETRY_MS = 50;

/** A running real Daemon. */
export interface RealDaemon {
  readonly daemonPort: number;
  readonly home: string;
  /** Resolves with the exit code, or null where a signal ended it. */
  exited(): Promise<number | null>;
  killDaemon(): Promise<void>;
  restartDaemon(): Promise<void>;
  /** Process ids of Nodes of this home that run now. */
  nodeProcessIds(): Promise<readonly number[]>;
  /** Starts a Node that no Daemon launched, with the working setup; resolves with its UI port when that answers. */
  startNodeByHand(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a Daemon of the given binary with a home of its own. */
export async function startRealDaemon(binary: string): Promise<RealDaemon> {
  const home = await makeHome();
  const daemonPort = await freePort();
  const children = new Set<ChildProcess>();
  let daemon = await launchDaemon(binary, home, daemonPort);
  children.add(daemon);

  const stop = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await exitOf(child);
    }
  };
  const nodeProcessIds = (): Promise<readonly number[]> => processesOf(home, daemon.pid);
  return {
    daemonPort,
    home,
    exited: () => exitOf(daemon),
    killDaemon: () => stop(daemon),
    restartDaemon: async () => {
      await stop(daemon);
      daemon = await launchDaemon(binary, home, daemonPort);
      children.add(daemon);
    },
    nodeProcessIds,
    startNodeByHand: async () => {
      const port = await freePort();
      const args = Object.entries(workingSetup(home)).flatMap(([name, value]) => [
        `--${name}`,
        value,
      ]);
      const node = spawn(binary, ['--ui-port', String(port), ...args], {
        env: environment(home),
        stdio: 'ignore',
        cwd: home,
      });
      children.add(node);
      await waitForUi(port, node);
      return port;
    },
    close: async () => {
      for (const child of children) await stop(child);
      for (const pid of await nodeProcessIds()) killQuietly(pid);
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** The setup with which a real Node runs without any network. */
export function workingSetup(home: string): Readonly<Record<string, string>> {
  return {
    'neighborhood-mode': 'zero-hop',
    chain: 'dev',
    'blockchain-service-url': 'http://127.0.0.1:9',
    'dns-servers': '127.0.0.1',
    'log-level': 'info',
    scans: 'off',
    'real-user': `${NODE_USER_ID}:${NODE_USER_ID}:${home}`,
    'data-directory': join(home, 'data'),
  };
}

async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'masq-contract-'));
  await chmod(home, 0o755);
  await mkdir(join(home, '.local', 'share'), { recursive: true });
  for (const path of [home, join(home, '.local'), join(home, '.local', 'share')]) {
    await chown(path, NODE_USER_ID, NODE_USER_ID);
  }
  return home;
}

function environment(home: string): NodeJS.ProcessEnv {
  return { HOME: home, PATH: process.env['PATH'], RUST_BACKTRACE: '0' };
}

async function launchDaemon(binary: string, home: string, port: number): Promise<ChildProcess> {
  const daemon = spawn(binary, ['--initialization', '--ui-port', String(port)], {
    env: environment(home),
    stdio: 'ignore',
    cwd: home,
  });
  await waitForUi(port, daemon);
  return daemon;
}

async function waitForUi(port: number, child: ChildProcess): Promise<void> {
  const endMs = Date.now() + DAEMON_START_LIMIT_MS;
  for (;;) {
    try {
      const ui = await UiClient.open(port);
      await ui.close();
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > endMs) {
        throw new Error(`no UI on port ${port}, exit code ${String(child.exitCode)}`, {
          cause: error,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, CONNECT_RETRY_MS));
    }
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

/** Nodes are the Daemon's children, not ours: they are known by this home in their environment. */
async function processesOf(home: string, except: number | undefined): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) {
    if (pid === except || pid === process.pid) continue;
    const variables = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const comm = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    if (comm.startsWith('MASQNode') && variables.split('\0').includes(`HOME=${home}`)) {
      const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      if (!/\) Z /.test(state)) found.push(pid);
    }
  }
  return found;
}

/** Ends a process that may be gone already. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A TCP port of the loopback address that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
