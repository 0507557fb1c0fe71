/** Log lines on their way out: those of one tick leave in one write, for a write of its own costs a system call per request. */
import process from 'node:process';
import type { Writable } from 'node:stream';

/** Log text that may wait for a slow or stopped reader; lines beyond it are dropped. 1 MiB is about 3,000 requests. */
export const MAX_WAITING_CHARACTERS = 1_048_576;

/** Those that hold lines at this moment. */
const holding = new Set<BatchedLog>();

// Whatever ends the process, its last lines tell why.
process.on('exit', () => {
  for (const log of holding) log.flush();
});

/** What pino writes to. It never waits: what its reader does not take is dropped and counted. */
export class BatchedLog {
  readonly #out: Writable;
  readonly #onGap: (lines: number) => void;
  #text = '';
  #dropped = 0;
  #reported = 0;

  /** `onGap` is called once everything in front of a gap is written, with the number of lines that are missing. */
  constructor(out: Writable, onGap: (lines: number) => void) {
    this.#out = out;
    this.#onGap = onGap;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Takes a line with its end. */
  write(line: string): void {
    if (this.#isInGap() || this.#isFull(line)) {
      this.#dropped += 1;
      return;
    }
    if (this.#text === '') {
      holding.add(this);
      setImmediate(() => this.flush());
    }
    this.#text += line;
  }

  flush(): void {
    const text = this.#text;
    if (text === '') return;
    this.#text = '';
    holding.delete(this);
    this.#out.write(text);
  }

  // Nothing is taken until the gap is reported: the report then stands where the lines are missing.
  #isInGap(): boolean {
    return this.#dropped > this.#reported;
  }

  #isFull(line: string): boolean {
    const waiting = this.#out.writableLength + this.#text.length;
    if (waiting === 0 || waiting + line.length <= MAX_WAITING_CHARACTERS) return false;
    this.flush();
    // The callback of a write comes after everything written in front of it.
    this.#out.write('', (error) => {
      if (!(error instanceof Error)) this.#reportGap();
    });
    return true;
  }

  #reportGap(): void {
    const missing = this.#dropped - this.#reported;
    this.#reported = this.#dropped;
    this.#onGap(missing);
  }
}
