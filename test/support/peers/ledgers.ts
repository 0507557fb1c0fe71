/** Ledgers of simulated Nodes that only tests want. */
import type { Ledger } from '../../../src/simulator/accountant.js';

const MAX_U64 = (1n << 64n) - 1n;
const MAX_I64 = (1n << 63n) - 1n;
const WALLET = '0x27d9a2ac83b493f88ce9b4532edcf74e95b9788d';

/** Every 64-bit field at its bounds, an age from the future among them. */
export const extremeLedger: Ledger = {
  payables: [{ wallet: WALLET, ageS: MAX_I64, balanceGwei: MAX_U64 }],
  receivables: [{ wallet: WALLET, ageS: MAX_U64, balanceGwei: -MAX_I64 - 1n }],
  totalPaidPayableGwei: MAX_U64,
  totalPaidReceivableGwei: MAX_U64,
};

/** The ledger of a Node that has done nothing yet. */
export const emptyLedger: Ledger = {
  payables: [],
  receivables: [],
  totalPaidPayableGwei: 0n,
  totalPaidReceivableGwei: 0n,
};
