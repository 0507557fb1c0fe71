/** What a simulated Node owes, and what it is owed. */

/** One debt of ours or of others; amounts in gwei, ages in seconds at the Node's start. */
export interface Account {
  readonly wallet: string;
  readonly ageS: bigint;
  readonly balanceGwei: bigint;
  /** Of payables with a payment under way. */
  readonly pendingHash?: string;
}

/** The money of one Node. */
export interface Ledger {
  readonly payables: readonly Account[];
  readonly receivables: readonly Account[];
  readonly totalPaidPayableGwei: bigint;
  readonly totalPaidReceivableGwei: bigint;
}
