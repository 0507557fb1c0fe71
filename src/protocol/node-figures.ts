/** The few figures of the Node that the gateway itself reads from replies, exactly. */
import { memberReader } from './codec.js';
import { parseDot } from './dot.js';
import { readString } from './json-text.js';

/** Totals of a `financials` reply, in gwei (masq_lib/src/messages.rs:656-665). */
export interface FinancialTotals {
  readonly unpaidPayable: bigint;
  readonly paidPayable: bigint;
  /** Negative where others paid too much. */
  readonly unpaidReceivable: bigint;
  readonly paidReceivable: bigint;
}

const integer = /^-?\d{1,20}$/;

function readInteger(token: string | undefined): bigint | undefined {
  return token !== undefined && integer.test(token) ? BigInt(token) : undefined;
}

/** Reads the totals of a `financials` reply; undefined where it holds none. */
export function readFinancialTotals(payload: string): FinancialTotals | undefined {
  const stats = memberReader(memberReader(payload)('statsOpt') ?? '');
  const unpaidPayable = readInteger(stats('totalUnpaidAndPendingPayableGwei'));
  const paidPayable = readInteger(stats('totalPaidPayableGwei'));
  const unpaidReceivable = readInteger(stats('totalUnpaidReceivableGwei'));
  const paidReceivable = readInteger(stats('totalPaidReceivableGwei'));
  return unpaidPayable === undefined ||
    paidPayable === undefined ||
    unpaidReceivable === undefined ||
    paidReceivable === undefined
    ? undefined
    : { unpaidPayable, paidPayable, unpaidReceivable, paidReceivable };
}

/** Reads `gasPrice` of a `configuration` reply, in gwei. */
export function readGasPrice(payload: string): bigint | undefined {
  return readInteger(memberReader(payload)('gasPrice'));
}

/** How many Nodes a `neighborhoodGraph` reply shows, the asked one included. */
export function countNeighborhood(payload: string): number | undefined {
  const graph = readString(memberReader(payload)('graph') ?? '');
  return graph === undefined ? undefined : parseDot(graph)?.nodes.length;
}
