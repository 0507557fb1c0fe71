/**
 * What the Node does with setup values that the Daemon stores without complaint: where its arithmetic ends, what its URL
 * parser refuses, and with which values it can never start. Paths of its source are given with each rule.
 */
import { isIP } from 'node:net';
import { I64_MAX, integerWithin, U64_MAX } from './decimal.js';
import type { SettableName } from './setup-names.js';

/** Wei in a gwei. */
const WEI_PER_GWEI = 1_000_000_000n;
/** The steepest slope in wei a second: the Node casts it to an i64, and one that wraps around to zero or above panics. */
const MAX_SLOPE_WEI_PER_S = I64_MAX + 1n;
/** The Node's own limit of the threshold interval (unprivileged_parse_args_configuration.rs:546-551), here of all its seconds. */
const MAX_THRESHOLD_S = 1_000_000_000n;
/**
 * A relay's charge is rate + rate · bytes in u64, cast to i64 and added up along the route (sub_lib/neighborhood.rs:60-66,
 * neighborhood/mod.rs:1269-1312,1593-1618). The response is taken to be 1,000 times as long as the request (mod.rs:91,1030),
 * which is read in pieces of 64 KiB (stream_reader.rs:37): eight charges of a six-hop route still fit into an i64.
 */
const MAX_RATE_WEI = 10_000_000_000n;
/** The Node's timers fail beyond 2^36 ms, about two years. */
const MAX_SCAN_INTERVAL_S = 31_536_000n;
const THRESHOLDS = 6;
const RATES = 4;
const INTERVALS = 3;

/** Names whose values the Daemon writes into the Node's database as soon as they are set: clearing them leaves them there. */
const keptNames: ReadonlySet<string> = new Set<SettableName>([
  'payment-thresholds',
  'rate-pack',
  'scan-intervals',
]);

/** True if the Daemon keeps the value in the Node's database (unprivileged_parse_args_configuration.rs:494-607). */
export function isKeptInDatabase(name: string): boolean {
  return keptNames.has(name);
}

/** The exact numbers of a text with bars between them; undefined unless there are `count` of them, each a u64. */
export function barredIntegers(value: string, count: number): readonly bigint[] | undefined {
  const parts = value.split('|');
  const exact = parts
    .map((part) => integerWithin(part, 0n, U64_MAX))
    .filter((part) => part !== undefined);
  return exact.length === count && parts.length === count ? exact : undefined;
}

/**
 * Why the Node dies of a value that the Daemon stores, or can never start with it, to be read after the name; undefined if it
 * does not, and for a value that is merely malformed, of which the Daemon complains.
 */
export function nodeFault(name: string, value: string): string | undefined {
  switch (name) {
    case 'blockchain-service-url':
      return serviceUrlFault(value);
    case 'ip':
      return value === '0.0.0.0'
        ? 'must not be 0.0.0.0: the Node takes that for no address and cannot start. Leave it out to have the address found.'
        : undefined;
    case 'payment-thresholds':
      return paymentThresholdsFault(value);
    case 'rate-pack':
      return ratePackFault(value);
    case 'real-user':
      return /^(?:0+:\d*|\d*:0+):/.test(value)
        ? 'must not name user 0 or group 0: a Node that would still be root after giving up its privileges ends at once (node/src/privilege_drop.rs). Name an ordinary user.'
        : undefined;
    case 'scan-intervals':
      return scanIntervalsFault(value);
    default:
      return undefined;
  }
}

/**
 * The Node computes with these (accountant/db_access_objects/utils.rs:375-398, receivable_dao.rs:195-230,
 * sub_lib/accountant.rs:66-69): the debt threshold is converted to an i64, the slope from debt threshold to permanent debt is
 * cast to one, and an interval of zero divides by zero.
 */
function paymentThresholdsFault(value: string): string | undefined {
  const parsed = barredIntegers(value, THRESHOLDS);
  if (parsed === undefined) return undefined;
  const [debt = 0n, maturity = 0n, grace = 0n, permanent = 0n, interval = 0n] = parsed;
  if (interval === 0n)
    return 'must have a fifth number (interval) of at least 1: zero kills the Node';
  if ([maturity, grace, interval].some((seconds) => seconds > MAX_THRESHOLD_S)) {
    return `must not have more than ${MAX_THRESHOLD_S} seconds as its second, third or fifth number`;
  }
  if (debt > I64_MAX) {
    return `must have a first number (debt threshold) of at most ${I64_MAX}: more kills the Node at its next receivables scan`;
  }
  return debt > permanent && ((debt - permanent) * WEI_PER_GWEI) / interval > MAX_SLOPE_WEI_PER_S
    ? `is too steep and kills the Node at its next receivables scan: the first number (debt threshold) minus the fourth (permanent debt) must be at most ${mostDifference(interval)} with this interval. Lower the first number, or raise the fourth or the fifth (interval).`
    : undefined;
}

/** The greatest difference in gwei of which the slope over an interval still fits. */
function mostDifference(intervalS: bigint): bigint {
  return ((MAX_SLOPE_WEI_PER_S + 1n) * intervalS - 1n) / WEI_PER_GWEI;
}

function ratePackFault(value: string): string | undefined {
  return barredIntegers(value, RATES)?.some((rate) => rate > MAX_RATE_WEI) === true
    ? `must not have a number above ${MAX_RATE_WEI} (10 gwei): the Nodes that compute the price of a route with it would overflow and die, or owe absurd sums`
    : undefined;
}

function scanIntervalsFault(value: string): string | undefined {
  const bad = barredIntegers(value, INTERVALS)?.some(
    (seconds) => seconds < 1n || seconds > MAX_SCAN_INTERVAL_S,
  );
  return bad === true
    ? `must have numbers from 1 to ${MAX_SCAN_INTERVAL_S}; to have no scans, set scans to off`
    : undefined;
}

// RFC 3986: scheme, userinfo, host (a name, or an IPv6 address in brackets), port, path, query, fragment.
const serviceUrl =
  /^https?:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})*@)?(?:[\w.~!$&'()*+,;=-]+|\[[0-9a-f:.]+\])(?::\d*)?(?:\/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)?(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?$/i;

/**
 * The Node reads the URL with two parsers and panics if one refuses it (blockchain_interface_initializer.rs:26-44): one like
 * that of WHATWG, and a stricter one that takes only the characters of RFC 3986, a host, and no percent sign in it.
 */
function serviceUrlFault(value: string): string | undefined {
  return serviceUrl.test(value) && URL.canParse(value)
    ? undefined
    : 'must be an http or https URL with a host and only the characters of RFC 3986; write others, such as spaces, quotes, braces and carets, as %XX in path, query or userinfo. The Node dies of anything else right after its start.';
}

/** True for an IP address without a zone: the Daemon's parser knows none. */
export function isPlainAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}
