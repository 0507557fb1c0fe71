/** Every setup value that is accepted survives the arithmetic of the Node, here computed as a debug build does: an overflow is a death. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { settingFault } from '../../src/protocol/setup-rules.js';

const U64_MAX = 2n ** 64n - 1n;
const I64_MAX = 2n ** 63n - 1n;
const I64_MIN = -(2n ** 63n);
const WEI_PER_GWEI = 10n ** 9n;
const options = { allowConfigFile: false };

class Death extends Error {}

function i64(value: bigint): bigint {
  if (value > I64_MAX || value < I64_MIN) throw new Death(`${value} is no i64`);
  return value;
}

function u64(value: bigint): bigint {
  if (value > U64_MAX || value < 0n) throw new Death(`${value} is no u64`);
  return value;
}

function i128(value: bigint): bigint {
  if (value >= 2n ** 127n || value < -(2n ** 127n)) throw new Death(`${value} is no i128`);
  return value;
}

/** A receivables and a payables scan at `nowS` with debts of each of these ages. */
function scan(text: string, nowS: bigint, agesS: readonly bigint[]): void {
  const [debt = 0n, maturity = 0n, grace = 0n, permanent = 0n, interval = 0n, unban = 0n] = text
    .split('|')
    .map(BigInt);
  if (interval === 0n) throw new Death('division by zero');
  const slope = i128(permanent * WEI_PER_GWEI - debt * WEI_PER_GWEI) / interval;
  const graceStart = i64(i64(nowS - i64(maturity)) - i64(grace));
  i64(debt);
  i128(unban * WEI_PER_GWEI);
  const castSlope = BigInt.asIntN(64, slope);
  for (const age of agesS) {
    const receivedS = nowS - age;
    if (receivedS < graceStart) {
      if (castSlope >= 0n) throw new Death('slope is not negative');
      i128(debt * WEI_PER_GWEI + castSlope * i64(graceStart - receivedS));
      // What is compared must be what was meant.
      if (castSlope !== slope) throw new Death('slope is another number');
    }
    if (age <= maturity || age > u64(maturity + interval)) continue;
    const limit = i128(slope * age + i128(debt * WEI_PER_GWEI - maturity * slope));
    if (limit < 0n) throw new Death('limit is below zero');
  }
}

/** The cost of a route and its way back through Nodes that all take these rates. */
function computeRoute(text: string, hops: number, requestBytes: bigint): void {
  const [routingByte = 0n, routing = 0n, exitByte = 0n, exit = 0n] = text.split('|').map(BigInt);
  const charge = (service: bigint, byte: bigint, bytes: bigint): bigint =>
    i64(u64(service + u64(byte * bytes)));
  for (const bytes of [requestBytes, requestBytes * 1000n]) {
    let total = i64(charge(exit, exitByte, bytes) + charge(routing, routingByte, bytes));
    for (let hop = 0; hop < hops; hop += 1) {
      total = i64(total + charge(routing, routingByte, bytes));
    }
  }
}

const isAccepted = (name: string, value: string): boolean =>
  settingFault(name, value, options) === undefined;

