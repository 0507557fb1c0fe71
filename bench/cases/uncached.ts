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
  const peer = await scene.processes.peer();
  const gateway = await gatewayBefore(scene.processes, peer.port, { raised });
  await warm(gateway.port, PATH);
  const client = await Client.open(gateway.port);
  const straight = await StraightLink.open(peer.port);
  const values = { ours: [] as number[], straight: [] as number[] };
  const byGateway = (): Promise<unknown> => client.ask(REQUEST);
  const byWs = (): Promise<unknown> => straight.ask('descriptor', '{}');
  const drive = raised ? inTurn : atPace;
  for (let round = -1; round < scene.rounds; round++) {
    const ws = quantile(await drive(scene.stretchMs, byWs), 0.5);
    const ours = quantile(await drive(scene.stretchMs, byGateway), 0.5);
    if (round < 0) continue; // the first one warms both
    values.straight.push(ws * MS_US);
    values.ours.push(ours * MS_US);
    scene.tell(`${raised ? 'bucket raised' : 'as shipped'}, round ${round + 1}`);
  }
  client.close();
  straight.close();
  await gateway.close();
  await peer.close();
  const how = raised
    ? 'one at a time, BUCKET RAISED'
    : `${SHIPPED_PER_SECOND} a second, as shipped`;
  return [
    {
      what: `added p50, ${how}`,
      unit: 'µs',
      compared: 'difference',
      values: values.ours,
      baseline: { what: 'straight over ws', values: values.straight },
      target: { atMost: MOST_US },
    },
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
