/** 200 KB of financials, beside bare node:http and beside one that parses and stringifies. */
import { gatewayBefore, type BenchCase, type Scene } from '../bench-case.js';
import { underLoad, type Load, type Loaded } from '../load-tool.js';
import type { Measurement, Target } from '../measurement.js';
import type { Server } from '../processes.js';
import { inTurns, sideOf, type Side } from '../turns.js';

const RECORDS = 1_100;
const CONNECTIONS = 16;
const PATH = '/v1/node/financials';
const LEAST_RATIO = 8;

type Mode = 'shared' | 'each';
const modes: readonly Mode[] = ['shared', 'each'];

interface Sides {
  readonly ours: Side<Loaded>;
  readonly bare: Side<Loaded>;
  readonly parsing: Side<Loaded>;
}

/** A large reply, shared and with a conversation for each request. */
export const largeReply: BenchCase = {
  name: 'large-reply',
  title: `a reply of 200 KB, ${CONNECTIONS} connections`,
  run: async (scene) => {
    const measured: Measurement[] = [];
    for (const mode of modes) measured.push(...(await measure(scene, mode)));
    return measured;
  },
};

async function measure(scene: Scene, mode: Mode): Promise<readonly Measurement[]> {
  const { processes, stretchMs } = scene;
  const peer = await processes.peer();
  await peer.reply('financials', financials());
  const baseline = (how: 'splice' | 'parse'): Promise<Server> =>
    processes.baseline('bare-http', [String(peer.port), 'financials', mode, how]);
  const servers = {
    ours: await gatewayBefore(processes, peer.port, { raised: mode === 'each' }),
    bare: await baseline('splice'),
    parsing: await baseline('parse'),
  };
  const fresh = mode === 'each' ? { header: 'cache-control: no-cache' } : {};
  const load: Load = { connections: CONNECTIONS, path: PATH, durationMs: stretchMs, ...fresh };
  const side = (server: Server): Side<Loaded> => sideOf(() => underLoad(processes, server, load));
  const sides = {
    ours: side(servers.ours),
    bare: side(servers.bare),
    parsing: side(servers.parsing),
  };
  await inTurns(scene, mode, [sides.parsing, sides.bare, sides.ours]);
  await Promise.all([servers.ours, servers.bare, servers.parsing].map((each) => each.close()));
  await peer.close();
  return rows(mode, sides);
}

function rows(mode: Mode, { ours, bare, parsing }: Sides): readonly Measurement[] {
  const what =
    mode === 'shared' ? 'one conversation a second' : 'a conversation each, BUCKET RAISED';
  const floor = 'bare node:http that splices';
  const other = 'bare node:http that parses and stringifies for every request';
  const target: { target?: Target } = mode === 'shared' ? { target: { atLeast: LEAST_RATIO } } : {};
  const row = (
    unit: string,
    part: 'perSecond' | 'costUs',
    name: string,
    baseline: Side<Loaded>,
  ): Measurement => ({
    what: part === 'costUs' ? `${what}: processor time` : what,
    unit,
    compared: 'ratio',
    values: ours.values.map((each) => each[part]),
    baseline: { what: name, values: baseline.values.map((each) => each[part]) },
  });
  return [
    row('requests/s', 'perSecond', floor, bare),
    { ...row('requests/s', 'perSecond', other, parsing), ...target },
    row('µs per request', 'costUs', floor, bare),
    row('µs per request', 'costUs', other, parsing),
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
