/** Case 8: changes with validation, and the whole setup at once, against the same conversation straight over ws. */
import { createSimulator } from '../../src/simulator/simulator.js';
import { demoSetup } from '../../src/simulator/demo-setup.js';
import { Client, requestText } from '../http-load.js';
import type { BenchCase, Scene } from '../bench-case.js';
import { quantile } from '../measurement.js';
import type { Measurement } from '../measurement.js';
import { StraightLink } from '../straight.js';

/** Everything that can be set but `config-file`, which is refused as shipped: of the 23 names in a reply these 21. */
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

/** See the file's head. */
export const writesCase: BenchCase = {
  name: 'writes',
  title: 'changes of the setup before the simulator, one at a time',
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
  const simulator = createSimulator({ setup: demoSetup() });
  const { daemonPort } = await simulator.start();
  const gateway = await scene.processes.gateway(['--daemon-port', String(daemonPort)]);
  await fetch(`http://127.0.0.1:${gateway.port}/readyz?require=daemon&wait=10`);
  const client = await Client.open(gateway.port);
  const straight = await StraightLink.open(daemonPort);
  const taken = { ours: [] as number[], straight: [] as number[] };
  for (let round = -1; round < scene.rounds; round++) {
    const ws = await p50(scene.stretchMs, () => straight.ask('setup', write.payload));
    const ours = await p50(scene.stretchMs, async () => {
      const status = await client.ask(write.request);
      if (status !== 200) throw new Error(`${write.what} was answered with ${status}`);
    });
    if (round < 0) continue; // the first one warms both
    taken.straight.push(ws);
    taken.ours.push(ours);
    scene.tell(`${write.what}, round ${round + 1}`);
  }
  client.close();
  straight.close();
  await gateway.close();
  await simulator.close();
  return {
    what: `${write.what}: p50`,
    unit: 'µs',
    compared: 'difference',
    values: taken.ours,
    baseline: { what: 'setup straight over ws', values: taken.straight },
  };
}

async function p50(durationMs: number, call: () => Promise<unknown>): Promise<number> {
  const latencies: number[] = [];
  const endMs = performance.now() + durationMs;
  for (let sentMs = performance.now(); sentMs < endMs; sentMs = performance.now()) {
    await call();
    latencies.push((performance.now() - sentMs) * 1000);
  }
  return quantile(latencies, 0.5);
}
