/**
 * `npm run soak -- [--minutes N]`: mixed traffic through a gateway in a process of its own, for 30 minutes by default, its simulated
 * peers dying and returning, streams coming and going. Every minute ends with a few quiet seconds and one line of a table. Exit
 * code 1 where memory or handles grew, or where a change was sent twice or an answer lied about it.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoSetup } from '../src/simulator/demo-data.js';
import { createSimulator } from '../src/simulator/simulator.js';
import { ChaosProxy } from '../test/support/chaos/chaos-proxy.js';
import {
  newTally,
  runTraffic,
  type SoakScene,
  type Tally,
} from '../test/support/load/soak-traffic.js';
import type { GatewayMessage, Holdings } from './soak-gateway.js';

const MINUTE_MS = 60_000;
/** Longer than the quiet that a gateway needs to end what is over: replies, deliveries, closing sockets. */
const QUIET_MS = 6_000;
const MEGABYTE = 1_048_576;
/** Log rings and caches fill in the first minutes; growth is counted from here. */
const WARM_MINUTES = 3;
const HEAP_GROWTH_MOST_MB = 8;
const RSS_GROWTH_MOST_MB = 40;
const HANDLE_GROWTH_MOST = 4;

interface Row extends Holdings {
  readonly minute: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
  const minutes = Number(values.minutes);
  if (!Number.isInteger(minutes) || minutes < 1) throw new Error('--minutes takes a whole number');
  const simulator = createSimulator({ setup: demoSetup() });
  const { daemonPort } = await simulator.start();
  const proxy = await ChaosProxy.open(daemonPort);
  const gateway = fork(join(import.meta.dirname, 'soak-gateway.ts'), [String(proxy.port)], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  });
  try {
    const url = await urlOf(gateway);
    await fetch(`${url}/readyz?require=daemon&wait=10`);
    await fetch(`${url}/v1/node/start`, { method: 'POST' });
    process.exitCode = await soak({ url, simulator, proxy }, gateway, minutes);
  } finally {
    gateway.disconnect();
    await once(gateway, 'exit');
    await proxy.close();
    await simulator.close();
  }
}

async function soak(
  scene: Omit<SoakScene, 'tally'>,
  gateway: ChildProcess,
  minutes: number,
): Promise<number> {
  console.log(
    'minute  RSS MB  heap MB  sockets  timers  other  answers  2xx  problems  streams  rude  troubles  writes done/unknown/unsent  lies',
  );
  const rows: Row[] = [];
  const answers = new Map<string, number>();
  let lies = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    const tally = newTally();
    await runTraffic({ ...scene, tally }, Date.now() + MINUTE_MS - QUIET_MS);
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const row = { minute, ...(await holdingsOf(gateway)) };
    rows.push(row);
    const found = liesOf(tally, scene.simulator.received);
    lies += found;
    console.log(lineOf(row, tally, found));
    for (const [key, n] of tally.answers) answers.set(key, (answers.get(key) ?? 0) + n);
  }
  console.log([...answers].map(([key, n]) => `${key}: ${n}`).join(', '));
  const faults = [...growth(rows), ...(lies > 0 ? [`${lies} answers lied`] : [])];
  console.log(faults.length === 0 ? 'flat' : `NOT FLAT: ${faults.join('; ')}`);
  return faults.length === 0 ? 0 : 1;
}

/** Writes that a peer got twice, that were called done and never came, or unsent and came. */
function liesOf(tally: Tally, received: readonly { readonly text: string }[]): number {
  const counts = new Map<string, number>();
  for (const { text } of received) {
    const value = /"start-block","value":"(\d+)"/.exec(text)?.[1];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const count = (value: string): number => counts.get(value) ?? 0;
  return [
    ...tally.done.filter((value) => count(value) !== 1),
    ...tally.unknown.filter((value) => count(value) > 1),
    ...tally.unsent.filter((value) => count(value) > 0),
  ].length;
}

function handlesOf({ resources }: Holdings): { sockets: number; timers: number; other: number } {
  let [sockets, timers, other] = [0, 0, 0];
  for (const [name, count] of Object.entries(resources)) {
    if (name.startsWith('TCP')) sockets += count;
    else if (name === 'Timeout' || name === 'Immediate') timers += count;
    else other += count;
  }
  return { sockets, timers, other };
}

function lineOf(row: Row, tally: Tally, lies: number): string {
  const { sockets, timers, other } = handlesOf(row);
  const all = [...tally.answers.values()].reduce((sum, n) => sum + n, 0);
  const good = tally.answers.get('200') ?? 0;
  const writes = `${tally.done.length}/${tally.unknown.length}/${tally.unsent.length}`;
  return [
    String(row.minute).padStart(6),
    megabytes(row.rss).padStart(6),
    megabytes(row.heap).padStart(7),
    String(sockets).padStart(7),
    String(timers).padStart(6),
    String(other).padStart(5),
    String(all).padStart(7),
    String(good).padStart(5),
    String(all - good).padStart(6),
    String(tally.streams).padStart(6),
    String(tally.rude).padStart(5),
    String(tally.troubles).padStart(4),
    writes.padStart(14),
    String(lies).padStart(4),
  ].join('  ');
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}

/** What grew between the end of the warming up and the end. */
function growth(rows: readonly Row[]): readonly string[] {
  const rest = rows.slice(Math.min(WARM_MINUTES, rows.length - 1));
  const half = Math.max(1, Math.floor(rest.length / 2));
  const [first, second] = [rest.slice(0, half), rest.slice(-half)];
  const grown = (of: (row: Row) => number): number => least(second, of) - least(first, of);
  const handles = (row: Row): number => {
    const { sockets, timers, other } = handlesOf(row);
    return sockets + timers + other;
  };
  const found: string[] = [];
  if (grown(({ heap }) => heap) / MEGABYTE > HEAP_GROWTH_MOST_MB) found.push('the heap grew');
  if (grown(({ rss }) => rss) / MEGABYTE > RSS_GROWTH_MOST_MB) found.push('the RSS grew');
  if (grown(handles) > HANDLE_GROWTH_MOST) found.push('handles grew');
  return found;
}

function least(rows: readonly Row[], of: (row: Row) => number): number {
  return Math.min(...rows.map(of));
}

function holdingsOf(gateway: ChildProcess): Promise<Holdings> {
  return new Promise((resolve) => {
    gateway.once('message', (message: GatewayMessage) => {
      if (message.kind === 'holdings') resolve(message.holdings);
    });
    gateway.send('holdings');
  });
}

function urlOf(gateway: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    gateway.once('exit', (code) => reject(new Error(`the gateway ended: ${String(code)}`)));
    gateway.once('message', (message: GatewayMessage) => {
      if (message.kind === 'listening') resolve(message.url);
    });
  });
}

await main();