/** Numbers that crowd around the places where integers end. */
const edges = [0n, 1n, 10n ** 9n, 10n ** 10n, 10n ** 12n, 2n ** 53n, I64_MAX, 2n ** 63n, U64_MAX];
const number = fc.oneof(
  fc.constantFrom(...edges),
  fc.tuple(fc.constantFrom(...edges), fc.bigInt(-3n, 3n)).map(([edge, step]) => {
    const value = edge + step;
    return value < 0n ? 0n : value > U64_MAX ? U64_MAX : value;
  }),
  fc.bigInt(0n, U64_MAX),
  fc.bigInt(0n, 10n ** 12n),
);
const seconds = fc.oneof(fc.bigInt(0n, 10n ** 9n), number);
const rate = fc.oneof(fc.bigInt(0n, 10n ** 10n), number);
const barred = (...parts: readonly fc.Arbitrary<bigint>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((values) => values.join('|'));

describe('the Node’s arithmetic', () => {
  test('survives the scans with every payment-thresholds that is accepted', () => {
    let accepted = 0;
    const thresholds = barred(number, seconds, seconds, number, seconds, number);
    const nowS = fc.bigInt(1_500_000_000n, 5_000_000_000n);
    fc.assert(
      fc.property(thresholds, nowS, (text, now) => {
        if (!isAccepted('payment-thresholds', text)) return;
        accepted += 1;
        scan(text, now, [0n, 1n, 3_600n, 10n ** 6n, 10n ** 9n, 2n * 10n ** 9n + 1n, now]);
      }),
      { numRuns: 4000 },
    );
    assert.ok(accepted > 100, `only ${accepted} were accepted`);
  });

  test('survives the choice of a route with every rate-pack that is accepted', () => {
    let accepted = 0;
    fc.assert(
      fc.property(barred(rate, rate, rate, rate), (text) => {
        if (!isAccepted('rate-pack', text)) return;
        accepted += 1;
        computeRoute(text, 6, 65_536n);
      }),
      { numRuns: 4000 },
    );
    assert.ok(accepted > 50, `only ${accepted} were accepted`);
  });
});

const steepest = '9223372037|1200|1200|0|1|1';

/** A value at its bound, the next one beyond it, and whether the model above dies of the latter. */
const bounds: readonly (readonly [name: string, at: string, beyond: string, words: RegExp])[] = [
  ['payment-thresholds', '9223372036|0|0|0|1|0', steepest, /too steep.*at most 9223372036 /],
  [
    'payment-thresholds',
    '199225335996063|1200|1200|500000000|21600|500000000',
    '1000000000000000|1200|1200|500000000|21600|500000000',
    /too steep.*at most 199224835996063 /,
  ],
  [
    'payment-thresholds',
    '199225335996063|1200|1200|500000000|21600|500000000',
    '199225335996064|1200|1200|500000000|21600|500000000',
    /too steep/,
  ],
  [
    'payment-thresholds',
    '9223372036854775807|0|0|0|1000000000|0',
    '9223372036854775808|0|0|1|1000000000|0',
    /at most 9223372036854775807/,
  ],
  ['payment-thresholds', '2|1000000000|0|1|1|0', '2|1000000001|0|1|1|0', /1000000000 seconds/],
  ['payment-thresholds', '2|0|1000000000|1|1|0', '2|0|1000000001|1|1|0', /1000000000 seconds/],
  ['payment-thresholds', '2|0|0|1|1000000000|0', '2|0|0|1|1000000001|0', /1000000000 seconds/],
  ['payment-thresholds', '2|0|0|1|1|0', '2|0|0|1|0|0', /at least 1/],
  ['payment-thresholds', '2|0|0|1|1|0', '1|0|0|1|1|0', /greater than its fourth/],
  [
    'payment-thresholds',
    '2|0|0|1|1|18446744073709551615',
    '2|0|0|1|1|18446744073709551616',
    /six whole/,
  ],
  ['rate-pack', '10000000000|0|0|0', '10000000001|0|0|0', /above 10000000000/],
  ['rate-pack', '0|10000000000|0|0', '0|10000000001|0|0', /above 10000000000/],
  ['rate-pack', '0|0|10000000000|0', '0|0|10000000001|0', /above 10000000000/],
  ['rate-pack', '0|0|0|10000000000', '0|0|0|18446744073709551615', /above 10000000000/],
  ['scan-intervals', '1|1|1', '1|0|1', /from 1 to 31536000/],
  ['scan-intervals', '31536000|1|1', '31536001|1|1', /from 1 to 31536000/],
  ['gas-price', '18446744073709551615', '18446744073709551616', /from 1 to/],
  ['gas-price', '1', '0', /from 1 to/],
  ['min-hops', '6', '7', /1 to 6/],
  ['min-hops', '1', '0', /1 to 6/],
  ['clandestine-port', '1025', '1024', /1025 to 65535/],
  ['clandestine-port', '65535', '65536', /1025 to 65535/],
  ['ip', '0.0.0.1', '0.0.0.0', /cannot start.*Leave it out/],
  ['real-user', '1:1:/home/me', '0:1:/home/me', /ordinary user/],
  ['real-user', '1:1:/home/me', '1:0:/home/me', /ordinary user/],
  ['real-user', '2147483647:1:/home/me', '2147483648:1:/home/me', /ordinary user/],
];

describe('bounds of setup values', () => {
  for (const [name, at, beyond, words] of bounds) {
    test(`${name} ${at} is accepted, ${beyond} is not`, () => {
      assert.equal(settingFault(name, at, options), undefined);
      assert.match(settingFault(name, beyond, options) ?? '', words);
    });
  }

  test('the values just beyond are deadly in the model too', () => {
    const now = 1_700_000_000n;
    for (const text of [
      steepest,
      '199225335996064|1200|1200|500000000|21600|500000000',
      '9223372036854775808|0|0|1|1000000000|0',
      '2|0|0|1|0|0',
    ]) {
      assert.throws(() => scan(text, now, [0n, 10n ** 6n, now]), Death, text);
    }
    // 10^12 as each rate, and u64 maxima.
    for (const rate of [10n ** 12n, U64_MAX]) {
      assert.throws(() => computeRoute(`${rate}|0|${rate}|0`, 6, 65_536n), Death);
    }
  });

  test('the last letter of a neighbor’s key is one that 32 bytes can end with', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted = Array.from(alphabet).filter((letter) =>
      isAccepted('neighbors', `masq://dev:${'A'.repeat(42)}${letter}@1.2.3.4:1025/65535`),
    );
    assert.equal(accepted.join(''), 'AEIMQUYcgkosw048');
    for (const port of ['1024', '65536', '0', '']) {
      assert.ok(!isAccepted('neighbors', `masq://dev:${'A'.repeat(43)}@1.2.3.4:${port}`), port);
    }
  });

  test('a clandestine-port that Daemon, gateway or Node use already is refused with its owner', () => {
    const reservedPort = (port: number): string | undefined =>
      port === 5333 ? 'the UI port of the Daemon' : undefined;
    const withPorts = { ...options, reservedPort };
    assert.match(
      settingFault('clandestine-port', '5333', withPorts) ?? '',
      /this one is the UI port of the Daemon/,
    );
    assert.equal(settingFault('clandestine-port', '5334', withPorts), undefined);
  });
});

