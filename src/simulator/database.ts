/** What a data directory holds from one process to the next: the configuration table of a Node. */

/** The chains that the peers know, in their order (masq_lib/src/shared_schema.rs, official_chain_names). */
export const chainNames = [
  'polygon-mainnet',
  'eth-mainnet',
  'base-mainnet',
  'base-sepolia',
  'polygon-amoy',
  'eth-ropsten',
  'dev',
] as const;

/** The chain of a setup that names none. */
export const DEFAULT_CHAIN = 'base-mainnet';
/** Defaults of a fresh database, as setup and configuration show them. */
export const DEFAULT_PAYMENT_THRESHOLDS = '1000000000|1200|1200|500000000|21600|500000000';
/** Wei per routing byte, routing service, exit byte, exit service. */
export const DEFAULT_RATE_PACK = '53844|53844|107688|107688';
/** Seconds between scans: pending payables, payables, receivables. */
export const DEFAULT_SCAN_INTERVALS = '600|600|600';
/** Relays between a Node and its exit when nobody says otherwise. */
export const DEFAULT_MIN_HOPS = '3';

/** The persistent configuration of one data directory; changed in place by setup, start and the Configurator. */
export interface Database {
  password: string | undefined;
  readonly chain: string;
  clandestinePort: string;
  blockchainServiceUrl: string | undefined;
  gasPrice: bigint;
  minHops: string;
  startBlock: bigint | undefined;
  maxBlockCount: bigint | undefined;
  neighborhoodMode: string;
  mappingProtocol: string | undefined;
  paymentThresholds: string;
  ratePack: string;
  scanIntervals: string;
  pastNeighbors: readonly string[];
  /** Hex text as it was stored; what is no 32-byte key on the curve kills every later reader. */
  consumingKey: string | undefined;
  earningWallet: string | undefined;
}

/** A database as the first start of a Node makes it. */
export function freshDatabase(chain: string, clandestinePort: string): Database {
  return {
    password: undefined,
    chain,
    clandestinePort,
    blockchainServiceUrl: undefined,
    gasPrice: 1n,
    minHops: DEFAULT_MIN_HOPS,
    startBlock: undefined,
    maxBlockCount: undefined,
    neighborhoodMode: 'standard',
    mappingProtocol: undefined,
    paymentThresholds: DEFAULT_PAYMENT_THRESHOLDS,
    ratePack: DEFAULT_RATE_PACK,
    scanIntervals: DEFAULT_SCAN_INTERVALS,
    pastNeighbors: [],
    consumingKey: undefined,
    earningWallet: undefined,
  };
}

/** True where the password opens the database; without a password nothing does but none. */
export function opens(database: Database, password: string | undefined): boolean {
  return database.password === password;
}
