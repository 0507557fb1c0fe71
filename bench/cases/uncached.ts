/** What the gateway adds to one conversation at a time, beside what bare node:http in its place adds. */
import { gatewayBefore, type BenchCase, type Scene } from '../bench-case.js';
import { Client, oneAfterAnother, openLoop, requestText } from '../http-load.js';
import { underLoad } from '../load-tool.js';
import { quantile, type Measurement } from '../measurement.js';
import { StraightLink } from '../straight.js';
import { inTurns, sideOf, type Side } from '../turns.js';

const PATH = '/v1/node/descriptor';
const FRESH = 'cache-control: no-cache';
const REQUEST = requestText('GET', PATH, undefined, `${FRESH}\r\n`);
/** Half of what the bucket gives, so that no request waits for it. */
const SHIPPED_PER_SECOND = 50;
const MOST_US = 200;
const MS_US = 1_000;
/** What has run a few times only is not compiled yet and several times as slow: thousands of requests, to both servers alike. */
const WARM = { connections: 16, path: PATH, durationMs: 2_000 };

interface Latency {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** One conversation per request on one connection. */
export const uncached: BenchCase = {
  name: 'uncached',
  title: 'a conversation for every request, one connection, against the same straight over ws',
  run: async (scene) => [...(await measure(scene, false)), ...(await measure(scene, true))],
};

async function measure(scene: Scene, raised: boolean): Promise<readonly Measurement[]> {
  const { processes, stretchMs, quick } = scene;
  const peer = await processes.peer();
  const gateway = await gatewayBefore(processes, peer.port, { raised });
  const bridge = await processes.baseline('bare-http', [String(peer.port), 'descriptor', 'each']);
  if (!quick) for (const server of [gateway, bridge]) await underLoad(processes, server, WARM);
  const client = await Client.open(gateway.port);
  const bare = await Client.open(bridge.port);
  const straight = await StraightLink.open(peer.port);
  const side = (call: () => Promise<unknown>): Side<Latency> =>
    sideOf(async () => {
      const latenciesMs = raised
        ? await oneAfterAnother(stretchMs, call)
        : await openLoop(SHIPPED_PER_SECOND, stretchMs, call);
      const us = (part: number): number => quantile(latenciesMs, part) * MS_US;
      return { p50Us: us(0.5), p99Us: us(0.99) };
    });
  const sides = {
    ours: side(() => client.ask(REQUEST)),
    bare: side(() => bare.ask(REQUEST)),
    straight: side(() => straight.ask('descriptor', '{}')),
  };
  await inTurns(scene, raised ? 'bucket raised' : 'as shipped', [
    sides.straight,
    sides.bare,
    sides.ours,
  ]);
  for (const each of [client, bare, straight]) each.close();
  for (const each of [gateway, bridge, peer]) await each.close();
  return rows(raised, sides);
}

function rows(
  raised: boolean,
  { ours, bare, straight }: Readonly<Record<'ours' | 'bare' | 'straight', Side<Latency>>>,
): readonly Measurement[] {
  const how = raised
    ? 'one at a time, BUCKET RAISED'
    : `${SHIPPED_PER_SECOND} a second, as shipped`;
  const added = (part: keyof Latency, { values }: Side<Latency>) =>
    ({
      unit: 'µs',
      compared: 'difference',
      values: values.map((each) => each[part]),
      baseline: { what: 'straight over ws', values: straight.values.map((each) => each[part]) },
    }) as const;
  return [
    { ...added('p50Us', ours), what: `added p50, ${how}`, target: { atMost: MOST_US } },
    { ...added('p50Us', bare), what: `added p50 by bare node:http in its place, ${how}` },
    { ...added('p99Us', ours), what: `added p99, ${how}` },
    { ...added('p99Us', bare), what: `added p99 by bare node:http in its place, ${how}` },
  ];
}
