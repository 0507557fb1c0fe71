/** Rules for the values of a setup request: what kills the Daemon, spoils the Node or could only be refused (3.2, 6). */
import { isIP, isIPv4 } from 'node:net';
import { integerWithin, U64_MAX } from './decimal.js';
import { newPasswordFault } from './password-rules.js';
import { isCensored, textFault } from './plain-text.js';
import {
  chains,
  isSettableName,
  logLevels,
  mappingProtocols,
  neighborhoodModes,
  setupNameFault,
  setupNames,
  switches,
} from './setup-names.js';
import type { SettableName } from './setup-names.js';
import { didYouMean } from './suggestion.js';
import { addressFault, privateKeyFault } from './wallet-rules.js';

/** One value of a setup request; null clears the name. */
export interface SettingChange {
  readonly name: string;
  readonly value: string | null;
}

/** What the rules must know of their surroundings. */
export interface SetupRuleOptions {
  /** Whether `config-file` may be set: it makes the Daemon read any file, and a bad one kills it. */
  readonly allowConfigFile: boolean;
  /** True where the Daemon runs on Windows, whose absolute paths look different. @default false */
  readonly windows?: boolean;
}

/** What is wrong with one value of a request, by its place in it. */
export interface SettingFault {
  readonly index: number;
  readonly part: 'name' | 'value';
  readonly detail: string;
}

/** Values are command-line arguments of the Node; this is far below any system's limit and above any sensible value. */
const MAX_VALUE_BYTES = 16_384;
const MAX_UID = 2_147_483_647n;
const MAX_PORT = 65_535n;
/** Ports below are privileged (masq_lib/src/constants.rs, LOWEST_USABLE_INSECURE_PORT). */
const LEAST_PORT = 1025n;
/** The Node's own limit of the threshold interval (unprivileged_parse_args_configuration.rs:548-553), here for all its seconds. */
const MAX_THRESHOLD_S = 1_000_000_000n;
/** The Node's timers fail beyond 2^36 ms, about two years. */
const MAX_SCAN_INTERVAL_S = 31_536_000n;

/** Every fault of a request's values, in their order. Details never hold a value. */
export function setupFaults(
  values: readonly SettingChange[],
  options: SetupRuleOptions,
): readonly SettingFault[] {
  const seen = new Set<string>();
  return values.flatMap(({ name, value }, index): readonly SettingFault[] => {
    const nameFault = seen.has(name)
      ? 'This name stands twice in the request; the Daemon would take one of the two at will. Leave one out.'
      : setupNameFault(name);
    seen.add(name);
    if (nameFault !== undefined) return [{ index, part: 'name', detail: nameFault }];
    const detail = value === null ? undefined : settingFault(name, value, options);
    return detail === undefined ? [] : [{ index, part: 'value', detail }];
  });
}

/** What is wrong with `value` as the new value of `name`; undefined where nothing is. Never repeats the value. @internal */
export function settingFault(
  name: string,
  value: string,
  options: SetupRuleOptions,
): string | undefined {
  if (!isSettableName(name)) return setupNameFault(name);
  const fault = anyValueFault(value) ?? rules[name](value, options);
  if (fault === undefined) return undefined;
  return `${name} ${fault}`;
}

function anyValueFault(value: string): string | undefined {
  if (value === '') return 'must not be empty; null clears it';
  const fault = textFault(value);
  if (fault !== undefined) return fault;
  if (value.startsWith('-')) {
    return 'must not begin with "-": the Daemon would take it for a command-line option, which can kill it';
  }
  if (isCensored(value)) {
    return 'is nothing but asterisks: that is how replies hide a secret. Leave the name out to keep what is stored.';
  }
  return Buffer.byteLength(value) > MAX_VALUE_BYTES
    ? `must not be longer than ${MAX_VALUE_BYTES} bytes`
    : undefined;
}

// The Daemon's parser knows no zones of IPv6 addresses.
const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');

type Rule = (value: string, options: SetupRuleOptions) => string | undefined;

const must = (name: SettableName, good: boolean): string | undefined =>
  good ? undefined : `must be ${setupNames[name].accepts}`;

function choice(name: SettableName, choices: readonly string[], anyCase: boolean): Rule {
  return (value) => {
    const compared = anyCase ? value.toLowerCase() : value;
    if (choices.includes(compared)) return undefined;
    const exactly = anyCase ? '' : ', spelt exactly so';
    return `must be ${setupNames[name].accepts}${exactly}.${didYouMean(value, choices)}`;
  };
}

const integer = (name: SettableName, least: bigint, most: bigint): Rule => {
  return (value) => must(name, integerWithin(value, least, most) !== undefined);
};

