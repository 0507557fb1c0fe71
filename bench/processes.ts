/** The processes under test: a gateway from dist/, and the baselines. Each listens on loopback and tells its URL on its standard output. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.js';

const urlForm = /http:\/\/127\.0\.0\.1:(\d+)/;
const START_LIMIT_MS = 30_000;

/** A process that serves. */
export interface Server {
  readonly port: number;
  readonly processId: number;
  close(): Promise<void>;
}

/** Starts processes, and ends those that are left. */
export class Processes {
  readonly #running = new Set<ChildProcess>();

  constructor(
    readonly gatewayFile: string,
    readonly folder: string,
    readonly machine: Machine,
  ) {}

  /** The gateway as shipped but for its ports, the given flags and those of Node.js itself, its log in a file. */
  gateway(flags: readonly string[], nodeFlags: readonly string[] = []): Promise<Server> {
    const log = openSync(join(this.folder, 'gateway.log'), 'a');
    const fixed = ['serve', '--port', '0', '--listen', '127.0.0.1'];
    // No metrics file, URL file or settings of whoever runs the bench.
    const env = { PATH: process.env['PATH'], NODE_ENV: 'production' };
    const args = [...nodeFlags, this.gatewayFile, ...fixed, ...flags];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    return this.#listening(child);
  }

  /** One of bench/baselines/, which gets the arguments. */
  baseline(name: string, args: readonly string[]): Promise<Server> {
    return this.#script(join('baselines', `${name}.ts`), args);
  }

  /** A bench peer in a process of its own. */
  peer(): Promise<Server> {
    return this.#script('peer-process.ts', []);
  }

  #script(name: string, args: readonly string[]): Promise<Server> {
    const file = join(import.meta.dirname, name);
    const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return this.#listening(child);
  }

  /** Ends all that still run. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map((child) => this.#end(child)));
  }

  async #listening(child: ChildProcess): Promise<Server> {
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    const processId = child.pid ?? 0;
    this.machine.adopt(processId);
    const port = await portOf(child);
    return { port, processId, close: () => this.#end(child) };
  }

  async #end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

/** The port in the first URL that a process writes. */
export function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`no URL within ${START_LIMIT_MS} ms: ${text}`));
    }, START_LIMIT_MS);
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, port] = urlForm.exec(text) ?? [];
      if (port === undefined) return;
      clearTimeout(limit);
      resolve(Number(port));
    });
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`ended with ${String(code)} before it listened: ${text}`));
    });
  });
}
