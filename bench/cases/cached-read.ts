/** A shared read, everything on as shipped, against the floor and against Express with its defaults. */
import { gatewayBefore, type BenchCase, type Scene } from '../bench-case.js';
import { underLoad, type Loaded } from '../load-tool.js';
import type { Measurement, Target } from '../measurement.js';
import type { Server } from '../processes.js';
import { inTurns, sideOf, type Side } from '../turns.js';

const CONNECTIONS = [1, 16, 64, 256] as const;
const PATH = '/v1/node/descriptor';
/** The targets are for this many connections. */
const HELD_AT = 64;

interface Servers {
  readonly ours: Server;
  readonly bare: Server;
  readonly express: Server;
}

/** A shared read of a small reply, at several numbers of connections. */
export const cachedRead: BenchCase = {
  name: 'cached-read',
  title: 'a shared read of 107 bytes; guards, validation, log and metrics as shipped',
  run: async (scene) => {
    const { processes } = scene;
    const peer = await processes.peer();
    const port = String(peer.port);
    const servers = {
      ours: await gatewayBefore(processes, peer.port),
      bare: await processes.baseline('bare-http', [port, 'descriptor']),
      express: await processes.baseline('express-defaults', [port, 'descriptor', PATH]),
    };
    const measured: Measurement[] = [];
    const counts = scene.quick ? [HELD_AT] : CONNECTIONS;
    for (const count of counts) measured.push(...(await measure(scene, servers, count)));
    await Promise.all([servers.ours, servers.bare, servers.express].map((each) => each.close()));
    await peer.close();
    return measured;
  },
};

async function measure(
  scene: Scene,
  servers: Servers,
  connections: number,
): Promise<readonly Measurement[]> {
  const load = { connections, path: PATH, durationMs: scene.stretchMs };
  const side = (server: Server): Side<Loaded> =>
    sideOf(() => underLoad(scene.processes, server, load));
  const ours = side(servers.ours);
  const bare = side(servers.bare);
  const express = side(servers.express);
  await inTurns(scene, `${connections} connections`, [bare, ours, express]);
  const what = `${connections} connections`;
  const rates = (name: string, other: Side<Loaded>, target: Target): Measurement => ({
    what,
    unit: 'requests/s',
    compared: 'ratio',
    values: ours.values.map(({ perSecond }) => perSecond),
    baseline: { what: name, values: other.values.map(({ perSecond }) => perSecond) },
    ...(connections === HELD_AT ? { target } : {}),
  });
  return [
    rates('bare node:http', bare, { atLeast: 0.65 }),
    rates('Express, defaults', express, { atLeast: 3 }),
    {
      what: `${what}: processor time`,
      unit: 'µs per request',
      compared: 'ratio',
      values: ours.values.map(({ costUs }) => costUs),
      baseline: { what: 'bare node:http', values: bare.values.map(({ costUs }) => costUs) },
    },
    {
      what: `${what}: p99`,
      unit: 'ms',
      compared: 'value',
      values: ours.values.map(({ p99Ms }) => p99Ms),
      baseline: { what: 'bare node:http', values: bare.values.map(({ p99Ms }) => p99Ms) },
    },
    {
      what: `${what}: the server's core was used by`,
      unit: '%',
      compared: 'value',
      values: ours.values.map(({ busyPercent }) => busyPercent),
      baseline: { what: 'bare node:http', values: bare.values.map((each) => each.busyPercent) },
    },
  ];
}
