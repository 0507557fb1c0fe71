/**
 * The peers' error codes as exact decimal strings (masq_lib/src/constants.rs:55-86): most of them are beyond 2^53,
 * where eight different codes would become one double.
 */

const CONFIGURATOR_PREFIX = 0x0001n << 48n;
const ACCOUNTANT_PREFIX = 0x0040n << 48n;
const UI_PREFIX = 0x8000n << 48n;

const code = (prefix: bigint, low: bigint): string => (prefix | low).toString();

/** Name → exact decimal string of every code that a peer may send. */
export const peerCodes = {
  KEY_PAIR_CONSTRUCTION: code(CONFIGURATOR_PREFIX, 0x5n),
  CONFIGURATOR_READ: code(CONFIGURATOR_PREFIX, 0x1n),
  CONFIGURATOR_WRITE: code(CONFIGURATOR_PREFIX, 0x2n),
  UNRECOGNIZED_MNEMONIC_LANGUAGE: code(CONFIGURATOR_PREFIX, 0x3n),
  ILLEGAL_MNEMONIC_WORD_COUNT: code(CONFIGURATOR_PREFIX, 0x4n),
  BAD_PASSWORD: code(CONFIGURATOR_PREFIX, 0x6n),
  ALREADY_INITIALIZED: code(CONFIGURATOR_PREFIX, 0x7n),
  DERIVATION_PATH: code(CONFIGURATOR_PREFIX, 0x8n),
  MNEMONIC_PHRASE: code(CONFIGURATOR_PREFIX, 0x9n),
  EARLY_QUESTIONING: code(CONFIGURATOR_PREFIX, 0xan),
  UNRECOGNIZED_PARAMETER: code(CONFIGURATOR_PREFIX, 0xbn),
  NON_PARSABLE_VALUE: code(CONFIGURATOR_PREFIX, 0xcn),
  MISSING_DATA: code(CONFIGURATOR_PREFIX, 0xdn),
  UNKNOWN: code(CONFIGURATOR_PREFIX, 0xen),
  REQUEST_WITH_NO_VALUES: code(ACCOUNTANT_PREFIX, 0x1n),
  MUTUALLY_EXCLUSIVE_PARAMS: code(ACCOUNTANT_PREFIX, 0x2n),
  VALUE_EXCEEDS_ALLOWED_LIMIT: code(ACCOUNTANT_PREFIX, 0x3n),
  NODE_LAUNCH: code(UI_PREFIX, 0x1n),
  NODE_NOT_RUNNING: code(UI_PREFIX, 0x2n),
  NODE_ALREADY_RUNNING: code(UI_PREFIX, 0x3n),
  UNMARSHAL: code(UI_PREFIX, 0x4n),
  SETUP: code(UI_PREFIX, 0x5n),
  TIMEOUT: code(UI_PREFIX, 0x6n),
  SCAN: code(UI_PREFIX, 0x7n),
  EXIT_COUNTRY_MISSING_COUNTRIES: code(UI_PREFIX, 0x8n),
} as const;

/** The peers' own name of an error code, as their sources spell it. */
export type PeerCodeName = keyof typeof peerCodes;

const names = new Map<string, PeerCodeName>(
  Object.entries(peerCodes).map(([name, decimal]) => [decimal, name as PeerCodeName]),
);

/** The name of a code given as an exact decimal string; undefined for one that the peers' sources do not list. */
export function peerCodeName(decimal: string): PeerCodeName | undefined {
  return names.get(decimal);
}

/** The code as the `masq` command line prints it, `8000_0000_0000_0002`; `decimal` is a u64 as a decimal string. */
export function peerCodeHex(decimal: string): string {
  const digits = BigInt(decimal).toString(16).toUpperCase().padStart(16, '0');
  return (digits.match(/.{4}/g) ?? []).join('_');
}
