/** "Did you mean": the known word that a misspelt one is nearest to. */

/** Longer words than this are not compared: they are no slip of the fingers, and comparing costs their square. */
const MAX_WORD_LENGTH = 64;

/** How many single-letter insertions, deletions, substitutions and swaps of neighbours lead from `from` to `to`. @internal */
export function editDistance(from: string, to: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** The same word whatever its case and its joints: `gas_price`, `gasPrice` and `Gas-Price` are one. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * The one of `candidates` that `word` most likely stands for; undefined where none is near. Case, hyphens and underscores
 * do not count; beyond them a third of the letters may differ.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > MAX_WORD_LENGTH) return undefined;
  const wanted = bare(word);
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, bare(candidate));
    const tolerated = Math.floor(Math.max(wanted.length, candidate.length) / 3);
    if (distance <= tolerated && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** ` Did you mean "x"?` with its leading space, to be put behind a sentence; empty where nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? '' : ` Did you mean "${candidate}"?`;
}
