/** Values that an attacker would try: what kills peers, what stands at and past every bound, what parsers stumble over. */
import fc from 'fast-check';

/** A text that goes into a body as it stands, where no JavaScript value could say it. */
export class Raw {
  constructor(readonly text: string) {}
}

/** A body before it is text. */
export type Hostile =
  | null
  | boolean
  | number
  | bigint
  | string
  | Raw
  | readonly Hostile[]
  | { readonly [key: string]: Hostile };

const LONG = 17_000;
const HUGE = 200_000;
const DEEP = 40;
const VERY_DEEP = 20_000;
const CURVE_ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

const deadlyTexts: readonly string[] = [
  ...['', ' ', '-', '--', '-h', '-hello', '-V', '-Vx', '--help', '--version', '--neighbors'],
  ...['mainnet', 'Dev', 'DEV', 'dev ', 'Standard', 'ZERO-HOP', 'zero-hop\n', 'On', 'OFF', 'on '],
  ...['x.toml', '~x', '~', './x', '../../etc/passwd', '/etc/passwd', 'C:\\x', '\\\\x\\y'],
  ...['1000:1000:', '::', ':::', '0:0:/root', '4294967296:0:/x', '-1:0:/x', '1:1:relative'],
  ...['*'.repeat(16), '*'.repeat(64), '**', 'null', 'NONE', 'latest', '+5', '-5', '0', '00', '1e3'],
  ...['0'.repeat(64), 'f'.repeat(64), CURVE_ORDER, `${CURVE_ORDER.slice(0, -1)}0`, 'ab'.repeat(31)],
  ...['ab'.repeat(33), 'AB'.repeat(32), `0x${'ab'.repeat(32)}`, 'zz'.repeat(32), '１'.repeat(64)],
  ...[`0x${'0'.repeat(40)}`, `0x${'a'.repeat(41)}`, `0X${'a'.repeat(40)}`, '0x'],
  ...['m', 'm/', "m/44'/60'/0'/0/0", 'm/2147483647', 'm/2147483648', `m${'/0'.repeat(10)}`],
  ...[`m${'/0'.repeat(11)}`, `m${"/0'".repeat(5_000)}`, 'm/-1', 'M/0', "m/0''", 'm/9'.repeat(30)],
  ...['English', 'english', 'Klingon', 'Traditional Chinese', '12', '24', '13', 'Age', 'age'],
  ...[
    'Payables',
    'payables',
    'CZ',
    'cz',
    'ÇZ',
    'CZE',
    'UIGATEWAY',
    'help',
    'version',
    'crash-point',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'then', 'length'],
  ...['1|2|3', '1|2|3|4|5|6', '9|1|1|1|0|1', '1|1|1|9|1|1', '0|0|0', '1||3', '|||||', '1|2|3|4'],
  ...['18446744073709551615|1|1|1|1|1', '9|1000000001|1|1|1|1', '9|1|1|1|1000000001|1'],
  ...[
    '127.0.0.1',
    '::1',
    '::ffff:1.2.3.4',
    'fe80::1%lo',
    '999.1.1.1',
    '1.1.1.1,',
    ',',
    '1.1.1.1 , 2',
  ],
  ...['http://', 'http://x', 'https://[::1', 'ftp://x', 'http://a b', 'javascript:alert(1)'],
  ...['masq://dev:', 'masq://dev:x@1.2.3.4:5', `masq://dev:${'A'.repeat(43)}@1.2.3.4:5678`],
  ...[`masq://eth-mainnet:${'A'.repeat(43)}@1.2.3.4:1025/65536`, 'masq://', '../setup', '%00', '%'],
  ...[
    '\u0000',
    'a\u0000b',
    'a\nb',
    'a\r\nSet-Cookie: x',
    '\u0007',
    '\u001b[2J',
    '\u007f',
    '\u0085',
  ],
  ...['\u2028', '\u202e', '\ufeff', 'é', '😀', '\u{10ffff}', '\u0130', 'ﬀ', '‐h', '－h', '"', '\\'],
  ...[
    '\ud800',
    'a\udfffb',
    '\udc00\ud800',
    '\ud83d',
    '{"x":1}',
    '","value":"',
    '"}]}}',
    "' OR 1=1",
  ],
  ...['x'.repeat(1024), 'x'.repeat(1025), 'é'.repeat(513), 'x'.repeat(LONG), 'x'.repeat(HUGE)],
];

