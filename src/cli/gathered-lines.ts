/** Log lines on their way out: those of one tick leave in one write, for a write of its own costs a system call per request. */
import process from 'node:process';
import type { Writable } from 'node:stream';

/** Those that hold lines at this moment. */
const holding = new Set<GatheredLines>();

// Whatever ends the process, its last lines tell why.
process.on('exit', () => {
  for (const lines of holding) lines.flush();
});

/** What pino writes to; at the end of the process nothing is held back. */
export class GatheredLines {
  readonly #out: Writable;
  #text = '';

  constructor(out: Writable) {
    this.#out = out;
  }

  /** Takes a line with its end. */
  write(line: string): void {
    if (this.#text === '') {
      holding.add(this);
      setImmediate(() => this.flush());
    }
    this.#text += line;
  }

  /** Writes what is held. */
  flush(): void {
    const text = this.#text;
    if (text === '') return;
    this.#text = '';
    holding.delete(this);
    this.#out.write(text);
  }
}
