/** One entry of the event log. */
import type { Hop } from '../errors.js';

/** Log lines are many and cheap, all else is rare and dear: they are kept apart so that one does not push out the other. */
export type RetentionClass = 'log' | 'other';

/** Severity of a log line, as the Node spells it. */
export type LogLevel = 'Error' | 'Warn' | 'Info';

/** An event as it came or as we made it; `payload` is JSON text, untouched. */
export interface GatewayEvent {
  /** Counts from 1 within an epoch, over all classes. */
  readonly number: number;
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly hop: Hop;
  readonly opcode: string;
  readonly payload: string;
  readonly retention: RetentionClass;
  /** Of log lines only. */
  readonly logLevel: LogLevel | undefined;
}

/** Why events are missing: a cursor that we cannot serve, or a link that was down. */
export interface Gap {
  readonly reason: 'cursor' | 'link';
  readonly hop: 'daemon' | 'node' | null;
  readonly class: RetentionClass | null;
  /** Event ids for a cursor, RFC 3339 times for a link. */
  readonly from: string | null;
  readonly to: string | null;
}