describe('the URL of the blockchain service', () => {
  const inPlaces: Readonly<Record<string, (text: string) => string>> = {
    path: (text) => `https://a/x${text}y`,
    query: (text) => `https://a/?x${text}y`,
    fragment: (text) => `https://a/#x${text}y`,
    userinfo: (text) => `https://x${text}y@a/`,
    host: (text) => `https://x${text}y.example/`,
  };
  const deadly: Readonly<Record<string, string>> = {
    path: '"<>`{}^|\\ é',
    query: '"<> é',
    fragment: '"<> ',
    userinfo: '<"{}\\`^| ',
    host: '<"{\\`%^| ',
  };
  for (const [place, make] of Object.entries(inPlaces)) {
    test(`is refused with characters in its ${place} of which the Node dies`, () => {
      for (const character of deadly[place] ?? '') {
        const url = make(character);
        assert.match(settingFault('blockchain-service-url', url, options) ?? '', /RFC 3986/, url);
      }
    });
  }

  test('needs a host directly behind the slashes, and whole percent escapes', () => {
    for (const url of [
      'http:///x',
      'http:////x',
      'http://',
      'http://?x',
      'http://@/x',
      'http://:80/',
      'http://a%41.example/',
      'http://a/%4',
      'http://a:b/',
      'http://a:65536/',
      'http://[::1/',
      'http://a@b@c/',
    ]) {
      assert.notEqual(settingFault('blockchain-service-url', url, options), undefined, url);
    }
  });

  test('is accepted with everything that RFC 3986 allows', () => {
    for (const url of [
      'https://example.com',
      'HTTPS://Example.com/',
      'http://127.0.0.1:8545',
      'http://[::1]:8545/x',
      'https://me:p%20w@example.com:443/v3/0123abcd',
      "https://a-b_c.example/-._~!$&'()*+,;=:@/%7B?-._~!$&'()*+,;=:@/?%22#-._~!$&'()*+,;=:@/?",
    ]) {
      assert.equal(settingFault('blockchain-service-url', url, options), undefined, url);
    }
  });

  test('is linear to judge', () => {
    const started = process.cpuUsage();
    for (const unit of ['%20', ':', '@', '[', 'a', '/', '?']) {
      settingFault('blockchain-service-url', `http://${unit.repeat(5000)}`, options);
    }
    assert.ok(process.cpuUsage(started).user < 500_000);
  });
});
