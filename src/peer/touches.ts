/** Which readings are made stale by what. */
import type { Opcode } from '../protocol/opcodes.js';
import type { ReadKind } from './peers.js';

/** A change of either link touches everything. */
export const allKinds: readonly ReadKind[] = [
  'setup',
  'configuration',
  'connectionStatus',
  'descriptor',
  'financials',
  'neighborhoodGraph',
];

const none: readonly ReadKind[] = [];

const byRequest: Partial<Record<Opcode, readonly ReadKind[]>> = {
  changePassword: ['configuration'],
  crash: allKinds,
  exitLocation: ['connectionStatus', 'neighborhoodGraph'],
  generateWallets: ['configuration', 'financials'],
  recoverWallets: ['configuration', 'financials'],
  // Receivables move the start block.
  scan: ['financials', 'configuration'],
  // min-hops decides when a route is found.
  setConfiguration: ['configuration', 'connectionStatus', 'neighborhoodGraph'],
  setup: ['setup'],
  shutdown: allKinds,
  start: allKinds,
};

const byBroadcast: Readonly<Record<string, readonly ReadKind[]>> = {
  setup: ['setup'],
  crashed: ['setup'],
  newPassword: ['configuration'],
  connectionChange: ['connectionStatus', 'neighborhoodGraph', 'descriptor'],
};

/** What a request of ours touches, when it is written and when it has ended in any way. */
export function touchedByRequest(opcode: Opcode): readonly ReadKind[] {
  return byRequest[opcode] ?? none;
}

/** What a broadcast touches. Log lines touch nothing. */
export function touchedByBroadcast(opcode: string): readonly ReadKind[] {
  return Object.hasOwn(byBroadcast, opcode) ? (byBroadcast[opcode] ?? none) : none;
}
