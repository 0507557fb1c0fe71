/** Case 2: what the gateway adds to one conversation at a time. Both sides take turns, request by request. */
import { Client, openLoop, requestText, warm } from '../http-load.js';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase, Scene } from '../bench-case.js';
import { quantile } from '../measurement.js';
import type { Measurement } from '../measurement.js';
import { StraightLink } from '../straight.js';

const PATH = '/v1/node/descriptor';
const REQUEST = requestText('GET', PATH, undefined, 'cache-control: no-cache\r\n');
/** Half of what the bucket gives, so that it never makes anybody wait. */
const SHIPPED_PER_SECOND = 50;
const MOST_US = 200;
const MS_US = 1_000;

/** See the file's head. */
export const uncached: BenchCase = {
  name: 'uncached',
  title: 'a conversation for every request, one connection, against the same straight over ws',
  run: async (scene) => [...(await measure(scene, false)), ...(await measure(scene, true))],
};

async function measure(scene: Scene, raised: boolean): Promise<readonly Measurement[]> {
  const { processes } = scene;
  const peer = await processes.peer();
  const gateway = await gatewayBefore(processes, peer.port, { raised });
  const bridge = await processes.baseline('bare-http', [String(peer.port), 'descriptor', 'each']);
  await warm(gateway.port, PATH);
  const client = await Client.open(gateway.port);
  const bare = await Client.open(bridge.port);
  const straight = await StraightLink.open(peer.port);
  const values = { ours: [] as number[], bare: [] as number[], straight: [] as number[] };
  const drive = raised ? inTurn : atPace;
  const medianUs = async (call: () => Promise<unknown>): Promise<number> =>
    quantile(await drive(scene.stretchMs, call), 0.5) * MS_US;
  for (let round = -1; round < scene.rounds; round++) {
    const ws = await medianUs(() => straight.ask('descriptor', '{}'));
    const byBridge = await medianUs(() => bare.ask(REQUEST));
    const ours = await medianUs(() => client.ask(REQUEST));
    if (round < 0) continue; // the first one warms all
    values.straight.push(ws);
    values.bare.push(byBridge);
    values.ours.push(ours);
    scene.tell(`${raised ? 'bucket raised' : 'as shipped'}, round ${round + 1}`);
  }
  for (const each of [client, bare, straight]) each.close();
  for (const each of [gateway, bridge, peer]) await each.close();
  return rows(raised, values);
}

function rows(
  raised: boolean,
  values: Readonly<Record<'ours' | 'bare' | 'straight', readonly number[]>>,
): readonly Measurement[] {
  const how = raised
    ? 'one at a time, BUCKET RAISED'
    : `${SHIPPED_PER_SECOND} a second, as shipped`;
  const baseline = { what: 'straight over ws', values: values.straight };
  const common = { unit: 'µs', compared: 'difference', baseline } as const;
  return [
    { ...common, what: `added p50, ${how}`, values: values.ours, target: { atMost: MOST_US } },
    { ...common, what: '  added by bare node:http at the same pace', values: values.bare },
  ];
}

function atPace(durationMs: number, call: () => Promise<unknown>): Promise<readonly number[]> {
  return openLoop(SHIPPED_PER_SECOND, durationMs, call);
}

async function inTurn(
  durationMs: number,
  call: () => Promise<unknown>,
): Promise<readonly number[]> {
  const latenciesMs: number[] = [];
  const endMs = performance.now() + durationMs;
  for (let sentMs = performance.now(); sentMs < endMs; sentMs = performance.now()) {
    await call();
    latenciesMs.push(performance.now() - sentMs);
  }
  return latenciesMs;
}
