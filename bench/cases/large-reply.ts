/** Case 5: 200 KB of financials against a gateway that parses and stringifies. */
import { BenchPeer } from '../peer.js';
import { closedLoop, requestText } from '../http-load.js';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase } from '../bench-case.js';
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
      const load = async (port: number, ms = stretchMs): Promise<number> =>
        (await closedLoop(port, CONNECTIONS, [request], ms)).perSecond;
      const values = { ours: [] as number[], parsing: [] as number[] };
      for (let round = -1; round < scene.rounds; round++) {
        const [other, own] = [await load(parsing.port), await load(ours.port)];
        if (round < 0) continue; // the first one warms both
        values.parsing.push(other);
        values.ours.push(own);
        scene.tell(`${mode}, round ${round + 1}`);
      }
      await Promise.all([ours.close(), parsing.close()]);
      peer.close();
      measured.push(row(mode, values));
    }
    return measured;
  },
};

function row(
  mode: (typeof modes)[number],
  values: { readonly ours: readonly number[]; readonly parsing: readonly number[] },
): Measurement {
  const target: { target?: Target } = mode === 'shared' ? { target: { atLeast: LEAST_RATIO } } : {};
  return {
    what: mode === 'shared' ? 'both share a reply for a second' : 'no stored reply, BUCKET RAISED',
    unit: 'requests/s',
    compared: 'ratio',
    values: values.ours,
    baseline: { what: 'parse and stringify', values: values.parsing },
    ...target,
  };
}

/** Payables as the Node writes them, about 200 KB. */
function financials(): string {
  const records = Array.from({ length: RECORDS }, (_, at) => {
    const wallet = `0x${String(at).padStart(40, '0')}`;
    return `{"wallet": "${wallet}", "ageS": ${1_000_000 + at}, "balanceGwei": ${9_223_372_036_854_775_000n + BigInt(at)}, "pendingPayableHashOpt": null, "comment": "0123456789"}`;
  });
  return `{"statsOpt": null, "queryResultsOpt": {"payableOpt": [${records.join(', ')}], "receivableOpt": []}}`;
}
