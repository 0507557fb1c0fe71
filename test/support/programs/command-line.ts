/** Command lines run in this process, in an environment of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCommandLine } from '../../../src/cli/program.js';

/** A stream that remembers, and tells when something has been written to it. */
export class Transcript extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.emit('told');
    done();
  }

  get lines(): readonly string[] {
    return this.text.split('\n').slice(0, -1);
  }

  /** Resolves with what the form finds, as soon as it finds something. */
  async find(form: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = form.exec(this.text);
      if (found !== null) return found;
      await new Promise((resolve) => this.once('told', resolve));
    }
  }
}

/** A command that runs. */
export interface Running {
  readonly out: Transcript;
  readonly err: Transcript;
  /** As Ctrl-C does. */
  stop(): void;
  /** As SIGHUP does; false where nobody listens for it. */
  hangUp(): boolean;
  readonly exitCode: Promise<number>;
}

/** A command that has ended. */
export interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** A shell with an empty environment but a runtime directory of its own. */
export class Shell {
  readonly environment: Record<string, string | undefined> = {};
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.environment['XDG_RUNTIME_DIR'] = folder;
  }

  static async open(): Promise<Shell> {
    return new Shell(await mkdtemp(join(tmpdir(), 'masq-gateway-shell-')));
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  begin(...args: readonly string[]): Running {
    const [out, err, stop] = [new Transcript(), new Transcript(), new AbortController()];
    const hangUps = new Set<() => void>();
    const exitCode = runCommandLine(args, {
      environment: this.environment,
      out,
      err,
      stop: stop.signal,
      onHangUp: (listener) => {
        hangUps.add(listener);
        return () => hangUps.delete(listener);
      },
    });
    return {
      out,
      err,
      exitCode,
      stop: () => stop.abort(),
      hangUp: () => {
        for (const listener of hangUps) listener();
        return hangUps.size > 0;
      },
    };
  }

  async run(...args: readonly string[]): Promise<Ended> {
    const { out, err, exitCode } = this.begin(...args);
    return { exitCode: await exitCode, out: out.text, err: err.text };
  }
}
