/** Case 6: events to many readers at once; no baseline, the targets are absolute. */
import { connect } from 'node:net';
import { BenchPeer } from '../peer.js';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase, Scene } from '../bench-case.js';
import { residentBytes } from '../machine.js';
import { quantile } from '../measurement.js';
import type { Measurement } from '../measurement.js';
import type { Server } from '../processes.js';
import { SseReaders } from '../sse-readers.js';

const SETTLE_MS = 500;
const LEAST_DELIVERIES = 800_000;
const MOST_LATENCY_MS = 100;
const MOST_IDLE_KB = 25;
const TICK_MS = 5;
const STALLED_LINE_BYTES = 4_000;

interface Fan {
  readonly readers: number;
  readonly perSecond: number;
  /** Only lines of this level and above are asked for; each reader gets them all, but asks with a filter. */
  readonly query?: string;
  /** One more reader that never reads; lines are long then, for the kernel takes several megabytes before the gateway notices. */
  readonly stalled?: true;
}

const fans: readonly Fan[] = [
  { readers: 1, perSecond: 1000 },
  { readers: 100, perSecond: 1000 },
  { readers: 1000, perSecond: 100 },
  { readers: 1000, perSecond: 1000 },
  { readers: 1000, perSecond: 1000, query: '?minLogLevel=Info' },
  { readers: 20, perSecond: 1000, stalled: true },
];

/** See the file's head. */
export const sse: BenchCase = {
  name: 'sse',
  title: 'log lines of the Node as Server-Sent Events, readers × events a second',
  run: async (scene) => {
    const measured: Measurement[] = [];
    for (const fan of fans) measured.push(...(await measureFan(scene, fan)));
    measured.push(...(await measureIdle(scene)));
    return measured;
  },
};

interface Round {
  readonly deliveries: number;
  readonly p99Ms: number;
  readonly lost: number;
  readonly grownMb: number;
}

async function measureFan(scene: Scene, fan: Fan): Promise<readonly Measurement[]> {
  const peer = await BenchPeer.open();
  const gateway = await gatewayBefore(scene.processes, peer.port, {
    flags: ['--max-streams', '2000'],
  });
  const readers = new SseReaders();
  await readers.open(gateway.port, fan.readers, fan.query);
  const stalled = fan.stalled === true ? stall(gateway.port) : undefined;
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const rounds: Round[] = [];
  const durationMs = Math.max(scene.stretchMs, 3_000);
  for (let round = -1; round < scene.rounds; round++) {
    const figures = await burst(peer, readers, gateway, { ...fan, durationMs });
    if (round >= 0) rounds.push(figures); // the first one fills the rings of kept events
    scene.tell(`${nameOf(fan)}, round ${round + 1}`);
  }
  const cutOff = stalled === undefined ? undefined : await cutOffCount(gateway);
  stalled?.destroy();
  readers.close();
  await gateway.close();
  peer.close();
  return rowsOf(fan, rounds, cutOff);
}

async function burst(
  peer: BenchPeer,
  readers: SseReaders,
  gateway: Server,
  fan: Fan & { readonly durationMs: number },
): Promise<Round> {
  readers.mark();
  const before = residentBytes(gateway.processId);
  const count = Math.floor((fan.perSecond * fan.durationMs) / 1000);
  const padding = fan.stalled === true ? '.'.repeat(STALLED_LINE_BYTES) : '';
  const startMs = performance.now();
  let sent = 0;
  while (sent < count) {
    const due = Math.min(
      count,
      Math.floor(((performance.now() - startMs) / 1000) * fan.perSecond) + 1,
    );
    for (; sent < due; sent++) {
      peer.broadcastLog(`bench ${sent} ${Math.floor(performance.now() * 1000)} .${padding}`);
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const arrived = (): boolean => readers.figures.numbers.every(({ length }) => length === count);
  const limitMs = performance.now() + 5_000;
  while (!arrived() && performance.now() < limitMs) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const elapsedS = (performance.now() - startMs) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 100)); // the readers that do not look may be a tick behind
  const { bytes, numbers, latenciesMs } = readers.figures;
  const most = Math.max(...bytes);
  const inOrder = numbers.every((list) => list.every((number, at) => number === at));
  const behind = bytes.filter((got) => got !== most).length;
  return {
    deliveries: (count * fan.readers) / elapsedS,
    p99Ms: quantile(latenciesMs, 0.99),
    lost: behind + numbers.filter(({ length }) => length !== count).length + (inOrder ? 0 : 1),
    grownMb: (residentBytes(gateway.processId) - before) / 1e6,
  };
}

