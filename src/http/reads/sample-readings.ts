/** How the figures of the metrics are read: as any other shared reading, so that pollers and scrapes ask the Node once. */
import type { SampleReadings } from '../../metrics/gateway-metrics.js';
import { opcodes } from '../../protocol/opcodes.js';
import {
  countNeighborhood,
  readFinancialTotals,
  readGasPrice,
} from '../../protocol/node-figures.js';
import type { Reading, SharedReads } from './shared-reads.js';

const financials: Reading = {
  opcode: 'financials',
  payload: '{"statsRequired":true}',
};
const configuration: Reading = {
  opcode: 'configuration',
  payload: '{}',
};
const neighborhood: Reading = {
  opcode: 'neighborhoodGraph',
  payload: '{}',
};
const WAIT_MS = opcodes.financials.limitMs;

/** The readings over shared reads; each rejects where the Node does not answer, or not as it should. */
export function sampleReadings(reads: SharedReads): SampleReadings {
  const read = async <Value>(
    reading: Reading,
    take: (text: string) => Value | undefined,
  ): Promise<{ readonly value: Value; readonly ageMs: number }> => {
    const { text, ageMs } = await reads.read(reading, { waitMs: WAIT_MS, newOnly: false });
    const value = take(text);
    if (value === undefined) throw new TypeError(`the reply of ${reading.opcode} is unreadable`);
    return { value, ageMs };
  };
  return {
    financials: async () => {
      const { value, ageMs } = await read(financials, readFinancialTotals);
      return {
        ageMs,
        figures: {
          masq_gateway_node_unpaid_payable_gwei: Number(value.unpaidPayable),
          masq_gateway_node_paid_payable_gwei: Number(value.paidPayable),
          masq_gateway_node_unpaid_receivable_gwei: Number(value.unpaidReceivable),
          masq_gateway_node_paid_receivable_gwei: Number(value.paidReceivable),
        },
      };
    },
    gas_price: async () => {
      const { value, ageMs } = await read(configuration, readGasPrice);
      return { ageMs, figures: { masq_gateway_node_gas_price_gwei: Number(value) } };
    },
    neighborhood: async () => {
      const { value, ageMs } = await read(neighborhood, countNeighborhood);
      return { ageMs, figures: { masq_gateway_node_neighborhood_nodes: value } };
    },
  };
}
