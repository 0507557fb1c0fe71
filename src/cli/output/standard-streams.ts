/** Standard output and standard error of the process, and how it parts with them. */
import { closeSync } from 'node:fs';
import process from 'node:process';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { MAX_WAITING_CHARACTERS } from './batched-log.js';
import { DescriptorStream } from './descriptor-stream.js';
import { exitCodes, stopped } from './terminal.js';

const STANDARD_DESCRIPTORS = [0, 1, 2];
/** Time for the last lines on standard error; a reader that stands still does not hold up the exit. */
const LAST_LINES_MS = 1_000;

/** Both streams. Standard output waits for its reader and can fail; standard error never fails. */
export class StandardStreams {
  readonly out = new DescriptorStream(1, 'fail');
  readonly err = new DescriptorStream(2, 'retry');
  readonly #outGone = new AbortController();
  #failure: NodeJS.ErrnoException | undefined;

  constructor() {
    closeLostTerminals();
    this.out.on('error', (error) => {
      this.#failure = error;
      this.#outGone.abort();
    });
  }

  get outGone(): AbortSignal {
    return this.#outGone.signal;
  }

  /** Writes a line to standard error, or drops it if nobody reads there. */
  note(text: string): void {
    if (this.err.writableLength < MAX_WAITING_CHARACTERS) this.err.write(`masq-gateway: ${text}\n`);
  }

  /**
   * Waits until standard output is read or `stop` is aborted, then a moment for standard error, and resolves with the exit
   * code: a command whose output was lost has failed, unless its reader left on purpose (`| head`).
   */
  async finish(exitCode: number, stop: AbortSignal): Promise<number> {
    await setImmediate(); // the log writes at the end of its tick
    await Promise.race([written(this.out), stopped(stop)]);
    const isLost = this.#failure !== undefined && this.#failure.code !== 'EPIPE' && !stop.aborted;
    if (isLost)
      this.note(`standard output cannot be written (${this.#failure?.code ?? 'unknown'})`);
    this.out.destroy();
    const moment = new AbortController();
    const over = pause(LAST_LINES_MS, undefined, { signal: moment.signal }).catch(() => undefined);
    await Promise.race([written(this.err), over]);
    moment.abort();
    return isLost && exitCode === exitCodes.ok ? exitCodes.cannotWrite : exitCode;
  }
}

/**
 * At its exit Node restores the modes of the terminals that it began with, and aborts (SIGABRT, with a core dump) if one of
 * them is gone; it passes over descriptors that are closed.
 */
function closeLostTerminals(): void {
  const terminals = STANDARD_DESCRIPTORS.filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals) if (!isatty(fd)) closeSync(fd);
  });
}

/** Resolves when everything handed to the stream so far is written or can no longer be. */
function written(stream: Writable): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
