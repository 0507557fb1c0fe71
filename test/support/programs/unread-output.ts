/** The command with an output that is read only on demand; needs python3, whose `pty` module makes the terminal. */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/project-root.js';
import { Transcript } from './command-line.js';

/** What is behind the output. */
export type OutputKind = 'terminal' | 'pipe' | 'socket' | 'full';

const helper = join(import.meta.dirname, 'unread-output.py');

/** Why tests with such an output are skipped; false if they are not. */
export const withoutPython =
  spawnSync('python3', ['--version']).status === 0
    ? false
    : 'python3 is not on this machine: nothing was tried';

/** A command that runs with such an output. */
export class UnreadOutput {
  /** What was read of the output. */
  readonly shown = new Transcript();
  /** Standard output of the command, unless `streams` is `both`. */
  readonly out = new Transcript();
  readonly #helper: ChildProcessWithoutNullStreams;

  constructor(
    kind: OutputKind,
    streams: 'err' | 'both',
    args: readonly string[],
    environment: NodeJS.ProcessEnv,
  ) {
    const command = [process.execPath, '--import', 'tsx', 'src/main.ts', ...args];
    this.#helper = spawn('python3', [helper, kind, streams, ...command], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], ...environment },
    });
    this.#helper.stdout.pipe(this.shown);
    this.#helper.stderr.pipe(this.out);
  }

  /** Begins to read the output, stops, or closes the end that is read. */
  tell(word: 'read' | 'stop' | 'hangup'): void {
    this.#helper.stdin.write(`${word}\n`);
  }

  /** Signals the command. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const [, pid] = await this.shown.find(/pid (\d+)/);
    process.kill(Number(pid), signal);
  }

  /** The exit code of the command, negative for a signal. Rejects if it takes longer than `limitMs`. */
  async exitCode(limitMs: number): Promise<number> {
    const limit = new AbortController();
    const late = pause(limitMs, undefined, { signal: limit.signal }).then(() => {
      throw new Error(`still running after ${limitMs} ms`);
    });
    const [, code] = await Promise.race([this.shown.find(/exit (-?\d+)\n/), late]);
    limit.abort();
    late.catch(() => undefined); // aborted
    return Number(code);
  }

  /** Ends whatever still runs. */
  close(): void {
    this.#helper.stdin.end();
  }
}
