/** How soon everything works again with the times as they are shipped, and what a hundred lost links leave behind. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { peerTimings } from '../../src/peer/timings.js';
import {
  eventually,
  openChaos,
  RECOVERY_LIMIT_MS,
  type ChaosScene,
} from '../support/chaos/chaos-scene.js';

const FRESH = { headers: { 'cache-control': 'no-cache' } };
/** Longer than any handshake, and long enough for the longest pause between two attempts. */
const OUTAGE_MS = 4_500;

const outages: Readonly<Record<string, (scene: ChaosScene) => Promise<void> | void>> = {
  'refused connections': async ({ proxy }) => {
    await Promise.all([proxy.refuse('daemon'), proxy.refuse('node')]);
    proxy.daemon.reset();
    proxy.node.reset();
  },
  'resets of all new connections': ({ proxy }) => {
    for (const lane of [proxy.daemon, proxy.node]) {
      lane.resets = true;
      lane.reset();
    }
  },
  'handshakes that never end': ({ proxy }) => {
    for (const lane of [proxy.daemon, proxy.node]) {
      lane.handshake = 'never-ends';
      lane.reset();
    }
  },
  'a black hole': ({ proxy }) => {
    proxy.daemon.hold();
    proxy.node.hold();
  },
};

describe('with the times as they are shipped', { concurrency: true }, () => {
  for (const [name, begin] of Object.entries(outages)) {
    test(`everything works again within 5 s of both peers’ return from ${name}`, async (t) => {
      const scene = await openChaos({ timings: peerTimings });
      t.after(() => scene.close());
      await scene.recovered();
      await begin(scene);
      void scene.gateway.ask('GET /v1/node/descriptor', FRESH).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
      await scene.proxy.calm();
      assert.ok((await scene.recovered()) < RECOVERY_LIMIT_MS);
    });
  }
});

/** Active resources by kind. */
function resources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/** Each kind of outage once, on both hops, with calls open. */
async function outageRound(scene: ChaosScene): Promise<void> {
  const strikes = [
    () => {
      scene.proxy.node.reset();
      scene.proxy.daemon.reset();
    },
    () => {
      scene.proxy.node.inject(Buffer.from('garbage'));
      scene.proxy.daemon.inject(Buffer.from('garbage'));
    },
    () => scene.proxy.node.cutNextFrame(),
    () => scene.proxy.daemon.cutNextFrame(),
    () => {
      scene.proxy.node.resets = true;
      scene.proxy.node.reset();
    },
  ];
  for (const strike of strikes) {
    const calls = ['GET /v1/node/financials', 'GET /v1/node/configuration', 'GET /v1/setup'].map(
      (route) => scene.gateway.ask(route, FRESH),
    );
    strike();
    await Promise.all(calls);
    await scene.proxy.calm();
    await scene.recovered();
  }
}

test('a hundred lost links leave no timer, no socket and no memory behind, and a closed gateway nothing', async () => {
  const before = resources();
  const scene = await openChaos();
  for (let round = 0; round < 3; round++) await outageRound(scene);
  const steady = resources();
  const steadyHeap = heapBytes();
  for (let round = 0; round < 12; round++) await outageRound(scene);
  await eventually(
    () => [...resources()].every(([kind, count]) => count <= (steady.get(kind) ?? 0) + 3),
    `more than before: ${JSON.stringify([[...steady], [...resources()]])}`,
  );
  const grownBytes = heapBytes() - steadyHeap;
  assert.ok(grownBytes < 12 * 1024 * 1024, `the heap grew by ${grownBytes} bytes`);
  await scene.close();
  const sockets = (counts: ReadonlyMap<string, number>): number =>
    [...counts].reduce((sum, [kind, count]) => sum + (kind.startsWith('TCP') ? count : 0), 0);
  await eventually(() => sockets(resources()) <= sockets(before), 'sockets are left');
  await eventually(
    () => (resources().get('Timeout') ?? 0) <= (before.get('Timeout') ?? 0) + 1,
    'timers are left',
  );
});
