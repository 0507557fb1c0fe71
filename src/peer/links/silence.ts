/** When a peer's silence makes it unresponsive. */

/** A written conversation that is unanswered. */
export interface Owed {
  readonly writtenAtMs: number;
  readonly limitMs: number;
  /** False for scan, shutdown and crash: their silence means nothing. */
  readonly counts: boolean;
  /** True while the Node's Configurator is to answer it: behind the oldest of these the others can only wait. */
  readonly awaitsConfigurator: boolean;
}

const LIMITS_UNTIL_UNRESPONSIVE = 2;

/** For how long this conversation may be unanswered at most, in milliseconds from its writing. */
export function silenceMostMs(conversation: { readonly limitMs: number }): number {
  return LIMITS_UNTIL_UNRESPONSIVE * conversation.limitMs;
}

/**
 * When the peer will be unresponsive if nothing more is heard: once a conversation is unanswered for twice its own limit with
 * no frame since it was written. Undefined where nothing is owed that counts.
 * @param owed unanswered conversations in the order of their writing
 * @param heardAtMs when the last frame came
 */
export function unresponsiveAtMs(owed: Iterable<Owed>, heardAtMs: number): number | undefined {
  let earliestMs: number | undefined;
  let configuratorSeen = false;
  for (const { writtenAtMs, limitMs, counts, awaitsConfigurator } of owed) {
    const behindAnother = awaitsConfigurator && configuratorSeen;
    configuratorSeen ||= awaitsConfigurator;
    if (!counts || behindAnother || heardAtMs > writtenAtMs) continue;
    const dueMs = writtenAtMs + silenceMostMs({ limitMs });
    earliestMs = Math.min(earliestMs ?? Infinity, dueMs);
  }
  return earliestMs;
}
