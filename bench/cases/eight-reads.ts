/** Eight different reads at once in front of a peer that leaves Nagle on. */
import { gatewayBefore, type BenchCase, type Scene } from '../bench-case.js';
import { Client, openLoop, requestText } from '../http-load.js';
import { underLoad } from '../load-tool.js';
import { quantile, type Measurement } from '../measurement.js';
import { StraightLink } from '../straight.js';
import { inTurns, sideOf, type Side } from '../turns.js';

const READS = 8;
/** As shipped: eight messages at a time, 48 a second. */
const SHIPPED_PER_SECOND = 6;
/** With the bucket raised: 400 a second. */
const RAISED_PER_SECOND = 50;
const MOST_MS = 10;
const LEAST_STRETCH_MS = 2_000;
const WARM = { connections: 16, path: '/v1/node/descriptor', durationMs: 2_000 };

const requests = Array.from({ length: READS }, (_, at) =>
  requestText('GET', `/v1/node/financials?top=${at + 1}`, undefined, 'cache-control: no-cache\r\n'),
);

interface Stretch {
  readonly p99Ms: number;
  /** Messages at the Node for eight reads. */
  readonly messages: number;
}

/** Eight reads at a time, each with a conversation of its own. */
export const eightReads: BenchCase = {
  name: 'eight-reads',
  title: 'eight different reads at once, Nagle on at the peer, against the same straight over ws',
  run: async (scene) => [...(await measure(scene, false)), ...(await measure(scene, true))],
};

async function measure(scene: Scene, raised: boolean): Promise<readonly Measurement[]> {
  const { processes, quick, stretchMs } = scene;
  const peer = await processes.peer();
  const gateway = await gatewayBefore(processes, peer.port, { raised });
  const clients = await Promise.all(requests.map(() => Client.open(gateway.port)));
  if (!quick) await underLoad(processes, gateway, WARM);
  const straight = await StraightLink.open(peer.port);
  const perSecond = raised ? RAISED_PER_SECOND : SHIPPED_PER_SECOND;
  const durationMs = quick ? stretchMs : Math.max(stretchMs, LEAST_STRETCH_MS);
  const side = (eightReads: (done: () => void) => Promise<unknown>): Side<Stretch> =>
    sideOf(async () => {
      const latenciesMs: number[] = [];
      const before = await peer.received();
      const whole = await openLoop(perSecond, durationMs, async () => {
        const sentMs = performance.now();
        await eightReads(() => latenciesMs.push(performance.now() - sentMs));
      });
      const messages = (await peer.received()).all - before.all;
      return { p99Ms: quantile(latenciesMs, 0.99), messages: messages / whole.length };
    });
  const ask = (): Promise<unknown> => straight.ask('financials', '{}');
  const sides = {
    ours: side((done) =>
      Promise.all(clients.map((client, at) => client.ask(requests[at] ?? '').then(done))),
    ),
    // The gateway keeps one conversation at a time in flight, so this is its floor.
    inTurn: side(async (done) => {
      for (let at = 0; at < READS; at++) await ask().then(done);
    }),
    atOnce: side((done) => Promise.all(requests.map(() => ask().then(done)))),
  };
  await inTurns(scene, raised ? 'bucket raised' : 'as shipped', [
    sides.inTurn,
    sides.ours,
    sides.atOnce,
  ]);
  for (const each of [...clients, straight]) each.close();
  for (const each of [gateway, peer]) await each.close();
  return rows(raised ? 'BUCKET RAISED' : 'as shipped', perSecond, sides);
}

function rows(
  how: string,
  perSecond: number,
  { ours, inTurn, atOnce }: Readonly<Record<'ours' | 'inTurn' | 'atOnce', Side<Stretch>>>,
): readonly Measurement[] {
  const what = `p99, ${perSecond} times a second, ${how}`;
  const p99 = ({ values }: Side<Stretch>): number[] => values.map(({ p99Ms }) => p99Ms);
  const value = { unit: 'ms', compared: 'value' } as const;
  const floor = { what: 'straight over ws, one after another', values: p99(inTurn) };
  return [
    { ...value, what, values: p99(ours), baseline: floor, target: { atMost: MOST_MS } },
    { ...value, what: `straight over ws, all at once: ${what}`, values: p99(atOnce) },
    {
      what: `messages at the Node for eight reads, fences included, ${how}`,
      unit: 'messages',
      compared: 'value',
      values: ours.values.map(({ messages }) => messages),
    },
  ];
}
