/** What a command may touch of the process. */
import type { Writable } from 'node:stream';
import { once } from 'node:events';

/** Writes and waits until more can be taken, or the command has to end. */
export async function print(terminal: Terminal, text: string): Promise<void> {
  const end = endOf(terminal);
  if (end.aborted || terminal.out.write(text)) return;
  await once(terminal.out, 'drain', { signal: end }).catch((error: unknown) => {
    if (!end.aborted) throw error;
  });
}

const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The text in one line, control characters (escape sequences begin with one) written out as `\uXXXX`. */
export function printable(text: string): string {
  return text.replaceAll(
    controls,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What a run sets beside throwing: the exit code of a command that has one of its own. */
export interface Verdict {
  exitCode: number;
}

/** Streams, environment and the wish to stop, handed to every command by main. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: Writable & { readonly isTTY?: boolean };
  readonly err: Writable & { readonly isTTY?: boolean };
  /** This process's id: sockets handed over by a service manager name whom they are for. */
  readonly processId?: number;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly stop: AbortSignal;
  /** Aborted when `out` cannot be written any more (`| head`, a full disk): commands that only print end then. */
  readonly outGone?: AbortSignal;
  /** Calls the listener at every SIGHUP until the returned function is called; without a listener SIGHUP ends the process. */
  readonly onHangUp?: (listener: () => void) => () => void;
}

/** Exit codes of all commands but `check`; after sysexits.h where it has a word for the case. See docs/exit-codes.md. */
export const exitCodes = {
  ok: 0,
  /** `doctor` has found something wrong. */
  faulty: 1,
  usage: 64,
  /** The gateway answered, but not with what was asked for. */
  refused: 65,
  unavailable: 69,
  internal: 70,
  /** A file that a command was to make is there already or cannot be made. */
  cannotCreate: 73,
  /** Standard output cannot be written: the disk is full, or the terminal is gone. */
  cannotWrite: 74,
  config: 78,
} as const;

/** Exit codes of `check`: those of every monitoring plugin. */
export const checkCodes = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** A failure that ends the command with a message for people and a documented exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Aborted when a command that only prints has to end: it was told to, or nobody reads it any more. */
export function endOf({ stop, outGone }: Terminal): AbortSignal {
  return outGone === undefined ? stop : AbortSignal.any([stop, outGone]);
}

/** Resolves when the signal is aborted. */
export function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
