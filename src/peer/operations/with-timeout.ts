/** A caller's own timeout for work that goes on without it. */

/**
 * Resolves and rejects as `work` does, or rejects with what `tooLate` makes when `limitMs` has passed first; the work is not touched.
 * Where `tooLate` gives undefined, there is nothing to complain of yet: the work itself will tell.
 */
export function withTimeout<T>(
  work: Promise<T>,
  limitMs: number,
  tooLate: () => Error | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = tooLate();
      if (error !== undefined) reject(error);
    }, limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
