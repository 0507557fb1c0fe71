/** An error reply that a handler decides on. */
import type { PeerCodeName } from '../protocol/error-codes.js';
import type { LogLevel } from './ui-server.js';

/** The line that an actor logs beside its refusal. */
interface RefusalLine {
  readonly level: LogLevel;
  readonly text: string;
}

/** Thrown by a handler to have the request refused. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: PeerCodeName;
  readonly logLine: RefusalLine | undefined;

  constructor(code: PeerCodeName, message: string, logLine?: RefusalLine) {
    super(message);
    this.code = code;
    this.logLine = logLine;
  }
}
