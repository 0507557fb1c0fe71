/** Rules for the values of a setup request: what kills the Daemon, spoils the Node or could only be refused (3.2, 6). */
import { isIPv4 } from 'node:net';
import { integerWithin, U64_MAX } from './decimal.js';
import { newPasswordFault } from './password-rules.js';
import { isCensored, textFault } from './plain-text.js';
import { barredIntegers, isPlainAddress, nodeFault } from './setup-arithmetic.js';
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
  /** Whose a port is that the Node can never have, in words to be read after "is"; undefined for a free one. @default none */
  readonly reservedPort?: (port: number) => string | undefined;
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
  const fault = anyValueFault(value) ?? rules[name](value, options) ?? nodeFault(name, value);
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

const barred =
  (name: SettableName, count: number): Rule =>
  (value) =>
    must(name, barredIntegers(value, count) !== undefined);

function clandestinePort(value: string, { reservedPort }: SetupRuleOptions): string | undefined {
  const port = integerWithin(value, LEAST_PORT, MAX_PORT);
  if (port === undefined) return must('clandestine-port', false);
  const owner = reservedPort?.(Number(port));
  return owner === undefined
    ? undefined
    : `must be another port: this one is ${owner}, so the Node could never listen on it`;
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

function realUser(value: string, options: SetupRuleOptions): string | undefined {
  const [, uid = '', gid = '', home = ''] = /^(\d*):(\d*):(.+)$/.exec(value) ?? [];
  const id = (text: string): boolean =>
    text === '' || integerWithin(text, 0n, MAX_UID) !== undefined;
  return must('real-user', id(uid) && id(gid) && isAbsolutePath(home, options.windows === true));
}

// A key of 32 bytes leaves only sixteen letters for the last of its 43: the others set bits that no byte has.
function isDescriptor(text: string): boolean {
  const [, chain = '', address = '', ports = ''] =
    /^masq:\/\/([a-z-]+):[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]@([^:]+):([\d/]+)$/.exec(text) ?? [];
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

function paymentThresholds(value: string): string | undefined {
  const parsed = barredIntegers(value, 6);
  if (parsed === undefined) return must('payment-thresholds', false);
  const [debt = 0n, , , permanent = 0n] = parsed;
  return debt <= permanent
    ? 'must have a first number (debt threshold) greater than its fourth (permanent debt)'
    : undefined;
}

const rules: Record<SettableName, Rule> = {
  'blockchain-service-url': () => undefined,
  chain: choice('chain', chains, false),
  'clandestine-port': clandestinePort,
  'config-file': configFile,
  'consuming-private-key': privateKeyFault,
  'data-directory': path('data-directory'),
  'db-password': newPasswordFault,
  'dns-servers': (value) => must('dns-servers', value.split(',').every(isPlainAddress)),
  'earning-wallet': addressFault,
  'gas-price': integer('gas-price', 1n, U64_MAX),
  ip: (value) => must('ip', isPlainAddress(value)),
  'log-level': choice('log-level', logLevels, true),
  'mapping-protocol': choice('mapping-protocol', mappingProtocols, true),
  'min-hops': integer('min-hops', 1n, 6n),
  'neighborhood-mode': choice('neighborhood-mode', neighborhoodModes, false),
  neighbors,
  'new-public-key': choice('new-public-key', switches, false),
  'payment-thresholds': paymentThresholds,
  'rate-pack': barred('rate-pack', 4),
  'real-user': realUser,
  'scan-intervals': barred('scan-intervals', 3),
  scans: choice('scans', switches, true),
};
