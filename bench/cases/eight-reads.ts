/** Case 3: eight different readings at once before a peer that leaves Nagle on. */
import { Client, openLoop, requestText, warm } from '../http-load.js';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase, Scene } from '../bench-case.js';
import { quantile } from '../measurement.js';
import type { Measurement } from '../measurement.js';
import { StraightLink } from '../straight.js';

const READS = 8;
/** As shipped: eight messages at a time, 48 a second. */
const SHIPPED_PER_SECOND = 6;
/** With the bucket raised: 400 a second. */
const RAISED_PER_SECOND = 50;
const MOST_MS = 10;

const requests = Array.from({ length: READS }, (_, at) =>
  requestText('GET', `/v1/node/financials?top=${at + 1}`, undefined, 'cache-control: no-cache\r\n'),
);

/** See the file's head. */
export const eightReads: BenchCase = {
  name: 'eight-reads',
  title:
    'eight different readings at once, Nagle on at the peer, against the same straight over ws',
  run: async (scene) => [...(await measure(scene, false)), ...(await measure(scene, true))],
};

async function measure(scene: Scene, raised: boolean): Promise<readonly Measurement[]> {
  const peer = await scene.processes.peer();
  const gateway = await gatewayBefore(scene.processes, peer.port, { raised });
  const clients = await Promise.all(requests.map(() => Client.open(gateway.port)));
  await warm(gateway.port, '/v1/node/descriptor');
  const straight = await StraightLink.open(peer.port);
  const perSecond = raised ? RAISED_PER_SECOND : SHIPPED_PER_SECOND;
  const durationMs = Math.max(scene.stretchMs, 2_000);
  const stretch = async (ask: (at: number) => Promise<unknown>): Promise<number> => {
    const latenciesMs: number[] = [];
    await openLoop(perSecond, durationMs, async () => {
      const sentMs = performance.now();
      const one = async (_: string, at: number): Promise<void> => {
        await ask(at);
        latenciesMs.push(performance.now() - sentMs);
      };
      await Promise.all(requests.map(one));
    });
    return quantile(latenciesMs, 0.99);
  };
  const values = { ours: [] as number[], straight: [] as number[], messages: [] as number[] };
  for (let round = 0; round < scene.rounds; round++) {
    values.straight.push(await stretch(() => straight.ask('financials', '{}')));
    const before = await messagesAt(peer.port);
    values.ours.push(await stretch((at) => clients[at]?.ask(requests[at] ?? '') ?? never()));
    const times = Math.floor((durationMs / 1000) * perSecond);
    values.messages.push(((await messagesAt(peer.port)) - before) / times);
    scene.tell(`${raised ? 'bucket raised' : 'as shipped'}, round ${round + 1}`);
  }
  for (const client of clients) client.close();
  straight.close();
  await gateway.close();
  await peer.close();
  return rows(raised, perSecond, values);
}

function rows(
  raised: boolean,
  perSecond: number,
  values: Readonly<Record<'ours' | 'straight' | 'messages', readonly number[]>>,
): readonly Measurement[] {
  return [
    {
      what: `p99, ${perSecond} times a second, ${raised ? 'BUCKET RAISED' : 'as shipped'}`,
      unit: 'ms',
      compared: 'value',
      values: values.ours,
      baseline: { what: 'straight over one ws', values: values.straight },
      target: { atMost: MOST_MS },
    },
    {
      what: '  messages at the Node for eight readings, fences included',
      unit: 'messages',
      compared: 'value',
      values: values.messages,
    },
  ];
}

async function messagesAt(port: number): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${port}/`)).text());
}

function never(): never {
  throw new Error('there is a client for every request');
}
