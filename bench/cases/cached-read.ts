/** Case 1: a shared reading, everything on as shipped, against the floor and against Express with its defaults. */
import { BenchPeer } from '../peer.js';
import { requestText } from '../http-load.js';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase, Scene } from '../bench-case.js';
import { loaded } from '../loaded.js';
import type { Loaded } from '../loaded.js';
import type { Measurement, Target } from '../measurement.js';
import type { Server } from '../processes.js';

const CONNECTIONS = [1, 16, 64, 256] as const;
const PATH = '/v1/node/descriptor';
/** The targets are for this many connections. */
const HELD_AT = 64;

interface Sides {
  readonly ours: Server;
  readonly bare: Server;
  readonly express: Server;
}

/** See the file's head. */
export const cachedRead: BenchCase = {
  name: 'cached-read',
  title: 'a shared reading of 107 bytes; guards, validation, log and metrics as shipped',
  run: async (scene) => {
    const peer = await BenchPeer.open();
    const { processes } = scene;
    const port = String(peer.port);
    const sides = {
      ours: await gatewayBefore(processes, peer.port),
      bare: await processes.baseline('bare-http', [port, 'descriptor']),
      express: await processes.baseline('express-defaults', [port, 'descriptor', PATH]),
    };
    const measured: Measurement[] = [];
    for (const count of CONNECTIONS) measured.push(...(await measure(scene, sides, count)));
    await Promise.all([sides.ours.close(), sides.bare.close(), sides.express.close()]);
    peer.close();
    return measured;
  },
};

async function measure(scene: Scene, sides: Sides, count: number): Promise<Measurement[]> {
  const request = requestText('GET', PATH);
  const warmMs = scene.stretchMs / 2;
  const load = (server: Server, ms: number): Promise<Loaded> => loaded(server, count, request, ms);
  for (const side of Object.values(sides) as Server[]) await load(side, warmMs);
  const values = { ours: [] as number[], bare: [] as number[], express: [] as number[] };
  const costs = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < scene.rounds; round++) {
    const [bare, ours] = [
      await load(sides.bare, scene.stretchMs),
      await load(sides.ours, scene.stretchMs),
    ];
    const express = await load(sides.express, scene.stretchMs);
    values.bare.push(bare.perSecond);
    values.ours.push(ours.perSecond);
    values.express.push(express.perSecond);
    costs.bare.push(bare.costUs);
    costs.ours.push(ours.costUs);
    scene.tell(`${count} connections, round ${round + 1}`);
  }
  const row = (what: string, rates: readonly number[], target: Target): Measurement => ({
    what: `${count} connections`,
    unit: 'requests/s',
    compared: 'ratio',
    values: values.ours,
    baseline: { what, values: rates },
    ...(count === HELD_AT ? { target } : {}),
  });
  return [
    row('bare node:http', values.bare, { atLeast: 0.65 }),
    row('Express, defaults', values.express, { atLeast: 3 }),
    {
      what: `${count} connections: processor time`,
      unit: 'µs a request',
      compared: 'ratio',
      values: costs.ours,
      baseline: { what: 'bare node:http', values: costs.bare },
    },
  ];
}
