/** Events to many readers at once: one burst, the highest rate that is still kept up with, and the memory of idle readers. */
import type { BenchPeer } from './bench-peer.js';
import { crowd, lasting, type Scene } from './bench-case.js';
import { processSeconds, residentBytes } from './machine.js';
import { quantile } from './measurement.js';
import type { Server } from './processes.js';
import { SseReaders } from './sse-readers.js';

const ARRIVAL_LIMIT_MS = 5_000;
/** Readers that do not look at events may be a turn behind those that do. */
const LAST_WRITES_MS = 100;
const SETTLE_MS = 500;
const STEP_MS = 2_000;
const STEPS = [250, 500, 1_000, 2_000, 3_000, 4_000, 6_000, 8_000, 10_000, 12_800, 16_000] as const;
const QUICK_STEPS = [50] as const;
/** Slower than this part of the wanted rate, and the peer was the limit. */
const PEER_KEEPS_UP = 0.95;
const IDLE_READERS = 1_000;

/** p99 that a rate must keep within. */
export const MOST_LATENCY_MS = 100;
/** Data of one event, unless a case says otherwise. */
export const EVENT_BYTES = 200;

/** A server that streams `GET /v1/events`, and the peer its events come from. */
export interface Streaming {
  readonly server: Server;
  readonly peer: BenchPeer;
  /** Set if events are published to the server instead of broadcast by its Node. */
  readonly publishTo?: number;
}

/** Events of one stretch. */
export interface Stretch {
  readonly perSecond: number;
  readonly durationMs: number;
  readonly bytes?: number;
}

/** What a burst showed. */
export interface BurstFigures {
  readonly deliveries: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the server for a million deliveries, seconds. */
  readonly secondsPerMillion: number;
  /** Percent of one core that the server used. */
  readonly busyPercent: number;
  readonly grownMb: number;
  /** Readers that lost something. */
  readonly lost: number;
  /** False if the peer itself was too slow for the rate. */
  readonly offered: boolean;
}

/** Sends events at a rate and waits until all have arrived. */
export async function burst(
  { server, peer, publishTo }: Streaming,
  readers: SseReaders,
  { perSecond, durationMs, bytes = EVENT_BYTES }: Stretch,
): Promise<BurstFigures> {
  readers.mark();
  const count = Math.max(1, Math.floor((perSecond * durationMs) / 1000));
  const memoryBefore = residentBytes(server.processId);
  const secondsBefore = processSeconds(server.processId) ?? NaN;
  const startMs = performance.now();
  const to = publishTo === undefined ? {} : { publishTo };
  const rate = await peer.broadcast({ count, perSecond, bytes, ...to });
  const limitMs = performance.now() + ARRIVAL_LIMIT_MS;
  while (!readers.haveAll(count) && performance.now() < limitMs) await pause(10);
  const elapsedS = (performance.now() - startMs) / 1000;
  await pause(LAST_WRITES_MS);
  const usedS = (processSeconds(server.processId) ?? NaN) - secondsBefore;
  const { bytes: got, numbers, latenciesMs } = readers.figures;
  const most = Math.max(...got);
  const complete = (list: readonly number[]): boolean =>
    list.length === count && list.every((number, at) => number === at);
  const deliveries = count * got.length;
  return {
    deliveries,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    secondsPerMillion: (usedS / deliveries) * 1e6,
    busyPercent: (usedS / elapsedS) * 100,
    grownMb: (residentBytes(server.processId) - memoryBefore) / 1e6,
    lost:
      got.filter((each) => each !== most).length + numbers.filter((each) => !complete(each)).length,
    offered: rate >= perSecond * PEER_KEEPS_UP,
  };
}

/** The highest rate at which p99 keeps within its limit and nothing is lost, and how busy the server was with it. */
export interface HighestRate {
  readonly perSecond: number;
  readonly busyPercent: number;
}

/** Climbs the steps until one fails twice in a row. */
export async function highestRate(
  scene: Scene,
  streaming: Streaming,
  readerCount: number,
): Promise<HighestRate> {
  let best: HighestRate = { perSecond: 0, busyPercent: NaN };
  for (const perSecond of scene.quick ? QUICK_STEPS : STEPS) {
    const busyPercent =
      (await keepsUp(scene, streaming, readerCount, perSecond)) ??
      (await keepsUp(scene, streaming, readerCount, perSecond));
    if (busyPercent === undefined) return best;
    best = { perSecond, busyPercent };
  }
  return best;
}

/** Percent of a core that the server used if it kept up, undefined if it did not. */
async function keepsUp(
  scene: Scene,
  streaming: Streaming,
  readerCount: number,
  perSecond: number,
): Promise<number | undefined> {
  const readers = new SseReaders(); // those of a failed step may have been cut off
  await readers.open(streaming.server.port, crowd(scene, readerCount));
  await pause(lasting(scene, SETTLE_MS));
  const durationMs = lasting(scene, STEP_MS);
  const { offered, lost, p99Ms, busyPercent } = await burst(streaming, readers, {
    perSecond,
    durationMs,
  });
  await readers.close();
  return offered && lost === 0 && p99Ms <= MOST_LATENCY_MS ? busyPercent : undefined;
}

/** Resident memory that one idle reader adds, KB. */
export async function idleReaderKb(scene: Scene, server: Server): Promise<number> {
  const readers = new SseReaders();
  await readers.open(server.port, 10); // what is loaded and compiled by the first reader is no reader's memory
  await pause(lasting(scene, SETTLE_MS));
  const before = residentBytes(server.processId);
  const count = crowd(scene, IDLE_READERS);
  await readers.open(server.port, count);
  await pause(lasting(scene, 4 * SETTLE_MS));
  const grownBytes = residentBytes(server.processId) - before;
  await readers.close();
  return grownBytes / count / 1000;
}

/** Resolves after `ms`. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
