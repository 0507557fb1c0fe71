/** Standard output and standard error as streams that never block the process, whatever is behind them. */
import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';

/** What a failed write means: the stream fails as others do, or it keeps the text and tries again. */
type OnFailure = 'fail' | 'retry';

const FIRST_RETRY_MS = 5;
const MAX_RETRY_MS = 250;
/** O_NOCTTY: the terminal does not become the controlling one of a service. */
const FLAGS = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Writes to a descriptor of this process. Node's own stream waits inside write(2) while a terminal is stopped (Ctrl-S, a
 * hung ssh), and nothing else runs then, signal handlers included. This one takes what the descriptor accepts and tries the
 * rest again from a timer. It holds as much as it is given, so callers that do not wait look at `writableLength` first.
 */
export class DescriptorStream extends Writable {
  readonly isTTY: boolean;
  readonly #fd: number;
  readonly #onFailure: OnFailure;
  #retryMs = FIRST_RETRY_MS;
  #retry: NodeJS.Timeout | undefined;

  constructor(fd: 1 | 2, onFailure: OnFailure) {
    super();
    this.isTTY = isatty(fd);
    this.#fd = nonBlocking(fd);
    this.#onFailure = onFailure;
  }

  override _writev(
    chunks: readonly { readonly chunk: Buffer }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#put(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#retry);
    done(error);
  }

  #put(bytes: Buffer, done: (error?: Error | null) => void): void {
    let written = 0;
    try {
      while (written < bytes.length) {
        written += writeSync(this.#fd, bytes, written);
        this.#retryMs = FIRST_RETRY_MS;
      }
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!isFull && this.#onFailure === 'fail') return done(asError(error));
      return this.#putLater(bytes.subarray(written), done);
    }
    done();
  }

  #putLater(bytes: Buffer, done: (error?: Error | null) => void): void {
    this.#retry = setTimeout(() => this.#put(bytes, done), this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, MAX_RETRY_MS);
    // A log that nobody reads does not keep the process alive.
    if (this.#onFailure === 'retry') this.#retry.unref();
  }
}

/**
 * A descriptor for the same file whose writes do not block. O_NONBLOCK belongs to the open file, which a terminal or pipe
 * shares with the shell and its other programs, so it is opened again. A regular file never blocks for its reader; opened
 * again it would have a position of its own.
 */
function nonBlocking(fd: 1 | 2): number {
  if (fstatSync(fd).isFile()) return fd;
  const own = reopened(`/proc/self/fd/${fd}`);
  if (own !== undefined) return own;
  // A terminal of another user (`su`), or a system without /proc: the same terminal by its other name.
  const terminal = isatty(fd) ? reopened('/dev/tty') : undefined;
  if (terminal !== undefined) return terminal;
  // Sockets (the journal) cannot be opened; Node makes those and pipes non-blocking as soon as it has a stream for them.
  return (fd === 1 ? process.stdout : process.stderr).fd;
}

function reopened(path: string): number | undefined {
  try {
    return openSync(path, FLAGS);
  } catch {
    return undefined; // the next way is tried
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
