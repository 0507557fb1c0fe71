/** A panic of a simulated process: whoever runs the process ends it with this reason. */
import type { PeerCodeName } from '../protocol/error-codes.js';
import type { LogLevel } from './ui-server.js';

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

export class Panic extends Error {
  override readonly name = 'Panic';
  /** `file:line:column` as the last log line of a Node names it; an actor's panic is told to all UIs. */
  readonly site: string;

  constructor(message: string, site = 'src/lib.rs:1:1') {
    super(message);
    this.site = site;
  }
}