function nameOf({ readers, perSecond, query, stalled }: Fan): string {
  const filter = query === undefined ? '' : ', filtered';
  return `${readers} × ${perSecond}${filter}${stalled === true ? ', one reader stalled' : ''}`;
}

function rowsOf(
  fan: Fan,
  rounds: readonly Round[],
  cutOff: number | undefined,
): readonly Measurement[] {
  const name = nameOf(fan);
  const isHeld = fan.readers * fan.perSecond === 1_000_000;
  const value = { compared: 'value' } as const;
  return [
    {
      ...value,
      what: `${name}: deliveries`,
      unit: '1/s',
      values: rounds.map(({ deliveries }) => deliveries),
      ...(isHeld ? { target: { atLeast: LEAST_DELIVERIES } } : {}),
    },
    {
      ...value,
      what: `${name}: p99`,
      unit: 'ms',
      values: rounds.map(({ p99Ms }) => p99Ms),
      ...(isHeld ? { target: { atMost: MOST_LATENCY_MS } } : {}),
    },
    {
      ...value,
      what: `${name}: readers that lost something`,
      unit: '',
      values: rounds.map(({ lost }) => lost),
      target: { atMost: 0 },
    },
    {
      ...value,
      what: `${name}: resident memory grew by`,
      unit: 'MB',
      values: rounds.map(({ grownMb }) => grownMb),
    },
    ...(cutOff === undefined
      ? []
      : [
          {
            ...value,
            what: `${name}: readers cut off`,
            unit: '',
            values: [cutOff],
            target: { atLeast: 1, atMost: 1 },
          },
        ]),
  ];
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

const IDLE_READERS = 1000;

/** V8's young generation grows once while many readers come at a time; held small, what is left is the readers'. */
const SMALL_YOUNG_GENERATION = ['--max-semi-space-size=2'];

async function measureIdle(scene: Scene): Promise<readonly Measurement[]> {
  const [asShipped, small]: [number[], number[]] = [[], []];
  for (let round = 0; round < scene.rounds; round++) {
    asShipped.push(await idleReaderKb(scene, []));
    small.push(await idleReaderKb(scene, SMALL_YOUNG_GENERATION));
    scene.tell(`idle readers, round ${round + 1}`);
  }
  const what = 'resident memory per idle reader';
  const common = { unit: 'KB', compared: 'value' } as const;
  return [
    { ...common, what, values: asShipped, target: { atMost: MOST_IDLE_KB } },
    { ...common, what: '  the same, young generation held small', values: small },
  ];
}

async function idleReaderKb(scene: Scene, nodeFlags: readonly string[]): Promise<number> {
  const peer = await BenchPeer.open();
  const flags = ['--max-streams', '2000'];
  const gateway = await gatewayBefore(scene.processes, peer.port, { flags, nodeFlags });
  const readers = new SseReaders();
  await readers.open(gateway.port, 10);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = residentBytes(gateway.processId);
  await readers.open(gateway.port, IDLE_READERS);
  await new Promise((resolve) => setTimeout(resolve, 4 * SETTLE_MS));
  const grownBytes = residentBytes(gateway.processId) - before;
  readers.close();
  await gateway.close();
  peer.close();
  return grownBytes / IDLE_READERS / 1000;
}
