/** The traffic of a soak: polite readers and writers, streams that come and go, clients without manners, peers in trouble. */
import { connect } from 'node:net';
import { demoSetup } from '../../../src/simulator/demo-data.js';
import type { Simulator } from '../../../src/simulator/simulator.js';
import type { ChaosProxy } from '../chaos/chaos-proxy.js';

/** What has happened so far. */
export interface Tally {
  answers: Map<string, number>;
  streams: number;
  streamBytes: number;
  rude: number;
  troubles: number;
  /** Values that a write was answered with 200 for, and those with any other outcome but `not-sent`. */
  done: string[];
  unknown: string[];
  unsent: string[];
}

/** An empty tally. */
export function newTally(): Tally {
  const [done, unknown, unsent]: [string[], string[], string[]] = [[], [], []];
  const counts = { streams: 0, streamBytes: 0, rude: 0, troubles: 0 };
  return { answers: new Map(), ...counts, done, unknown, unsent };
}

/** Everything that the traffic touches. */
export interface SoakScene {
  readonly url: string;
  readonly simulator: Simulator;
  readonly proxy: ChaosProxy;
  readonly tally: Tally;
}

const reads = [
  '/v1/status',
  '/v1/node/descriptor',
  '/v1/node/connection-status',
  '/v1/node/configuration',
  '/v1/node/financials?top=5&orderedBy=age',
  '/v1/node/neighborhood/graph',
  '/v1/setup',
  '/v1/events/history?limit=50',
  '/readyz?require=node&wait=1',
  '/livez',
  '/metrics',
  '/v1/nothing',
];
const JSON_BODY = { 'content-type': 'application/json' };
const LOG_LINES_PER_TICK = 20;
const TICK_MS = 100;

let serial = 1_000_000;

/** Runs all kinds of traffic until `endMs` (Unix); resolves when the last of it has ended. */
export async function runTraffic(scene: SoakScene, endMs: number): Promise<void> {
  const goesOn = (): boolean => Date.now() < endMs;
  const repeat = async (work: (round: number) => Promise<void>): Promise<void> => {
    for (let round = 0; goesOn(); round++) await work(round);
  };
  await Promise.all([
    ...Array.from({ length: 8 }, (_, first) => repeat((round) => read(scene, first + round))),
    repeat(() => write(scene)),
    ...Array.from({ length: 10 }, (_, n) => repeat(() => stream(scene, 200 + 400 * n))),
    repeat(() => stall(scene, endMs)),
    repeat((round) => beRude(scene, round)),
    repeat(() => tellLogLines(scene)),
    makeTrouble(scene, goesOn),
  ]);
}

async function ask(scene: SoakScene, path: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(`${scene.url}${path}`, init);
  const text = await response.text();
  const code = /"code":"([a-z-]+)"/.exec(text)?.[1];
  const key = response.ok || code === undefined ? String(response.status) : code;
  scene.tally.answers.set(key, (scene.tally.answers.get(key) ?? 0) + 1);
  return response.ok ? 'ok' : (/"outcome":"([a-z-]+)"/.exec(text)?.[1] ?? 'none');
}

async function read(scene: SoakScene, round: number): Promise<void> {
  const fresh = round % 3 === 0 ? { headers: { 'cache-control': 'no-cache' } } : {};
  await ask(scene, reads[round % reads.length] ?? '', fresh);
  await after(10);
}

async function write(scene: SoakScene): Promise<void> {
  const value = String((serial += 1));
  const body = JSON.stringify({ value });
  const init = { method: 'PUT', headers: JSON_BODY, body };
  const outcome = await ask(scene, '/v1/node/configuration/start-block', init);
  const { done, unsent, unknown } = scene.tally;
  (outcome === 'ok' ? done : outcome === 'not-sent' ? unsent : unknown).push(value);
  await after(20);
}

async function stream(scene: SoakScene, forMs: number): Promise<void> {
  const signal = AbortSignal.timeout(forMs);
  try {
    const response = await fetch(`${scene.url}/v1/events`, { signal });
    scene.tally.streams += 1;
    for await (const chunk of response.body ?? []) {
      scene.tally.streamBytes += (chunk as Uint8Array).length;
    }
  } catch {
    // Its time was up.
  }
}

/** A reader that asks for everything and reads nothing. */
async function stall(scene: SoakScene, endMs: number): Promise<void> {
  const socket = connect(Number(new URL(scene.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write('GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await after(Math.max(0, Math.min(20_000, endMs - Date.now())));
  socket.destroy();
}

const rudeTexts = [
  '',
  'GET /livez HT',
  'GET /livez HTTP/1.1\r\nHost: localhost\r\n',
  'PUT /v1/node/configuration/min-hops HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"va',
  'GET /v1/node/descriptor HTTP/1.1\r\nHost: localhost\r\nCache-Control: no-cache\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  'POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx',
  '\x16\x03\x01\x02\x00',
];

async function beRude(scene: SoakScene, round: number): Promise<void> {
  const socket = connect(Number(new URL(scene.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(rudeTexts[round % rudeTexts.length] ?? '');
  await after(30);
  if (round % 2 === 0) socket.resetAndDestroy();
  else socket.destroy();
  scene.tally.rude += 1;
}

async function tellLogLines({ simulator }: SoakScene): Promise<void> {
  for (let n = 0; n < LOG_LINES_PER_TICK; n++) {
    simulator.broadcastLog('Info', `GossipAcceptor: soak line ${n} of this tick`);
  }
  await after(TICK_MS);
}

/** One trouble after the other, each mended before the next. */
async function makeTrouble(scene: SoakScene, goesOn: () => boolean): Promise<void> {
  const { proxy, simulator } = scene;
  const troubles: readonly (() => Promise<void> | void)[] = [
    () => proxy.node.reset(),
    async () => {
      proxy.node.hold();
      await after(3_000);
    },
    async () => {
      await simulator.killNode();
      await startAgain(scene);
    },
    () => proxy.daemon.reset(),
    async () => {
      simulator.wedgeNode();
      await after(12_000);
      simulator.unwedgeNode();
    },
    () => proxy.node.cutNextFrame(),
    async () => {
      await proxy.refuse('daemon');
      proxy.daemon.reset();
      await after(3_000);
    },
    async () => {
      await simulator.killNode();
      await simulator.restartDaemon();
      await after(500);
      await startAgain(scene);
    },
    () => proxy.daemon.inject(Buffer.from('garbage')),
  ];
  for (let next = 0; goesOn(); next++) {
    await troubles[next % troubles.length]?.();
    await proxy.calm();
    scene.tally.troubles += 1;
    await after(1_000);
  }
}

async function startAgain(scene: SoakScene): Promise<void> {
  await ask(scene, '/readyz?require=daemon&wait=5');
  const values = Object.entries(demoSetup()).map(([name, value]) => ({ name, value }));
  const init = { method: 'PATCH', headers: JSON_BODY, body: JSON.stringify({ values }) };
  await ask(scene, '/v1/setup', init);
  await ask(scene, '/v1/node/start?ensure=true', { method: 'POST' });
}

function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
