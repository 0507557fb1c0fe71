/** A token bucket as a value: what keeps messages to the Node's BlockchainBridge, whose draining nothing ever proves, rare. */

/** So many messages may go at once. @internal */
export const BUCKET_SIZE = 8;

/** `tokens` at the instant `atMs`; below 0 where a message was written by somebody who did not ask. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

// Sums of fractions come out a hair too small; without this a wake-up at the computed time would find nothing to spend.
const ROUNDING = 1e-6;

/** A full bucket. */
export function fullBucket(nowMs: number): Bucket {
  return { tokens: BUCKET_SIZE, atMs: nowMs };
}

/** The bucket at `nowMs`, refilled at `perSecond` tokens a second. A clock that stands still or goes back adds nothing. */
export function refilled(bucket: Bucket, perSecond: number, nowMs: number): Bucket {
  if (nowMs <= bucket.atMs) return bucket;
  const gained = ((nowMs - bucket.atMs) * perSecond) / 1000;
  return { tokens: Math.min(BUCKET_SIZE, bucket.tokens + gained), atMs: nowMs };
}

/** The bucket after `count` tokens were taken, be they there or not. */
export function taken(bucket: Bucket, count: number): Bucket {
  return { ...bucket, tokens: bucket.tokens - count };
}

/** True where a bucket refilled up to now holds `count` tokens. */
export function holds(bucket: Bucket, count: number): boolean {
  return bucket.tokens + ROUNDING >= count;
}

/** When the bucket will hold `count` tokens, in the clock of `atMs`. */
export function readyAtMs(bucket: Bucket, count: number, perSecond: number): number {
  return bucket.atMs + Math.max(0, ((count - bucket.tokens) * 1000) / perSecond);
}
