/** The setup parameters, and what the peers' command line parser says to their values (masq_lib/src/shared_schema.rs). */
import { isIP } from 'node:net';

const LOWEST_CLANDESTINE_PORT = 1025;
const HIGHEST_PORT = 65_535;
const MAX_U64 = (1n << 64n) - 1n;

/** One parameter of the command line. */
export interface Parameter {
  /** The placeholder in usage texts. */
  readonly placeholder: string;
  /** True where the option may not stand without a value. */
  readonly needsValue?: boolean;
  /** What is wrong with a value, in the parser's words; undefined where it takes it. */
  readonly fault?: (value: string) => string | undefined;
}

/** Name → parameter of all that the parser knows; `fake-public-key` is taken but never kept. */
export const parameters: Readonly<Record<string, Parameter>> = {
  'blockchain-service-url': { placeholder: 'URL' },
  chain: { placeholder: 'CHAIN' },
  'clandestine-port': { placeholder: 'CLANDESTINE-PORT', fault: unless(isClandestinePort) },
  'config-file': { placeholder: 'FILE-PATH' },
  'consuming-private-key': {
    placeholder: 'PRIVATE-KEY',
    fault: unless((value) => /^[0-9a-fA-F]{64}$/.test(value)),
  },
  'crash-point': {
    placeholder: 'CRASH-POINT',
    fault: anyCase('Message', 'Panic', 'Error', 'None'),
  },
  'data-directory': { placeholder: 'DATA-DIRECTORY', needsValue: true },
  'db-password': { placeholder: 'DB-PASSWORD' },
  'dns-servers': { placeholder: 'DNS-SERVERS', fault: dnsServersFault },
  'earning-wallet': {
    placeholder: 'EARNING-WALLET',
    fault: unless((value) => /^0x[0-9a-fA-F]{40}$/.test(value)),
  },
  'fake-public-key': { placeholder: 'FAKE-PUBLIC-KEY' },
  'gas-price': { placeholder: 'GAS-PRICE', fault: unless((value) => (parseU64(value) ?? 0n) > 0n) },
  ip: { placeholder: 'IP', fault: unless((value) => isIP(value) !== 0) },
  'log-level': {
    placeholder: 'FILTER',
    fault: anyCase('off', 'error', 'warn', 'info', 'debug', 'trace'),
  },
  'mapping-protocol': { placeholder: 'MAPPING-PROTOCOL', fault: anyCase('pcp', 'pmp', 'igdp') },
  'min-hops': {
    placeholder: 'MIN-HOPS',
    fault: (value) => (/^[1-6]$/.test(value) ? undefined : `'${value}'`),
  },
  'neighborhood-mode': {
    placeholder: 'NEIGHBORHOOD-MODE',
    fault: anyCase('zero-hop', 'originate-only', 'consume-only', 'standard'),
  },
  neighbors: { placeholder: 'NODE-DESCRIPTORS' },
  'new-public-key': {
    placeholder: 'NEW-PUBLIC-KEY',
    needsValue: true,
    fault: anyCase('On', 'Off'),
  },
  'payment-thresholds': { placeholder: 'PAYMENT-THRESHOLDS', fault: barredNumbersFault },
  'rate-pack': { placeholder: 'RATE-PACK', fault: barredNumbersFault },
  'real-user': {
    placeholder: 'REAL-USER',
    fault: unless((value) => /^[0-9]*:[0-9]*:.*$/.test(value)),
  },
  'scan-intervals': { placeholder: 'SCAN-INTERVALS', fault: barredNumbersFault },
  scans: { placeholder: 'SCANS', needsValue: true, fault: anyCase('On', 'Off') },
};

/** The 23 names of a setup reply, sorted. */
export const setupNames: readonly string[] = Object.keys(parameters)
  .filter((name) => name !== 'fake-public-key')
  .sort();

/** A Rust `u64::from_str`: digits, a plus sign allowed. */
export function parseU64(text: string): bigint | undefined {
  if (!/^\+?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value <= MAX_U64 ? value : undefined;
}

function unless(accepts: (value: string) => boolean): (value: string) => string | undefined {
  return (value) => (accepts(value) ? undefined : value);
}

function anyCase(...choices: readonly string[]): (value: string) => string | undefined {
  const accepted = new Set(choices.map((choice) => choice.toLowerCase()));
  return (value) => (accepted.has(value.toLowerCase()) ? undefined : `'${value}'`);
}

function isClandestinePort(value: string): boolean {
  const port = parseU64(value);
  return port !== undefined && port >= LOWEST_CLANDESTINE_PORT && port <= HIGHEST_PORT;
}

function dnsServersFault(value: string): string | undefined {
  const bad = value.split(',').filter((address) => isIP(address) === 0);
  return bad.length === 0 ? undefined : bad.map((address) => JSON.stringify(address)).join(';');
}

const BARRED_NUMBERS_HINT =
  'Supply nonnegative numeric values separated by vertical bars like 111|222|333|...';

function barredNumbersFault(value: string): string | undefined {
  const bad = value.split('|').filter((segment) => parseU64(segment) === undefined);
  return bad.length === 0 ? undefined : BARRED_NUMBERS_HINT.repeat(bad.length);
}
