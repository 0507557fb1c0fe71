/** Requests over every route: good ones, and the same with one thing in them as an attacker would have it. */
import fc from 'fast-check';
import { hostileText, hostileValue, spoilt, writeHostile, type Hostile } from './hostile-values.js';
import { classics, deadlySettings } from './hostile-classics.js';
import {
  RUN_ADDRESS,
  RUN_PASSWORD,
  goodRequests,
  goodValues,
  type GoodRequest,
} from './hostile-routes.js';

/** A request as it goes out. */
export interface HostileRequest {
  readonly method: string;
  /** Path and query, already such that a request line can hold it. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** What was done to it, for the report of a failure. */
  readonly kind: string;
}

const route: fc.Arbitrary<GoodRequest> = fc.oneof(
  ...goodRequests.map((each) => ({ weight: each.weight, arbitrary: fc.constant(each) })),
);

const JSON_HEADERS = { 'content-type': 'application/json' };

function plain({ method, target, body }: GoodRequest): HostileRequest {
  return body === undefined
    ? { method, target, headers: {}, body: undefined, kind: 'as it should be' }
    : {
        method,
        target,
        headers: JSON_HEADERS,
        body: Buffer.from(writeHostile(body)),
        kind: 'as it should be',
      };
}

// A body for a route that takes none is hostile enough.
const bodyOf = ({ body }: GoodRequest): Hostile => body ?? {};

const spoiltBody = fc
  .tuple(route, fc.nat(60), hostileValue, hostileText)
  .map(([each, place, by, key]): HostileRequest => ({
    ...plain(each),
    headers: JSON_HEADERS,
    body: Buffer.from(writeHostile(spoilt(bodyOf(each), place, by, key))),
    kind: 'a spoilt body',
  }));

const setupName = fc.constantFrom(...goodValues.map(([name]) => name));
const setupEntry = fc.oneof(
  fc
    .tuple(fc.oneof({ weight: 5, arbitrary: setupName }, hostileText), hostileValue)
    .map(([name, value]) => [name, value] as const),
  fc.constantFrom(...deadlySettings, ...goodValues),
);

const classic = fc.constantFrom(...classics).map(({ method, target, body }): HostileRequest => ({
  method,
  target,
  headers: JSON_HEADERS,
  body: Buffer.from(writeHostile(body)),
  kind: 'a classic',
}));

const deadlySetting = fc
  .tuple(fc.constantFrom(...deadlySettings), fc.nat(2))
  .map(([[name, value], form]): HostileRequest => ({
    method: form === 0 ? 'PUT' : 'PATCH',
    target: form === 0 ? `/v1/setup/${name}` : '/v1/setup',
    headers: form === 2 ? { 'content-type': 'application/merge-patch+json' } : JSON_HEADERS,
    body: Buffer.from(
      writeHostile([{ value }, { values: [{ name, value }] }, { [name]: value }][form] ?? {}),
    ),
    kind: 'a deadly setting',
  }));

const spoiltSetup = fc
  .tuple(fc.array(setupEntry, { minLength: 1, maxLength: 6 }), fc.boolean())
  .map(([entries, merges]): HostileRequest => ({
    method: 'PATCH',
    target: '/v1/setup',
    headers: { 'content-type': merges ? 'application/merge-patch+json' : 'application/json' },
    body: Buffer.from(
      writeHostile(
        merges
          ? Object.fromEntries(entries)
          : { values: entries.map(([name, value]) => ({ name, value })) },
      ),
    ),
    kind: 'a setup of spoilt values',
  }));

const spoiltValue = fc.tuple(setupName, hostileValue).map(([name, value]): HostileRequest => ({
  method: 'PUT',
  target: `/v1/setup/${name}`,
  headers: JSON_HEADERS,
  body: Buffer.from(writeHostile({ value })),
  kind: 'one spoilt setup value',
}));

const spoiltKey = hostileText.map((key): HostileRequest => ({
  method: 'POST',
  target: '/v1/node/wallets/recover',
  headers: JSON_HEADERS,
  body: Buffer.from(
    writeHostile({
      dbPassword: RUN_PASSWORD,
      consumingPrivateKeyOpt: key,
      earningAddressOpt: RUN_ADDRESS,
    }),
  ),
  kind: 'a spoilt key',
}));

