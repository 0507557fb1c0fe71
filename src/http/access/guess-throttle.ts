/**
 * How fast wrong tokens are answered. All callers share one address, so nobody can be locked out: the right token is looked at
 * before this is asked, and is never slowed.
 */

interface GuessLimits {
  /** Wrong tokens answered at once before slowing begins. */
  readonly burst: number;
  /** Of these, how many come back in a second. */
  readonly perSecond: number;
  /** How late the others are answered. */
  readonly delayMs: number;
  /** How many late answers are held at once; whoever comes on top of them loses the connection with the answer. */
  readonly maxDelayed: number;
}

/** The bounds unless told otherwise; SECURITY.md names them. */
const GUESS_LIMITS: GuessLimits = {
  burst: 10,
  perSecond: 1,
  delayMs: 1_000,
  maxDelayed: 64,
};

/** What to do with the answer to a wrong token. */
type GuessVerdict = 'at-once' | 'late' | 'last';

/** A bucket that wrong tokens empty, and the count of late answers; holds no timers. */
export class GuessThrottle {
  readonly limits: GuessLimits;
  readonly #now: () => number;
  #left: number;
  #asOfMs: number;
  #delayed = 0;

  /** `now` in milliseconds. */
  constructor(now: () => number, limits: GuessLimits = GUESS_LIMITS) {
    this.limits = limits;
    this.#now = now;
    this.#left = limits.burst;
    this.#asOfMs = now();
  }

  /** Judges one more wrong token. After `late` the caller must tell `answered`. */
  judge(): GuessVerdict {
    this.#refill();
    if (this.#left >= 1) {
      this.#left -= 1;
      return 'at-once';
    }
    if (this.#delayed >= this.limits.maxDelayed) return 'last';
    this.#delayed += 1;
    return 'late';
  }

  /** A late answer is out, or its caller has gone. */
  answered(): void {
    this.#delayed -= 1;
  }

  #refill(): void {
    const nowMs = this.#now();
    const gained = (Math.max(0, nowMs - this.#asOfMs) / 1_000) * this.limits.perSecond;
    this.#left = Math.min(this.limits.burst, this.#left + gained);
    this.#asOfMs = nowMs;
  }
}
