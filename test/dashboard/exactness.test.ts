import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dashboardModule } from '../support/browser/dashboard-page.js';

const { parseExact, integerOf } = await dashboardModule<{
  readonly parseExact: (text: string) => unknown;
  readonly integerOf: (value: unknown) => bigint | undefined;
}>('exact-json.js');
const { masqText, gweiText } = await dashboardModule<{
  readonly masqText: (gwei: bigint) => string;
  readonly gweiText: (gwei: bigint) => string;
}>('amounts.js');
const { spanText } = await dashboardModule<{ readonly spanText: (ms: number) => string }>(
  'times.js',
);

const plain = (text: string): string => text.replaceAll('\u202f', '_');

describe('numbers of a reply', () => {
  test('keep every digit', () => {
    const text = '{"a":18446744073709551615,"b":-9223372036854775808,"c":9007199254740991,"d":1.5}';
    assert.deepEqual(parseExact(text), {
      a: '18446744073709551615',
      b: '-9223372036854775808',
      c: 9007199254740991,
      d: 1.5,
    });
  });
  test('are not looked for in texts', () => {
    const text = JSON.stringify({ '18446744073709551615': 'x 18446744073709551615 \\" 9" \\' });
    assert.deepEqual(parseExact(text), JSON.parse(text));
  });
  test('become integers whichever way they came, and nothing else does', () => {
    assert.equal(integerOf('18446744073709551615'), 18446744073709551615n);
    assert.equal(integerOf(-5), -5n);
    for (const none of ['', '1.5', 'x', 1.5, 2 ** 60, null, undefined, {}]) {
      assert.equal(integerOf(none), undefined);
    }
  });
});

describe('amounts', () => {
  const cases: readonly (readonly [bigint, string, string])[] = [
    [0n, '0', '0'],
    [1n, '0.000000001', '1'],
    [732_000_000n, '0.732', '732_000_000'],
    [1_000_000_000n, '1', '1_000_000_000'],
    [-3_000_017n, '−0.003000017', '−3_000_017'],
    [18446744073709551615n, '18_446_744_073.709551615', '18_446_744_073_709_551_615'],
    [-9223372036854775808n, '−9_223_372_036.854775808', '−9_223_372_036_854_775_808'],
  ];
  for (const [gwei, masq, text] of cases) {
    test(`${gwei} gwei`, () => {
      assert.equal(plain(masqText(gwei)), masq);
      assert.equal(plain(gweiText(gwei)), text);
    });
  }
});

test('spans are told in two units at most', () => {
  const spans: readonly (readonly [number, string])[] = [
    [-5_000, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [187_200_000, '2 d 4 h'],
  ];
  for (const [ms, text] of spans) assert.equal(spanText(ms), text);
});
