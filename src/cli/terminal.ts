/** What a command may touch of the process. */
import type { Writable } from 'node:stream';

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
