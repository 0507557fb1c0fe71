/** No regular expression may take more than linear time, whatever the text. The lint rules find most; this finds the others by trying. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  attacksOn,
  expressionsOfSource,
  patternsOfDocument,
} from './support/regular-expressions.js';

/** Fewer than these, and the test no longer sees what it judges. */
const MIN_EXPRESSIONS = 100;
const MIN_PATTERNS = 25;
/** An exponential expression shows at the first length, a cubic one at the second, a quadratic one at the last. */
const lengths = [22, 400, 12_800];
/** A linear expression needs some 25 µs for the longest text, a quadratic one 25 ms or more. */
const LIMIT_MS = 8;
const TRIES = 3;

/** Processor time, which does not count while other programs have their turn. */
function fastest(expression: RegExp, text: string): number {
  let least = Infinity;
  for (let time = 0; time < TRIES && least > LIMIT_MS; time += 1) {
    const start = process.cpuUsage();
    text.replace(expression, ''); // goes on to the end of the text for global expressions
    least = Math.min(least, process.cpuUsage(start).user / 1000);
  }
  return least;
}

/** The shortest text that takes too long, if there is one. */
function slowText(expression: RegExp): string | undefined {
  for (const length of lengths) {
    const slow = attacksOn(expression, length).find((text) => fastest(expression, text) > LIMIT_MS);
    if (slow !== undefined) return slow;
  }
  return undefined;
}

function assertLinear(found: ReturnType<typeof expressionsOfSource>): void {
  const slow = found.flatMap(({ place, expression }) => {
    const text = slowText(expression);
    return text === undefined
      ? []
      : [`${place}: ${text.length} × ${JSON.stringify(text.slice(0, 40))}`];
  });
  assert.deepEqual(slow, []);
}

describe('time is linear in the text', () => {
  test('for every regular expression of src', () => {
    const found = expressionsOfSource();
    assert.ok(found.length >= MIN_EXPRESSIONS, `only ${found.length} expressions`);
    assertLinear(found);
  });

  test('for every pattern of openapi.yaml', () => {
    const found = patternsOfDocument();
    assert.ok(found.length >= MIN_PATTERNS, `only ${found.length} patterns`);
    assertLinear(found);
  });

  for (const expression of [
    /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs,
    /Found argument '.*' which/s,
    /^masq:\/\/[^,]+@[^,]+(?:,masq)*$/,
    /:\/\/|[^\s'"(),]*\d[^\s'"(),]*\d[^\s'"(),]*/,
    /0+$/,
    /^(?:\w+\s?)*$/,
  ]) {
    test(`the check finds ${String(expression)}`, () => {
      assert.notEqual(slowText(expression), undefined);
    });
  }
});
