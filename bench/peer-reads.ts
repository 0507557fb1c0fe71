/** A small read from the gateway and from other servers. */
import { lasting, type Scene } from './bench-case.js';
import { floor, installed, READ_PATH, readServers } from './contestants.js';
import { pause } from './event-load.js';
import { underLoad, type Loaded } from './load-tool.js';
import { residentBytes } from './machine.js';
import type { Measurement } from './measurement.js';
import type { Server } from './processes.js';
import { inTurns, sideOf } from './turns.js';

const CONNECTIONS = [1, 64, 256] as const;
/** Latency and processor time are reported for this many. */
const DETAILED = 64;
const SETTLE_MS = 500;

interface Started {
  readonly name: string;
  readonly server: Server;
  readonly restMb: number;
}

/** Rates as ratios to bare node:http, latency, processor time, and memory at rest and after the load. */
export async function measureReads(scene: Scene): Promise<readonly Measurement[]> {
  const { processes, quick } = scene;
  const peer = await processes.peer();
  const started: Started[] = [];
  for (const { name, start } of installed(scene, readServers)) {
    const server = await start(processes, peer);
    await pause(lasting(scene, SETTLE_MS));
    started.push({ name, server, restMb: residentMb(server) });
  }
  const rows: Measurement[] = [];
  for (const connections of quick ? [DETAILED] : CONNECTIONS) {
    rows.push(...(await rowsAt(scene, started, connections)));
  }
  for (const { name, server, restMb } of started) {
    const value = { side: name, unit: 'MB', compared: 'value' } as const;
    rows.push({ ...value, what: 'resident memory at rest', values: [restMb] });
    rows.push({ ...value, what: 'resident memory after the load', values: [residentMb(server)] });
    await server.close();
  }
  await peer.close();
  return rows;
}

function residentMb({ processId }: Server): number {
  return residentBytes(processId) / 1e6;
}

async function rowsAt(
  scene: Scene,
  started: readonly Started[],
  connections: number,
): Promise<readonly Measurement[]> {
  const load = { connections, path: READ_PATH, durationMs: scene.stretchMs };
  const sides = started.map(({ name, server }) => ({
    name,
    ...sideOf(() => underLoad(scene.processes, server, load)),
  }));
  await inTurns(scene, `${connections} connections`, sides);
  const base = sides.find(({ name }) => name === floor.name)?.values ?? [];
  const what = `${connections} connections`;
  return sides.flatMap(({ name, values }): readonly Measurement[] => {
    const row = (unit: string, part: keyof Loaded) =>
      ({ side: name, what, unit, compared: 'value', values: values.map((v) => v[part]) }) as const;
    const rate = row('requests/s', 'perSecond');
    const baseline = { what: floor.name, values: base.map(({ perSecond }) => perSecond) };
    const ratio = { ...rate, compared: 'ratio', baseline } as const;
    if (connections !== DETAILED) return [ratio];
    return [
      rate,
      ratio,
      { ...row('ms', 'p99Ms'), what: `${what}: p99` },
      { ...row('µs per request', 'costUs'), what: `${what}: processor time` },
      { ...row('%', 'busyPercent'), what: `${what}: server's core used` },
    ];
  });
}
