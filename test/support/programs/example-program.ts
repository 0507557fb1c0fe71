/** A program of examples/ as a child process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../../scripts/project-root.js';

const examplesFolder = join(projectRoot, 'examples');
const PROGRAM_LIMIT_MS = 60_000;

/** Where a program runs and what it talks to. */
export interface ExampleSurroundings {
  readonly folder: string;
  readonly gatewayUrl: string;
  readonly tokenFile?: string;
}

/** A running program: what it says, and its end. */
export class ExampleProgram {
  out = '';
  err = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #onOutput: () => void = () => undefined;

  constructor(name: string, args: readonly string[], surroundings: ExampleSurroundings) {
    const { folder, gatewayUrl, tokenFile } = surroundings;
    const child = spawn(join(examplesFolder, name), args, {
      cwd: folder,
      timeout: PROGRAM_LIMIT_MS,
      env: {
        ...process.env,
        PYTHONDONTWRITEBYTECODE: '1',
        MASQ_GATEWAY_URL: gatewayUrl,
        ...(tokenFile === undefined ? {} : { MASQ_GATEWAY_TOKEN_FILE: tokenFile }),
      },
    });
    child.stdout.on('data', (chunk) => {
      this.out += String(chunk);
      this.#onOutput();
    });
    child.stderr.on('data', (chunk) => {
      this.err += String(chunk);
    });
    // A program that ends without reading its input is no fault.
    child.stdin.on('error', () => undefined);
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** Gives it the rest of its input and resolves with its exit code; null where it was stopped. */
  end(input = ''): Promise<number | null> {
    this.#child.stdin?.end(input);
    return this.#ended;
  }

  /** Resolves once its output holds `text`. @throws Error where it ends before. */
  async says(text: string): Promise<void> {
    while (!this.out.includes(text)) {
      const output = new Promise<'output'>((resolve) => {
        this.#onOutput = () => resolve('output');
      });
      const first = await Promise.race([output, this.#ended]);
      if (first === 'output' || this.out.includes(text)) continue;
      throw new Error(`ended with ${first} and never said ${text}:\n${this.out}\n${this.err}`);
    }
  }

  /** Ends it the hard way. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