function integers(value: string, count: number): readonly bigint[] | undefined {
  const exact = value
    .split('|')
    .map((part) => integerWithin(part, 0n, U64_MAX))
    .filter((part) => part !== undefined);
  return exact.length === count && value.split('|').length === count ? exact : undefined;
}

/** An absolute path of the system on which the Daemon runs. */
export function isAbsolutePath(path: string, windows: boolean): boolean {
  return windows ? /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path) : path.startsWith('/');
}

const path =
  (name: SettableName): Rule =>
  (value, options) =>
    must(name, isAbsolutePath(value, options.windows === true));

function configFile(value: string, options: SetupRuleOptions): string | undefined {
  return options.allowConfigFile
    ? path('config-file')(value, options)
    : 'may not be set: it makes the Daemon read another file, which can kill it. Switch it on in the gateway (allowConfigFile), or set the values one by one.';
}

function url(value: string): string | undefined {
  const good = /^https?:\/\/[\u0021-\u007e]+$/i.test(value) && URL.canParse(value);
  return must('blockchain-service-url', good);
}

function realUser(value: string, options: SetupRuleOptions): string | undefined {
  const [, uid = '', gid = '', home = ''] = /^(\d*):(\d*):(.+)$/.exec(value) ?? [];
  const id = (text: string): boolean =>
    text === '' || integerWithin(text, 0n, MAX_UID) !== undefined;
  return must('real-user', id(uid) && id(gid) && isAbsolutePath(home, options.windows === true));
}

function isDescriptor(text: string): boolean {
  const [, chain = '', address = '', ports = ''] =
    /^masq:\/\/([a-z-]+):[A-Za-z0-9_-]{43}@([^:]+):([\d/]+)$/.exec(text) ?? [];
  return (
    chains.some((known) => known === chain) &&
    isIPv4(address) &&
    ports.split('/').every((port) => integerWithin(port, LEAST_PORT, MAX_PORT) !== undefined)
  );
}

function neighbors(value: string): string | undefined {
  return must(
    'neighbors',
    value.split(',').every((descriptor) => isDescriptor(descriptor.trim())),
  );
}

// Seconds above the limit overflow in the Node; an interval of zero makes its Accountant divide by zero and die (utils.rs:375-398).
function paymentThresholds(value: string): string | undefined {
  const parsed = integers(value, 6);
  if (parsed === undefined) return must('payment-thresholds', false);
  const [debt = 0n, maturity = 0n, grace = 0n, permanent = 0n, interval = 0n] = parsed;
  if (debt <= permanent) {
    return 'must have a first number (debt threshold) greater than its fourth (permanent debt)';
  }
  if (interval === 0n)
    return 'must have a fifth number (interval) of at least 1: zero kills the Node';
  return [maturity, grace, interval].some((seconds) => seconds > MAX_THRESHOLD_S)
    ? `must not have more than ${MAX_THRESHOLD_S} seconds as its second, third or fifth number`
    : undefined;
}

function ratePack(value: string): string | undefined {
  return must('rate-pack', integers(value, 4) !== undefined);
}

function scanIntervals(value: string): string | undefined {
  const parsed = integers(value, 3);
  if (parsed === undefined) return must('scan-intervals', false);
  return parsed.every((seconds) => seconds >= 1n && seconds <= MAX_SCAN_INTERVAL_S)
    ? undefined
    : `must have numbers from 1 to ${MAX_SCAN_INTERVAL_S}; to have no scans, set scans to off`;
}

const rules: Record<SettableName, Rule> = {
  'blockchain-service-url': url,
  chain: choice('chain', chains, false),
  'clandestine-port': integer('clandestine-port', LEAST_PORT, MAX_PORT),
  'config-file': configFile,
  'consuming-private-key': privateKeyFault,
  'data-directory': path('data-directory'),
  'db-password': newPasswordFault,
  'dns-servers': (value) => must('dns-servers', value.split(',').every(isAddress)),
  'earning-wallet': addressFault,
  'gas-price': integer('gas-price', 1n, U64_MAX),
  ip: (value) => must('ip', isAddress(value)),
  'log-level': choice('log-level', logLevels, true),
  'mapping-protocol': choice('mapping-protocol', mappingProtocols, true),
  'min-hops': integer('min-hops', 1n, 6n),
  'neighborhood-mode': choice('neighborhood-mode', neighborhoodModes, false),
  neighbors,
  'new-public-key': choice('new-public-key', switches, false),
  'payment-thresholds': paymentThresholds,
  'rate-pack': ratePack,
  'real-user': realUser,
  'scan-intervals': scanIntervals,
  scans: choice('scans', switches, true),
};
