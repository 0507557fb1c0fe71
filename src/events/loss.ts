/** What a reader has missed: losses held against what it has already passed or been told. */
import type { Gap, RetentionClass } from './event.js';

/** One event number per retention class. */
export type ClassNumbers = Readonly<Record<RetentionClass, number>>;

interface NewLoss {
  /** Null where both classes lost events. */
  readonly class: RetentionClass | null;
  readonly upTo: number;
}

/** The part of `lost` (newest lost number per class) that lies beyond what was `told`; null where all of it is known. */
export function newLoss(told: ClassNumbers, lost: ClassNumbers): NewLoss | null {
  const log = lost.log > told.log;
  const other = lost.other > told.other;
  if (log && other) return { class: null, upTo: Math.max(lost.log, lost.other) };
  if (log) return { class: 'log', upTo: lost.log };
  return other ? { class: 'other', upTo: lost.other } : null;
}

/** The greater number of each class. */
export function laterOf(one: ClassNumbers, another: ClassNumbers): ClassNumbers {
  return { log: Math.max(one.log, another.log), other: Math.max(one.other, another.other) };
}

/** The same number for both classes. */
export function bothAt(number: number): ClassNumbers {
  return { log: number, other: number };
}

/**
 * A gap on account of a cursor: what lies behind `from` up to and including `to` may be missing; whatever of it is still
 * kept is delivered after the gap. `from` is null where the cursor was no id.
 */
export function cursorGap(from: string | null, lost: RetentionClass | null, to: string): Gap {
  return { reason: 'cursor', hop: null, class: lost, from, to };
}
