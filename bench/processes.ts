/** Starts every process of a comparison: all get the same environment, and servers a core of their own. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { BenchPeer } from './bench-peer.js';
import type { Cores, Role } from './cores.js';
import type { Machine } from './machine.js';
import { freePort, untilAccepts } from './ports.js';

const urlForm = /(?:http|ws):\/\/127\.0\.0\.1:(\d+)/;
const START_LIMIT_MS = 30_000;
const KILL_AFTER_MS = 10_000;

/** A process that serves. */
export interface Server {
  readonly port: number;
  readonly processId: number;
  close(): Promise<void>;
}

/** A program to run. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly role: Role;
}

/**
 * The environment of every process that is measured. Settings such as NODE_OPTIONS or NODE_EXTRA_CA_CERTS change the speed of Node.js, so
 * nothing is inherited except the path on which programs are found.
 */
export function childEnvironment(): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env['PATH'], NODE_ENV: 'production' };
}

/** Starts processes, and ends those that still run. */
export class Processes {
  /** For logs and for what is built; deleted by `close`. */
  readonly folder: string;
  readonly #running = new Set<ChildProcess>();

  constructor(
    readonly gatewayFile: string,
    readonly machine: Machine,
    readonly cores: Cores | undefined,
  ) {
    // Below node_modules, so that the baselines find their packages.
    const cache = join(import.meta.dirname, '..', 'node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    this.folder = mkdtempSync(join(cache, 'masq-gateway-bench-'));
    const baselines = join(import.meta.dirname, 'baselines');
    buildSync({
      entryPoints: readdirSync(baselines)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(baselines, name)),
      outdir: this.folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
    });
  }

  /** Builds something that is measured later; the only program that sees the environment of this process. */
  build(command: string, args: readonly string[]): void {
    execFileSync(command, args, { cwd: import.meta.dirname, stdio: 'inherit' });
  }

  /** Starts a program; `output` says where its standard output goes, its standard error goes to a file. */
  start({ command, args, role }: Program, output: 'ignore' | 'pipe'): ChildProcess {
    const pinned =
      this.cores === undefined
        ? [command, ...args]
        : ['taskset', '--cpu-list', this.cores[role], command, ...args];
    const errors = openSync(join(this.folder, 'stderr.log'), 'a');
    const [file = '', ...rest] = pinned;
    const child = spawn(file, rest, {
      env: childEnvironment(),
      stdio: ['ignore', output, errors],
    });
    closeSync(errors);
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    child.on('error', () => this.#running.delete(child));
    if (child.pid !== undefined) this.machine.adopt(child.pid);
    return child;
  }

  /** The standard output of a program that ends by itself. @throws Error if it fails. */
  async output(program: Program): Promise<string> {
    const child = this.start(program, 'pipe');
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0)
      throw new Error(`${program.command} ended with ${String(code)}: ${this.#errors()}`);
    return text;
  }

  /** The gateway as shipped except for its ports, the given flags and those of Node.js itself; its log goes to a file. */
  gateway(flags: readonly string[], nodeFlags: readonly string[] = []): Promise<Server> {
    const fixed = ['serve', '--port', '0', '--listen', '127.0.0.1'];
    const args = [...nodeFlags, this.gatewayFile, ...fixed, ...flags];
    return this.server({ command: process.execPath, args, role: 'server' });
  }

  /** One of bench/baselines/, compiled. */
  baseline(name: string, args: readonly string[], role: Role = 'server'): Promise<Server> {
    const file = join(this.folder, `${name}.mjs`);
    return this.server({ command: process.execPath, args: [file, ...args], role });
  }

  /** A bench peer in a process of its own: client and peer must not share an event loop. */
  async peer(): Promise<BenchPeer> {
    return new BenchPeer(await this.baseline('peer', [], 'load'));
  }

  /** A simulated Daemon and Node in a process of their own. */
  simulator(): Promise<Server> {
    const args = [this.gatewayFile, 'simulate', '--daemon-port', '0'];
    return this.server({ command: process.execPath, args, role: 'load' });
  }

  /** A program that listens on loopback and prints its URL. */
  async server(program: Program): Promise<Server> {
    const child = this.start(program, 'pipe');
    return this.#serverOf(child, await this.#portOf(child));
  }

  /** A program that takes the port it is given and prints nothing. */
  async silentServer(programOn: (port: number) => Program): Promise<Server> {
    const port = await freePort();
    const child = this.start(programOn(port), 'ignore');
    await untilAccepts(port, START_LIMIT_MS);
    return this.#serverOf(child, port);
  }

  /** Ends everything that still runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map((child) => this.end(child)));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Resolves when the process is gone. */
  async end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await gone;
    clearTimeout(limit);
  }

  #serverOf(child: ChildProcess, port: number): Server {
    if (child.pid === undefined) throw new Error('the process did not start');
    return { port, processId: child.pid, close: () => this.end(child) };
  }

  /** The port in the first URL that a process prints. */
  #portOf(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
      let text = '';
      const fail = (why: string): void => {
        clearTimeout(limit);
        reject(new Error(`${why}: ${text}${this.#errors()}`));
      };
      const limit = setTimeout(() => fail(`no URL within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const [, port] = urlForm.exec(text) ?? [];
        if (port === undefined) return;
        clearTimeout(limit);
        resolve(Number(port));
      });
      child.once('error', (error) => fail(error.message));
      child.once('exit', (code) => fail(`ended with ${String(code)} before it listened`));
    });
  }

  #errors(): string {
    return readFileSync(join(this.folder, 'stderr.log'), 'utf8').slice(-2_000);
  }
}

/** True if the program can be run. */
export function isInstalled(command: string, versionFlag: string): boolean {
  return (
    spawnSync(command, [versionFlag], { env: childEnvironment(), stdio: 'ignore' }).error ===
    undefined
  );
}