type Damage = (text: string) => Buffer;
const inserted =
  (bytes: readonly number[]): Damage =>
  (text) => {
    const whole = Buffer.from(text);
    const middle = Math.floor(whole.length / 2);
    return Buffer.concat([whole.subarray(0, middle), Buffer.from(bytes), whole.subarray(middle)]);
  };
const damages: readonly Damage[] = [
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(text.slice(0, -1)),
  (text) => Buffer.from(`${text}${text}`),
  (text) => Buffer.from(`[${text}]`),
  (text) => Buffer.from(JSON.stringify(text)),
  (text) => Buffer.from(text.replace(/"(\w+)":/, '"$1":null,"$1":')),
  (text) => Buffer.from(text.replace(/^\{/, '{"__proto__":{"dbPassword":"x"},')),
  (text) => Buffer.from(text.replace(/"(\w)(\w*)":/, (_, a: string, b: string) => unicode(a, b))),
  (text) => Buffer.from(text.replaceAll(':', ':\u00a0')),
  (text) => Buffer.from(`${text}\u0000`),
  (text) => Buffer.from(' '.repeat(1_048_577) + text),
  () => Buffer.alloc(0),
  () => Buffer.from('a=b&c=d'),
  inserted([0xff]),
  inserted([0xed, 0xa0, 0x80]),
  inserted([0xc0, 0x80]),
  inserted([0xf4, 0x90, 0x80, 0x80]),
  inserted([0x00]),
  inserted([0xe2, 0x82]),
];

function unicode(first: string, rest: string): string {
  const escaped = `\\u00${first.charCodeAt(0).toString(16)}`;
  return `"${first}${rest}":"first","${escaped}${rest}":`;
}

const damagedText = fc
  .tuple(route, fc.constantFrom(...damages))
  .map(([each, damage]): HostileRequest => ({
    ...plain(each),
    headers: JSON_HEADERS,
    body: damage(writeHostile(bodyOf(each))),
    kind: 'a damaged body',
  }));

const headerShapes: readonly (readonly [string, string])[] = [
  ...(
    [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
      'application/json; charset="utf-8"',
      'APPLICATION/JSON',
      'application/merge-patch+json',
      'application/json, text/plain',
      'application/jsonp',
      '',
      ';;;',
    ] as const
  ).map((type) => ['content-type', type] as const),
  ['content-encoding', 'gzip'],
  ['content-encoding', 'identity'],
  ['accept', 'text/html'],
  ['accept', 'application/json;integers=string'],
  ['accept', '*/*;q=0'],
  ['accept', ',;=/'],
  ['accept', `${'a/b,'.repeat(500)}*/*`],
  ['prefer', 'wait=0'],
  ['prefer', 'wait=99999999999999999999'],
  ['prefer', 'wait=-1, wait=1'],
  ['prefer', 'respond-async, wait="1"'],
  ['cache-control', 'no-cache'],
  ['cache-control', 'no-cache, no-store, max-age=0, only-if-cached'],
  ['x-request-id', 'x'.repeat(65)],
  ['x-request-id', '../../x'],
  ['last-event-id', 'zzzzzzzz-99999999999999999999'],
  ['last-event-id', '-1'],
  ['idempotency-key', 'the same'],
  ['idempotency-key', ''],
  ['idempotency-key', 'x'.repeat(2_000)],
  ['host', 'evil.example'],
  ['host', '127.0.0.1.evil.example'],
  ['host', 'localhost:99999'],
  ['host', '[::1]:1'],
  ['host', '2130706433'],
  ['origin', 'null'],
  ['origin', 'http://evil.example'],
  ['origin', 'http://localhost:1'],
  ['sec-fetch-site', 'cross-site'],
  ['sec-fetch-site', 'same-site'],
  ['authorization', 'Bearer x'],
  ['authorization', 'Basic ====='],
  ['x-http-method-override', 'DELETE'],
  ['if-none-match', '*'],
  ['range', 'bytes=0-0'],
  ['expect', '100-continue'],
  ['upgrade', 'h2c'],
  ['te', 'trailers'],
  ['x-forwarded-host', 'evil.example'],
  ['cookie', 'x'.repeat(3_000)],
];

const shapedHeaders = fc
  .tuple(route, fc.array(fc.constantFrom(...headerShapes), { minLength: 1, maxLength: 3 }))
  .map(([each, shapes]): HostileRequest => {
    const good = plain(each);
    return {
      ...good,
      headers: { ...good.headers, ...Object.fromEntries(shapes) },
      kind: `headers ${shapes.map(([name]) => name).join(', ')}`,
    };
  });

const queryNames = ['ensure', 'stats', 'top', 'orderedBy', 'wait', 'require', 'limit', 'since']
  .concat(['opcode', 'minLogLevel', 'lastEventId', 'envelope', '__proto__', 'constructor', 'x', ''])
  .map((name) => encodeURIComponent(name));
const query = fc
  .array(fc.tuple(fc.constantFrom(...queryNames), hostileText), { minLength: 1, maxLength: 3 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${escaped(value)}`).join('&'));

const shapedQuery = fc.tuple(route, query).map(([each, text]): HostileRequest => ({
  ...plain(each),
  target: `${each.target}${each.target.includes('?') ? '&' : '?'}${text}`,
  kind: 'a hostile query',
}));

const rawPaths = ['//', '/v1', '/v1/', '/V1/status', '/v1/setup/', '/v1//setup', '/v1/setup/..']
  .concat(['/v1/setup/%2e%2e', '/v1/setup/%', '/v1/setup/%00', '/v1/setup/%ff', '/v1/setup/%F0%9F'])
  .concat(['/v1/node/start/', '/v1/node/start;x', '/docs/../v1/node/shutdown', '/docs/%2e%2e/x'])
  .concat(['/problems/__proto__', '/problems/%', '/v1/setup/__proto__', '/v1/setup/constructor'])
  .concat(['/v1/node/configuration/__proto__', '/v1/node/configuration/%7f', '/.env', '/?x', '/#'])
  .concat([`/${'x'.repeat(6_000)}`, `/v1/setup/${'x'.repeat(6_000)}`, 'http://127.0.0.1/v1/setup'])
  .concat(['/docs/swagger-ui.css', '/docs/nothing', '/docs/package.json', '/favicon.ico']);
const hostilePath = fc.oneof(
  fc.constantFrom(...rawPaths),
  fc
    .tuple(
      fc.constantFrom('/v1/setup/', '/v1/node/configuration/', '/problems/', '/v1/node/', '/docs/'),
      hostileText,
    )
    .map(([folder, text]) => folder + escaped(text)),
);

// A request line has room for so much.
const MAX_TARGET_CHARS = 6_000;

function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?')).slice(0, MAX_TARGET_CHARS);
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

const shapedPath = fc
  .tuple(hostilePath, fc.constantFrom(...methods), fc.boolean())
  .map(([target, method, hasBody]): HostileRequest => ({
    method,
    target,
    headers: hasBody ? JSON_HEADERS : {},
    body: hasBody ? Buffer.from('{"value":"x"}') : undefined,
    kind: 'a hostile path',
  }));

const otherMethod = fc
  .tuple(route, fc.constantFrom(...methods))
  .map(([each, method]): HostileRequest => ({ ...plain(each), method, kind: 'another method' }));

/** Any request. */
export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.oneof(
  { weight: 24, arbitrary: route.map(plain) },
  { weight: 20, arbitrary: spoiltBody },
  { weight: 16, arbitrary: spoiltSetup },
  { weight: 12, arbitrary: spoiltValue },
  { weight: 5, arbitrary: spoiltKey },
  { weight: 12, arbitrary: classic },
  { weight: 12, arbitrary: deadlySetting },
  { weight: 8, arbitrary: damagedText },
  { weight: 6, arbitrary: shapedHeaders },
  { weight: 5, arbitrary: shapedQuery },
  { weight: 4, arbitrary: shapedPath },
  { weight: 2, arbitrary: otherMethod },
);

/** A request in one line, without its body: for the report of a failure. */
export function describeRequest({ method, target, kind, body, headers }: HostileRequest): string {
  const shown = body === undefined ? '-' : JSON.stringify(body.toString('latin1').slice(0, 400));
  return `${method} ${target.slice(0, 200)} (${kind}) ${JSON.stringify(headers).slice(0, 300)} ${shown}`;
}

/** True for what lets a stream or a long wait begin: its answer need not end. */
export function mayLast({ target }: HostileRequest): boolean {
  return target.startsWith('/v1/events') || target.startsWith('/readyz');
}

/** One good request for every route and setup name: chance must not decide what a run leaves out. */
export const everyRoute: readonly HostileRequest[] = goodRequests.map(plain);
