/** What a simulated Node shows: neighbors, countries, debts; amounts beyond 2^53 among them. */
import { createHash } from 'node:crypto';
import type { Account, Ledger } from './accountant.js';
import type { GraphNode, NeighborhoodGraph } from './neighborhood.js';

const CHAIN = 'base-mainnet';

/** Parameter name → value; no password yet, as on a fresh installation. */
export function demoSetup(): Readonly<Record<string, string>> {
  return {
    'blockchain-service-url': 'https://base.example.org/rpc',
    chain: CHAIN,
    'dns-servers': '1.1.1.1,9.9.9.9',
    ip: OWN_ADDRESS,
    'log-level': 'info',
    'neighborhood-mode': 'standard',
    neighbors: demoNeighbors(CHAIN).join(','),
  };
}

const DESCRIPTOR_KEY_LENGTH = 43;
const ADDRESS_HEX_DIGITS = 40;
const DAY_S = 86_400n;
const HOUR_S = 3_600n;

/** A public key as graphs print it, made of a name: always the same for the same name. */
function publicKeyOf(name: string): string {
  return createHash('sha512').update(name).digest('base64').replaceAll('=', '');
}

/** The descriptor of a Node; only the first 32 bytes of its key stand in it. */
function descriptorOf(chain: string, name: string, address: string): string {
  const key = createHash('sha512').update(name).digest('base64url').slice(0, DESCRIPTOR_KEY_LENGTH);
  // 43 letters hold 258 bits: the last letter must have its two spare bits clear.
  const spareless = Buffer.from(key, 'base64url').subarray(0, 32).toString('base64url');
  return `masq://${chain}:${spareless}@${address}`;
}

function walletOf(name: string): string {
  return `0x${createHash('sha256').update(name).digest('hex').slice(0, ADDRESS_HEX_DIGITS)}`;
}

const OWN_NAME = 'own';
/** The wallet that earns where nobody has set one. */
export const DEFAULT_EARNING_WALLET = '0x27d9a2ac83b493f88ce9b4532edcf74e95b9788d';
/** The public address of the simulated Node in standard mode. */
const OWN_ADDRESS = '203.0.113.17';

/** The Node's own descriptor in standard mode. */
export function ownDescriptor(chain: string, clandestinePort: string): string {
  return descriptorOf(chain, OWN_NAME, `${OWN_ADDRESS}:${clandestinePort}`);
}

/** Two neighbors that a standard setup can name. */
function demoNeighbors(chain: string): readonly string[] {
  return [
    descriptorOf(chain, 'prague', '198.51.100.24:5678'),
    descriptorOf(chain, 'berlin', '198.51.100.81:14325'),
  ];
}

/** A Node all alone, as in zero-hop. */
export function lonelyGraph(): NeighborhoodGraph {
  return {
    nodes: [
      {
        key: publicKeyOf(OWN_NAME),
        countryCode: 'ZZ',
        version: 0,
        acceptsConnections: false,
        routesData: false,
        address: undefined,
      },
    ],
    edges: [],
  };
}

const others: readonly (readonly [
  name: string,
  country: string,
  version: number,
  address?: string,
])[] = [
  ['prague', 'CZ', 12, '198.51.100.24:5678'],
  ['berlin', 'DE', 9, '198.51.100.81:14325'],
  ['bratislava', 'SK', 4],
  ['toronto', 'CA', 7],
  ['sydney', 'AU', 3],
  ['tokyo', 'JP', 15],
];

const links: readonly (readonly [string, string])[] = [
  [OWN_NAME, 'prague'],
  [OWN_NAME, 'berlin'],
  ['prague', 'bratislava'],
  ['prague', 'toronto'],
  ['berlin', 'bratislava'],
  ['berlin', 'sydney'],
  ['bratislava', 'tokyo'],
  ['toronto', 'tokyo'],
  ['sydney', 'tokyo'],
];

/** Seven Nodes in as many countries, with neighbors on both sides. */
export function demoGraph(clandestinePort: string): NeighborhoodGraph {
  const own: GraphNode = {
    key: publicKeyOf(OWN_NAME),
    countryCode: 'NL',
    version: 5,
    acceptsConnections: true,
    routesData: true,
    address: `${OWN_ADDRESS}:${clandestinePort}`,
  };
  const nodes = others.map(([name, countryCode, version, address]): GraphNode => ({
    key: publicKeyOf(name),
    countryCode,
    version,
    acceptsConnections: name !== 'sydney',
    routesData: true,
    address,
  }));
  const edges = links.flatMap(([from, to]): (readonly [string, string])[] => [
    [publicKeyOf(from), publicKeyOf(to)],
    [publicKeyOf(to), publicKeyOf(from)],
  ]);
  return { nodes: [own, ...nodes], edges };
}

function account(name: string, ageS: bigint, balanceGwei: bigint, pendingHash?: string): Account {
  const plain = { wallet: walletOf(name), ageS, balanceGwei };
  return pendingHash === undefined ? plain : { ...plain, pendingHash };
}

/** Debts of every size: small ones, ones beyond 2^53, and one that others owe us and have overpaid. */
export function demoLedger(): Ledger {
  return {
    payables: [
      account('prague', 3n * DAY_S, 9_007_199_254_740_993n),
      account('berlin', DAY_S + 5n * HOUR_S, 1_250_000_000n),
      account('toronto', 7n * HOUR_S, 84_213_377n, '0x5cf6…1d0b'),
      account('tokyo', 1_800n, 53_844n),
    ],
    receivables: [
      account('sydney', 12n * DAY_S, 9_007_199_254_740_995n),
      account('bratislava', 2n * DAY_S, 604_800_123n),
      account('berlin', 11n * HOUR_S, 107_688n),
      account('prague', 4n * HOUR_S, -3_000_017n),
    ],
    totalPaidPayableGwei: 4_611_686_018_427_387_905n,
    totalPaidReceivableGwei: 732_000_000n,
  };
}

/** Log lines of an ordinary minute, told one after the other in demo mode. */
export const idleLogLines: readonly string[] = [
  'Processing Gossip about 3 Nodes',
  'Finished processing Gossip about 3 Nodes',
  'Sending update Gossip about 7 Nodes to all 2 neighbors',
  'Persisted neighbor changes for next run',
  'No newly received payments were detected during the scanning process.',
];
