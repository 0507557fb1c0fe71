/** Changes with validation, and the whole setup at once, beside the same conversation straight over ws. */
import { demoSetup } from '../../src/simulator/demo-data.js';
import { untilAnswers, type BenchCase, type Scene } from '../bench-case.js';
import { Client, oneAfterAnother, requestText } from '../http-load.js';
import { quantile, type Measurement } from '../measurement.js';
import { StraightLink } from '../straight.js';
import { inTurns, sideOf, type Side } from '../turns.js';

const READY_LIMIT_MS = 20_000;
const MS_US = 1_000;

/** Everything that can be set except `config-file`, which is refused as shipped: 21 of the 23 names in a reply. */
const values: readonly { readonly name: string; readonly value: string }[] = Object.entries({
  ...demoSetup(),
  'clandestine-port': '1025',
  'consuming-private-key': '1'.repeat(64),
  'data-directory': '/home/masq/data',
  'db-password': 'bench word',
  'earning-wallet': `0x${'aB'.repeat(20)}`,
  'gas-price': '1',
  'mapping-protocol': 'pcp',
  'min-hops': '3',
  'new-public-key': 'on',
  'payment-thresholds': '1000000000|1200|1200|500000000|21600|500000000',
  'rate-pack': '53844|53844|107688|107688',
  'real-user': '1000:1000:/home/masq',
  'scan-intervals': '600|600|600',
  scans: 'on',
}).map(([name, value]) => ({ name, value }));

interface Write {
  readonly what: string;
  readonly request: string;
  readonly payload: string;
}

const one = { name: 'log-level', value: 'info' };
const writes: readonly Write[] = [
  {
    what: 'PUT /v1/setup/{name}',
    request: requestText('PUT', `/v1/setup/${one.name}`, JSON.stringify({ value: one.value })),
    payload: JSON.stringify({ values: [one] }),
  },
];

/** One value and all values of the setup. */
export const writesCase: BenchCase = {
  name: 'writes',
  title: 'changes of the setup in front of the simulator, one at a time',
  run: async (scene) => {
    const measured: Measurement[] = [];
    for (const write of [...writes, wholeSetup()]) measured.push(await measure(scene, write));
    return measured;
  },
};

function wholeSetup(): Write {
  const body = JSON.stringify({ values });
  return {
    what: `PATCH /v1/setup, ${values.length} values`,
    request: requestText('PATCH', '/v1/setup', body),
    payload: body,
  };
}

async function measure(scene: Scene, write: Write): Promise<Measurement> {
  const { processes, stretchMs } = scene;
  const daemon = await processes.simulator();
  const gateway = await processes.gateway(['--daemon-port', String(daemon.port)]);
  const ready = `http://127.0.0.1:${gateway.port}/readyz?require=daemon&wait=10`;
  await untilAnswers(ready, READY_LIMIT_MS);
  const client = await Client.open(gateway.port);
  const straight = await StraightLink.open(daemon.port);
  const side = (call: () => Promise<unknown>): Side<number> =>
    sideOf(async () => quantile(await oneAfterAnother(stretchMs, call), 0.5) * MS_US);
  const ours = side(() => client.ask(write.request));
  const ws = side(() => straight.ask('setup', write.payload));
  await inTurns(scene, write.what, [ws, ours]);
  for (const each of [client, straight]) each.close();
  for (const each of [gateway, daemon]) await each.close();
  return {
    what: `${write.what}: added p50`,
    unit: 'µs',
    compared: 'difference',
    values: ours.values,
    baseline: { what: 'setup straight over ws', values: ws.values },
  };
}
