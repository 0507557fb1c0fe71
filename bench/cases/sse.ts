/** Events to many readers at once. No baseline here: `peers` has the same load on other servers. */
import { connect } from 'node:net';
import { crowd, gatewayBefore, lasting, type BenchCase, type Scene } from '../bench-case.js';
import {
  burst,
  EVENT_BYTES,
  highestRate,
  idleReaderKb,
  MOST_LATENCY_MS,
  pause,
  type BurstFigures,
  type Streaming,
} from '../event-load.js';
import type { Measurement, Target } from '../measurement.js';
import type { Server } from '../processes.js';
import { SseReaders } from '../sse-readers.js';
import { inTurns, sideOf, type Side } from '../turns.js';

const READERS = 1_000;
const SETTLE_MS = 500;
const LEAST_STRETCH_MS = 3_000;
const MOST_IDLE_KB = 25;
const MANY_STREAMS = ['--max-streams', '2000'];
/** V8's young generation grows once while many readers come at a time; held small, only the readers' memory is left. */
const SMALL_YOUNG_GENERATION = ['--max-semi-space-size=2'];

interface Fan {
  readonly readers: number;
  readonly perSecond: number;
  readonly bytes: number;
  /** Every event fits it; it is evaluated all the same. */
  readonly query?: string;
  /** One more reader that never reads. */
  readonly stalled?: true;
}

const fans: readonly Fan[] = [
  { readers: READERS, perSecond: 100, bytes: EVENT_BYTES },
  { readers: READERS, perSecond: 1_000, bytes: EVENT_BYTES },
  { readers: READERS, perSecond: 1_000, bytes: EVENT_BYTES, query: '?minLogLevel=Info' },
  // Long lines: the kernel takes several megabytes before the gateway notices that nobody reads.
  { readers: 20, perSecond: 1_000, bytes: 4_000, stalled: true },
];

/** Log lines of the Node as Server-Sent Events. */
export const sse: BenchCase = {
  name: 'sse',
  title: `log lines of the Node as Server-Sent Events of ${EVENT_BYTES} bytes, readers × events a second; the readers share the load's core`,
  run: async (scene) => {
    const measured: Measurement[] = [];
    for (const fan of scene.quick ? fans.slice(-1) : fans)
      measured.push(...(await measureFan(scene, fan)));
    measured.push(...(await measureHighestRate(scene)));
    measured.push(...(await measureIdle(scene)));
    return measured;
  },
};

async function measureFan(scene: Scene, fan: Fan): Promise<readonly Measurement[]> {
  const peer = await scene.processes.peer();
  const server = await gatewayBefore(scene.processes, peer.port, { flags: MANY_STREAMS });
  const readers = new SseReaders();
  await readers.open(server.port, crowd(scene, fan.readers), fan.query);
  const stalled = fan.stalled === true ? stall(server.port) : undefined;
  await pause(lasting(scene, SETTLE_MS));
  const durationMs = lasting(scene, Math.max(scene.stretchMs, LEAST_STRETCH_MS));
  const rounds: BurstFigures[] = [];
  // The first one fills the rings of kept events.
  for (let round = scene.quick ? 0 : -1; round < scene.rounds; round++) {
    const figures = await burst({ server, peer }, readers, { ...fan, durationMs });
    if (round >= 0) rounds.push(figures);
    scene.tell(`${nameOf(fan)}, round ${round + 1}`);
  }
  const cutOff = stalled === undefined || scene.quick ? [] : [await cutOffCount(server)];
  stalled?.destroy();
  await readers.close();
  await server.close();
  await peer.close();
  return [...rowsOf(fan, rounds), ...cutOffRows(fan, cutOff)];
}

function nameOf({ readers, perSecond, query, stalled }: Fan): string {
  const filter = query === undefined ? '' : ', filtered';
  return `${readers} × ${perSecond}${filter}${stalled === true ? ', one more reader stalled' : ''}`;
}

function rowsOf(fan: Fan, rounds: readonly BurstFigures[]): readonly Measurement[] {
  const row = (what: string, unit: string, part: keyof Omit<BurstFigures, 'offered'>) =>
    ({
      what: `${nameOf(fan)}: ${what}`,
      unit,
      compared: 'value',
      values: rounds.map((figures) => figures[part]),
    }) as const;
  const held: { target?: Target } =
    fan.readers === READERS ? { target: { atMost: MOST_LATENCY_MS } } : {};
  return [
    row('p50', 'ms', 'p50Ms'),
    { ...row('p99', 'ms', 'p99Ms'), ...held },
    row('processor time for a million deliveries', 's', 'secondsPerMillion'),
    { ...row('readers that lost something', '', 'lost'), target: { atMost: 0 } },
    row('resident memory grew by', 'MB', 'grownMb'),
  ];
}

function cutOffRows(fan: Fan, values: readonly number[]): readonly Measurement[] {
  if (values.length === 0) return [];
  const what = `${nameOf(fan)}: readers cut off`;
  return [{ what, unit: '', compared: 'value', values, target: { atLeast: 1, atMost: 1 } }];
}

function stall(port: number): ReturnType<typeof connect> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // it is cut off, as it should be
  socket.write('GET /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n');
  socket.pause();
  return socket;
}

async function cutOffCount({ port }: Server): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^masq_gateway_\w*cut_off\w* (\d+)/m.exec(text)?.[1] ?? 'NaN');
}

async function measureHighestRate(scene: Scene): Promise<readonly Measurement[]> {
  const side = fresh(scene, [], (streaming) => highestRate(scene, streaming, READERS));
  await inTurns(scene, 'highest rate', [side], false);
  const value = { compared: 'value' } as const;
  return [
    {
      ...value,
      what: `${READERS} readers: highest rate tried with p99 ≤ ${MOST_LATENCY_MS} ms and nothing lost`,
      unit: 'events/s',
      values: side.values.map(({ perSecond }) => perSecond),
    },
    {
      ...value,
      what: `${READERS} readers, at that rate: the server's core was used by`,
      unit: '%',
      values: side.values.map(({ busyPercent }) => busyPercent),
    },
  ];
}

async function measureIdle(scene: Scene): Promise<readonly Measurement[]> {
  const idle = (nodeFlags: readonly string[]): Side<number> =>
    fresh(scene, nodeFlags, ({ server }) => idleReaderKb(scene, server));
  const asShipped = idle([]);
  const small = idle(SMALL_YOUNG_GENERATION);
  await inTurns(scene, 'idle readers', [asShipped, small], false);
  const common = { unit: 'KB', compared: 'value' } as const;
  const what = 'resident memory per idle reader';
  return [
    { ...common, what, values: asShipped.values, target: { atMost: MOST_IDLE_KB } },
    { ...common, what: `${what}, --max-semi-space-size=2`, values: small.values },
  ];
}

/** A measurement of a gateway that has done nothing before. */
function fresh<Value>(
  { processes }: Scene,
  nodeFlags: readonly string[],
  measure: (streaming: Streaming) => Promise<Value>,
): Side<Value> {
  return sideOf(async () => {
    const peer = await processes.peer();
    const server = await gatewayBefore(processes, peer.port, { flags: MANY_STREAMS, nodeFlags });
    const value = await measure({ server, peer });
    await server.close();
    await peer.close();
    return value;
  });
}
