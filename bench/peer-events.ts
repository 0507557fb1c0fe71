/** Events to many readers from the gateway and from other servers that can stream. */
import { crowd, lasting, type Scene } from './bench-case.js';
import { eventServers, installed, type Contestant } from './contestants.js';
import {
  burst,
  highestRate,
  idleReaderKb,
  MOST_LATENCY_MS,
  pause,
  type BurstFigures,
  type Streaming,
} from './event-load.js';
import type { Measurement } from './measurement.js';
import { SseReaders } from './sse-readers.js';
import { inTurns, sideOf } from './turns.js';

const READERS = 1_000;
const RATES = [100, 1_000] as const;
const SETTLE_MS = 500;
const STRETCH_MS = 3_000;

/** Measures a streaming server that has done nothing before. */
type Measure<Value> = (scene: Scene, streaming: Streaming) => Promise<Value>;

/** Latency and processor time at two rates, the highest rate, and the memory of an idle reader. */
export async function measureEvents(scene: Scene): Promise<readonly Measurement[]> {
  const contestants = installed(scene, eventServers);
  const rows: Measurement[] = [];
  for (const perSecond of RATES) {
    const measured = await ofAll(scene, contestants, (_, streaming) =>
      oneBurst(scene, streaming, perSecond),
    );
    for (const { name, values } of measured) rows.push(...burstRows(name, perSecond, values));
  }
  const single = async (what: string, unit: string, measure: Measure<number>): Promise<void> => {
    for (const { name, values } of await ofAll(scene, contestants, measure)) {
      rows.push({ side: name, what, unit, compared: 'value', values });
    }
  };
  await single(`highest rate tried with p99 ≤ ${MOST_LATENCY_MS} ms`, 'events/s', highest);
  await single('resident memory per idle reader', 'KB', (_, { server }) =>
    idleReaderKb(scene, server),
  );
  return rows;
}

async function highest(scene: Scene, streaming: Streaming): Promise<number> {
  return (await highestRate(scene, streaming, READERS)).perSecond;
}

async function ofAll<Value>(
  scene: Scene,
  contestants: readonly Contestant[],
  measure: Measure<Value>,
): Promise<readonly { readonly name: string; readonly values: readonly Value[] }[]> {
  const { processes } = scene;
  const sides = contestants.map(({ name, start, isPublishedTo }) => ({
    name,
    ...sideOf(async () => {
      const peer = await processes.peer();
      const server = await start(processes, peer);
      const publish = isPublishedTo === true ? { publishTo: server.port } : {};
      const value = await measure(scene, { server, peer, ...publish });
      await server.close();
      await peer.close();
      return value;
    }),
  }));
  await inTurns(scene, 'events', sides, false);
  return sides;
}

/** The first burst warms up and fills what the server keeps. */
async function oneBurst(
  scene: Scene,
  streaming: Streaming,
  perSecond: number,
): Promise<BurstFigures> {
  const readers = new SseReaders();
  await readers.open(streaming.server.port, crowd(scene, READERS));
  await pause(lasting(scene, SETTLE_MS));
  const stretch = { perSecond, durationMs: lasting(scene, STRETCH_MS) };
  if (!scene.quick) await burst(streaming, readers, stretch);
  const figures = await burst(streaming, readers, stretch);
  await readers.close();
  return figures;
}

function burstRows(
  side: string,
  perSecond: number,
  figures: readonly BurstFigures[],
): readonly Measurement[] {
  const row = (what: string, unit: string, part: keyof Omit<BurstFigures, 'offered'>) =>
    ({
      side,
      what: `${perSecond} events/s: ${what}`,
      unit,
      compared: 'value',
      values: figures.map((each) => each[part]),
    }) as const;
  return [
    row('p50', 'ms', 'p50Ms'),
    row('p99', 'ms', 'p99Ms'),
    row('processor time for a million deliveries', 's', 'secondsPerMillion'),
    row('readers that lost something', '', 'lost'),
  ];
}
