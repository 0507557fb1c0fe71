/** The names of the Daemon's setup: which may be set, which are secret, and what each accepts, in words for people. */
import { didYouMean } from './suggestion.js';

/** What is fixed about one name. */
interface SetupName {
  /** How its value is read; all values are strings on the wire. */
  readonly kind: 'choice' | 'integer' | 'integers' | 'text' | 'path' | 'secret';
  /** True where a value must not appear in a log, a problem or a metric. The Daemon itself censors only two of the three. */
  readonly secret: boolean;
  /** What is accepted, to be read after "must be". */
  readonly accepts: string;
}

/** The chains, in the only spelling that leaves the Daemon alive (masq_lib/src/blockchains/chains.rs:29-50). */
export const chains = [
  'polygon-mainnet',
  'eth-mainnet',
  'base-mainnet',
  'base-sepolia',
  'polygon-amoy',
  'eth-ropsten',
  'dev',
] as const;

/** The neighborhood modes; another case kills the Daemon (unprivileged_parse_args_configuration.rs:254-306). */
export const neighborhoodModes = [
  'zero-hop',
  'originate-only',
  'consume-only',
  'standard',
] as const;
/** `on` and `off`; another case of new-public-key kills the Daemon (node_configurator_standard.rs:306-312). */
export const switches = ['on', 'off'] as const;
/** Log levels; the Daemon takes any case. */
export const logLevels = ['off', 'error', 'warn', 'info', 'debug', 'trace'] as const;
/** Port mapping protocols; the Daemon takes any case. */
export const mappingProtocols = ['pcp', 'pmp', 'igdp'] as const;

const oneOf = (values: readonly string[]): string => `one of ${values.join(', ')}`;
const name = (kind: SetupName['kind'], accepts: string, secret = false): SetupName => ({
  kind,
  secret,
  accepts,
});

/** Every name that may be set (masq_lib/src/shared_schema.rs:250-520); `real-user` does not exist on Windows. */
export const setupNames = {
  'blockchain-service-url': name('text', 'an http or https URL of RFC 3986', true),
  chain: name('choice', oneOf(chains)),
  'clandestine-port': name('integer', 'a number from 1025 to 65535'),
  'config-file': name('path', 'an absolute path'),
  'consuming-private-key': name('secret', '64 hexadecimal digits', true),
  'data-directory': name('path', 'an absolute path'),
  'db-password': name('secret', 'a password that does not begin with "-"', true),
  'dns-servers': name('text', 'one or more IP addresses with commas between them, no spaces'),
  'earning-wallet': name('text', '0x followed by exactly 40 hexadecimal digits'),
  'gas-price': name('integer', 'a whole number from 1 to 18446744073709551615'),
  ip: name('text', 'one IPv4 or IPv6 address other than 0.0.0.0'),
  'log-level': name('choice', oneOf(logLevels)),
  'mapping-protocol': name('choice', oneOf(mappingProtocols)),
  'min-hops': name('integer', 'a number from 1 to 6'),
  'neighborhood-mode': name('choice', oneOf(neighborhoodModes)),
  neighbors: name(
    'text',
    'one or more descriptors masq://CHAIN:KEY@IPv4:PORT with commas between them: a key of 43 letters, the last one of AEIMQUYcgkosw048; ports from 1025 to 65535, several with slashes between them',
  ),
  'new-public-key': name('choice', oneOf(switches)),
  'payment-thresholds': name(
    'integers',
    'six whole numbers with bars between them: debt threshold (gwei), maturity (s), grace (s), permanent debt (gwei), interval (s), unban below (gwei)',
  ),
  'rate-pack': name(
    'integers',
    'four whole numbers from 0 to 10000000000 with bars between them, in wei: per routed byte, per routing, per exit byte, per exit',
  ),
  'real-user': name(
    'text',
    'uid:gid:home with an ordinary user and an absolute home directory, such as 1000:1000:/home/me',
  ),
  'scan-intervals': name(
    'integers',
    'three whole numbers of seconds from 1 to 31536000 with bars between them: pending payables, payables, receivables',
  ),
  scans: name('choice', oneOf(switches)),
} as const satisfies Record<string, SetupName>;

/** A name that may be set. */
export type SettableName = keyof typeof setupNames;

const isKey = (text: string): text is SettableName => Object.hasOwn(setupNames, text);

/** Every settable name, sorted. @internal */
export const settableNames: readonly SettableName[] = Object.keys(setupNames).filter(isKey);

/** Every name that a setup reply lists: the settable ones and `crash-point` (node/src/daemon/setup_reporter.rs:1217-1244). */
export const readableNames: readonly string[] = [...settableNames, 'crash-point'].sort();

/** True where the name may be set or cleared. */
export function isSettableName(text: string): text is SettableName {
  return isKey(text);
}

/** True where a value of that name must not appear in a log, a problem or a metric; true for unknown names as well. */
export function isSecretName(text: string): boolean {
  return !isKey(text) || setupNames[text].secret;
}

const neverOffered: Readonly<Record<string, string>> = {
  'crash-point': 'makes the Node crash; this gateway never sets it',
  'fake-public-key': 'is for tests of the Node only; this gateway never sets it',
  help: 'is no setting and would kill the Daemon',
  version: 'is no setting and would kill the Daemon',
};

/** What is wrong with a name; undefined where it may be set or cleared. Repeats it only where it looks like a name. */
export function setupNameFault(text: string): string | undefined {
  if (isKey(text)) return undefined;
  const refusal = Object.hasOwn(neverOffered, text) ? neverOffered[text] : undefined;
  if (refusal !== undefined) return `${text} ${refusal}`;
  const shown = /^[A-Za-z][A-Za-z_-]{0,39}$/.test(text) ? `"${text}"` : 'This';
  return `${shown} is not a setting of the Node.${didYouMean(text, settableNames)} Known are: ${settableNames.join(', ')}.`;
}
