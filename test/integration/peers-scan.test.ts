import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { peerCodes } from '../../src/protocol/error-codes.js';
import {
  inWorld,
  rejection,
  type World,
  type WorldOptions,
} from '../support/peers-on-simulator.js';
import { UiClient } from '../support/peers/ui-client.js';

const PASSWORD = 'correct horse';

/** A world with a running Node that has a consuming wallet. */
function inWallets(body: (world: World) => Promise<void>, options?: WorldOptions): Promise<void> {
  return inWorld(async (world) => {
    const { peers } = world;
    await peers.startNode({ ensure: false });
    await peers.ask({
      opcode: 'changePassword',
      payload: JSON.stringify({ oldPasswordOpt: null, newPassword: PASSWORD }),
    });
    await peers.ask({
      opcode: 'generateWallets',
      payload: JSON.stringify({ dbPassword: PASSWORD }),
    });
    await body(world);
  }, options);
}

const scanEvents = (world: World): unknown[] =>
  world.listener.events
    .filter(({ opcode }) => opcode === 'gateway.scan')
    .map(({ payload }) => JSON.parse(payload) as unknown);

async function scanEvent(world: World): Promise<unknown> {
  await world.listener.until('a scan event', () => scanEvents(world).length > 0);
  return scanEvents(world)[0];
}

describe('a scan', () => {
  test('that is answered is done', () =>
    inWallets(async (world) => {
      assert.equal(await world.peers.scan('Receivables', {}), 'done');
      assert.deepEqual(scanEvents(world), []);
    }));

  test('of Payables is done once no error has followed its success', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('Payables', 'reply', 1);
      const beganAtMs = Date.now();
      assert.equal(await world.peers.scan('Payables', {}), 'done');
      assert.ok(Date.now() - beganAtMs >= 140);
    }));

  test('of Payables that tells success and then an error has failed', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('Payables', 'double', 1);
      const error = await rejection(world.peers.scan('Payables', {}));
      assert.equal(error.peerCode, peerCodes.SCAN);
    }));

  test('with nothing to process says so', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('PendingPayables', 'nothing');
      assert.equal(await world.peers.scan('PendingPayables', {}), 'nothing-to-do');
      world.simulator.setScanBehaviour('PendingPayables', 'reply');
      assert.equal(await world.peers.scan('PendingPayables', {}), 'done');
    }));

  test('without a consuming wallet is 409', () =>
    inWorld(async (world) => {
      await world.peers.startNode({ ensure: false });
      const error = await rejection(world.peers.scan('Payables', {}));
      assert.deepEqual(error, { code: 'no-consuming-wallet', outcome: 'refused', hop: 'node' });
    }));

  test('behind one that another UI began is 409 by the log line', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('Receivables', 'hang');
      const other = await UiClient.open(world.simulator.nodePort ?? 0);
      other.post('scan', '{"scanType":"Receivables"}');
      await other.broadcast('logBroadcast', (text) => text.includes('Scanning for receivables'));
      const error = await rejection(world.peers.scan('Receivables', {}));
      assert.deepEqual(error, { code: 'scan-under-way', outcome: 'refused', hop: 'node' });
      await other.close();
    }));

  test('behind one of our own is 409 without being written', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('Receivables', 'hang');
      const first = world.peers.scan('Receivables', {});
      const error = await rejection(world.peers.scan('Receivables', {}));
      assert.deepEqual(error, { code: 'scan-under-way', outcome: 'not-sent', hop: 'gateway' });
      assert.equal(await first, 'accepted');
      assert.equal(world.got('node').filter((opcode) => opcode === 'scan').length, 1);
    }));

  test('that takes longer than its caller waits is accepted, its result an event', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('Receivables', 'reply', 700);
      assert.equal(await world.peers.scan('Receivables', {}), 'accepted');
      assert.deepEqual(await scanEvent(world), { scanType: 'Receivables', result: 'done' });
      world.simulator.setScanBehaviour('Receivables', 'reply', 1);
      assert.equal(await world.peers.scan('Receivables', {}), 'done');
    }));

  test('of Payables that fails later leaves it open whether money has moved', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('Payables', 'error', 700);
      assert.equal(await world.peers.scan('Payables', {}), 'accepted');
      assert.deepEqual(await scanEvent(world), {
        scanType: 'Payables',
        result: 'failed',
        outcome: 'unknown',
        peerCode: peerCodes.SCAN,
      });
    }));

  test('whose Node dies is lost', () =>
    inWallets(async (world) => {
      world.simulator.setScanBehaviour('Receivables', 'hang');
      assert.equal(await world.peers.scan('Receivables', {}), 'accepted');
      await world.simulator.killNode();
      assert.deepEqual(await scanEvent(world), {
        scanType: 'Receivables',
        result: 'lost',
        outcome: 'unknown',
      });
    }));

  test('of Payables that is open keeps a shutdown off; another kind does not', () =>
    inWallets(
      async (world) => {
        world.simulator.setScanBehaviour('Payables', 'hang');
        world.simulator.setScanBehaviour('Receivables', 'hang');
        await world.peers.scan('Payables', {});
        const error = await rejection(world.peers.shutdownNode({ ensure: false }));
        assert.equal(error.code, 'node-busy');
        await world.simulator.killNode();
        await world.node('stopped');
        await world.peers.startNode({ ensure: false });
        await world.peers.scan('Receivables', {});
        await world.peers.shutdownNode({ ensure: false });
      },
      { timings: { shutdownWaitMs: 150, scanWaitMs: 100 } },
    ));

  test('is closed when nothing was heard of it for too long', () =>
    inWallets(
      async (world) => {
        world.simulator.setScanBehaviour('Receivables', 'hang');
        assert.equal(await world.peers.scan('Receivables', {}), 'accepted');
        assert.deepEqual(await scanEvent(world), {
          scanType: 'Receivables',
          result: 'lost',
          outcome: 'unknown',
        });
        assert.equal((await rejection(world.peers.scan('Receivables', {}))).hop, 'node');
      },
      { timings: { scanWaitMs: 100, scanOpenMostMs: 300 } },
    ));
});
