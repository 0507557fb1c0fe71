/** Sides of a comparison take turns, so that neither always meets the warmer caches or the busier minute. */

/** One side: how it is measured, and what was measured, one value per round. */
export interface Side<Value> {
  readonly measure: () => Promise<Value>;
  readonly values: Value[];
}

/** What `inTurns` needs to know of a run. */
export interface Rounds {
  readonly rounds: number;
  /** True in a smoke run: all sides at the same time and none warmed up, because the figures do not matter. */
  readonly quick: boolean;
  readonly tell: (text: string) => void;
}

/** A side that has not been measured yet. */
export function sideOf<Value>(measure: () => Promise<Value>): Side<Value> {
  return { measure, values: [] };
}

/**
 * Measures every side once per round, in the order A B, B A, A B …. A first round warms up all sides alike and is not counted; without
 * `warmUp` there is none, for sides that start a fresh server each time.
 */
export async function inTurns(
  { rounds, quick, tell }: Rounds,
  what: string,
  sides: readonly Side<unknown>[],
  warmUp = true,
): Promise<void> {
  if (quick) {
    await Promise.all(sides.map(async ({ measure, values }) => values.push(await measure())));
    return;
  }
  if (warmUp) for (const { measure } of sides) await measure();
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? sides : sides.toReversed();
    for (const { measure, values } of order) values.push(await measure());
    tell(`${what}, round ${round + 1}`);
  }
}
