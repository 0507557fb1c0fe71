/** The setup with which the demo's `start` works at once. */
import { demoNeighbors, OWN_ADDRESS } from './demo-data.js';

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
