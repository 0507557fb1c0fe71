/** Case 5: 200 KB of financials against a gateway that parses and stringifies. */
import { BenchPeer } from '../peer.js';
import { requestText } from '../http-load.js';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase } from '../bench-case.js';
import { loaded } from '../loaded.js';
import type { Loaded } from '../loaded.js';
import type { Measurement, Target } from '../measurement.js';

const RECORDS = 1_100;
const CONNECTIONS = 16;
const LEAST_RATIO = 8;
const PATH = '/v1/node/financials';
const modes = ['shared', 'each'] as const;

/** See the file's head. */
export const largeReply: BenchCase = {
  name: 'large-reply',
  title: `a reply of 200 KB, ${CONNECTIONS} connections, against a gateway that parses and stringifies`,
  run: async (scene) => {
    const measured: Measurement[] = [];
    for (const mode of modes) {
      const peer = await BenchPeer.open();
      peer.reply('financials', financials());
      const { processes, stretchMs } = scene;
      const ours = await gatewayBefore(processes, peer.port, { raised: mode === 'each' });
      const args = [String(peer.port), 'financials', mode];
      const parsing = await processes.baseline('parse-and-stringify', args);
      const fresh = mode === 'each' ? 'cache-control: no-cache\r\n' : '';
      const request = requestText('GET', PATH, undefined, fresh);
      const values = { ours: [] as Loaded[], parsing: [] as Loaded[] };
      for (let round = -1; round < scene.rounds; round++) {
        const other = await loaded(parsing, CONNECTIONS, request, stretchMs);
        const own = await loaded(ours, CONNECTIONS, request, stretchMs);
        if (round < 0) continue; // the first one warms both
        values.parsing.push(other);
        values.ours.push(own);
        scene.tell(`${mode}, round ${round + 1}`);
      }
      await Promise.all([ours.close(), parsing.close()]);
      peer.close();
      measured.push(...rows(mode, values));
    }
    return measured;
  },
};

function rows(
  mode: (typeof modes)[number],
  { ours, parsing }: { readonly ours: readonly Loaded[]; readonly parsing: readonly Loaded[] },
): readonly Measurement[] {
  const target: { target?: Target } = mode === 'shared' ? { target: { atLeast: LEAST_RATIO } } : {};
  const what =
    mode === 'shared' ? 'both share a reply for a second' : 'no stored reply, BUCKET RAISED';
  const other = 'parse and stringify';
  const rates = (of: readonly Loaded[]): number[] => of.map(({ perSecond }) => perSecond);
  const costs = (of: readonly Loaded[]): number[] => of.map(({ costUs }) => costUs);
  return [
    {
      what,
      unit: 'requests/s',
      compared: 'ratio',
      values: rates(ours),
      baseline: { what: other, values: rates(parsing) },
      ...target,
    },
    {
      what: `${what}: processor time`,
      unit: 'µs a request',
      compared: 'ratio',
      values: costs(ours),
      baseline: { what: other, values: costs(parsing) },
    },
  ];
}

/** Payables as the Node writes them, about 200 KB. */
function financials(): string {
  const records = Array.from({ length: RECORDS }, (_, at) => {
    const wallet = `0x${String(at).padStart(40, '0')}`;
    return `{"wallet": "${wallet}", "ageS": ${1_000_000 + at}, "balanceGwei": ${9_223_372_036_854_775_000n + BigInt(at)}, "pendingPayableHashOpt": null, "comment": "0123456789"}`;
  });
  return `{"statsOpt": null, "queryResultsOpt": {"payableOpt": [${records.join(', ')}], "receivableOpt": []}}`;
}
