/** Cursors: how a reader says where it left off, `<epoch>-<number>` or an RFC 3339 time. */
import { parseTimestamp } from './timestamp.js';

const EPOCH_RADIX = 36;
// Eleven digits of base 36 and fifteen decimal ones both stay below 2^53.
const idPattern = /^([1-9a-z][0-9a-z]{0,10}|0)-(0|[1-9]\d{0,14})$/;

/** A cursor as it was written, not yet held against any log. */
type Cursor =
  | { readonly kind: 'id'; readonly epoch: string; readonly number: number }
  /** Everything at or after this instant (Unix ms) is wanted. */
  | { readonly kind: 'time'; readonly atMs: number }
  | { readonly kind: 'malformed' };

/** What a log is to a cursor: its epoch and the number of its newest event. */
interface LogPosition {
  readonly epoch: string;
  readonly newest: number;
}

/** What a cursor is worth. `usable` has a number of this epoch that has been reached; `time` is always usable. */
type CursorVerdict = 'usable' | 'malformed' | 'other-epoch' | 'future';

/** Name of a run of the gateway: its start (Unix ms) in base 36. */
export function epochOf(startedAtMs: number): string {
  return Math.trunc(startedAtMs).toString(EPOCH_RADIX);
}

/** The id of event `number`; 0 is the place before the first event. */
export function formatId(epoch: string, number: number): string {
  return `${epoch}-${number}`;
}

/** Reads a cursor; never throws. */
export function parseCursor(text: string): Cursor {
  const match = idPattern.exec(text);
  if (match !== null) {
    const [, epoch = '', number = ''] = match;
    return { kind: 'id', epoch, number: Number(number) };
  }
  const atMs = parseTimestamp(text);
  return atMs === undefined ? { kind: 'malformed' } : { kind: 'time', atMs };
}

/** Tells whether a log at `position` can go on from this cursor; whether it still holds what follows is the log's to say. */
export function judgeCursor(cursor: Cursor, position: LogPosition): CursorVerdict {
  if (cursor.kind === 'malformed') return 'malformed';
  if (cursor.kind === 'time') return 'usable';
  if (cursor.epoch !== position.epoch) return 'other-epoch';
  return cursor.number > position.newest ? 'future' : 'usable';
}
