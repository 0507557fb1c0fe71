/** How long to wait before connecting again. */
import type { PeerTimings } from '../timings.js';

/**
 * Exponential backoff with full jitter: a delay in milliseconds, anywhere between 0 and a ceiling that doubles with every
 * failure in a row and is never above `backoffMostMs`.
 * @param failures attempts that failed in a row, from 0
 * @param random a number in [0, 1)
 */
export function backoffMs(
  failures: number,
  random: number,
  timings: Pick<PeerTimings, 'backoffFirstMs' | 'backoffMostMs'>,
): number {
  return random * Math.min(timings.backoffMostMs, timings.backoffFirstMs * 2 ** failures);
}