const bounds: readonly bigint[] = [0n, 1n, 6n, 7n, 24n, 200n, 201n, 1000n, 1001n, 1024n, 1025n]
  .concat([32_767n, 65_535n, 65_536n, 4_294_967n, 4_294_968n, 2n ** 31n, 2n ** 32n, 2n ** 53n])
  .concat([2n ** 63n, 2n ** 64n, 10n ** 19n, 10n ** 30n, 10n ** 39n, 10n ** 40n]);
const numbers: readonly bigint[] = bounds.flatMap((bound) => [bound - 1n, bound, -bound]);
const rawNumbers: readonly Raw[] = ['1e400', '-0', '1.0', '1.5', '1e2', '1E-400', '0.1e1']
  .concat([
    '9'.repeat(1_000),
    '9'.repeat(100_000),
    '01',
    '+1',
    '.5',
    '1.',
    '0x10',
    'NaN',
    'Infinity',
  ])
  .map((text) => new Raw(text));
const rawTexts: readonly Raw[] = [
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0000"',
  '"\\x41"',
  '"\\u12"',
]
  .concat(['"a\tb"', "'a'", 'undefined', '/*x*/1', 'nul', '"', '"\\', '"\\ud83d\\ude00"'])
  .map((text) => new Raw(text));

/** Any text that an attacker may put where a text belongs. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...deadlyTexts) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map(withoutReplacement) },
  { weight: 1, arbitrary: fc.constantFrom(...numbers).map(String) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...deadlyTexts), fc.constantFrom(...deadlyTexts))
      .map(([a, b]) => `${a}${b}`),
  },
);

// The judge takes a replacement character at a peer's socket for a broken text that got through.
function withoutReplacement(text: string): string {
  return text.replaceAll('\ufffd', '?');
}

/** Any value, wrong types, nests and broken notations among them. */
export const hostileValue: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 12, arbitrary: hostileText },
  { weight: 4, arbitrary: fc.constantFrom<Hostile>(...numbers) },
  { weight: 2, arbitrary: fc.constantFrom<Hostile>(...rawNumbers, ...rawTexts) },
  { weight: 3, arbitrary: fc.constantFrom<Hostile>(null, true, false, [], {}, [[]], [null], [{}]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Hostile>(
      { __proto__x: { admin: true } },
      new Raw('{"__proto__":{"dbPassword":"x","value":"x"}}'),
      new Raw('{"constructor":{"prototype":{"x":1}}}'),
      new Raw('{"value":"a","value":"b"}'),
      new Raw('{"toString":1,"hasOwnProperty":1,"length":-1}'),
      new Raw(`${'['.repeat(DEEP)}${']'.repeat(DEEP)}`),
      new Raw(`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
      new Raw('['.repeat(VERY_DEEP)),
      new Raw(`[${'0,'.repeat(HUGE)}0]`),
    ),
  },
);

/** JSON text of a hostile value. */
export function writeHostile(value: Hostile): string {
  if (value instanceof Raw) return value.text;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${(value as readonly Hostile[]).map(writeHostile).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${writeHostile(item)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

/** `value` with one of its leaves or branches replaced, or a member added. */
export function spoilt(value: Hostile, place: number, by: Hostile, key: string): Hostile {
  const places = placesOf(value);
  const path = places[place % places.length] ?? [];
  return replaced(value, path, by, key);
}

type Path = readonly string[];

function entriesOf(value: Hostile): readonly (readonly [string, Hostile])[] {
  return typeof value === 'object' && value !== null && !(value instanceof Raw)
    ? Object.entries(value)
    : [];
}

// Every value, and every object once more for a further member.
function placesOf(value: Hostile): readonly Path[] {
  const below = entriesOf(value).flatMap(([key, item]) =>
    placesOf(item).map((path) => [key, ...path]),
  );
  const more: readonly Path[] = isRecord(value) ? [['+']] : [];
  return [[], ...more, ...below];
}

function isRecord(value: Hostile): value is { readonly [key: string]: Hostile } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw)
  );
}

function replaced(value: Hostile, [head, ...rest]: Path, by: Hostile, key: string): Hostile {
  if (head === undefined) return by;
  if (Array.isArray(value)) {
    return (value as readonly Hostile[]).map((item, index) =>
      String(index) === head ? replaced(item, rest, by, key) : item,
    );
  }
  if (!isRecord(value)) return by;
  if (head === '+') return Object.fromEntries([...Object.entries(value), [key, by]]);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      name === head ? replaced(item, rest, by, key) : item,
    ]),
  );
}
