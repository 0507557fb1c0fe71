/** Readings of a Node that has died: whatever was stored while it lived must not be served any more. */
import assert from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';
import { operations } from '../../src/generated/operations.js';
import { opcodes, readKinds } from '../../src/protocol/opcodes.js';
import { openChaos } from '../support/chaos-scene.js';
import type { ChaosScene } from '../support/chaos-scene.js';

const readings = Object.values(operations).filter(
  ({ method, opcode, pathParameters }) =>
    method === 'GET' &&
    pathParameters.length === 0 &&
    opcode !== undefined &&
    opcodes[opcode].peer === 'node',
);

test('every opcode of the Node whose replies are shared has a route here', () => {
  const shared = readKinds.filter((opcode) => opcodes[opcode].peer === 'node');
  const read = new Set(readings.map(({ opcode }) => opcode));
  assert.deepEqual([...read].sort(), shared.sort());
});

describe('a dead Node', () => {
  let chaos: ChaosScene;
  before(async () => {
    chaos = await openChaos();
    await chaos.recovered();
    // No stored reply becomes too old by itself, however slow the machine is.
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    for (const { path } of readings) {
      assert.equal((await chaos.gateway.ask(`GET ${path}`)).status, 200, path);
    }
    await chaos.simulator.killNode();
    await chaos.gateway.until(
      'GET /v1/status',
      ({ body }) => body['nodeRunning'] === false && body['daemonState'] === 'up',
    );
  });
  after(async () => {
    mock.timers.reset();
    await chaos.close();
  });

  for (const { path } of readings) {
    test(`GET ${path} is answered 503, not from a stored reply`, async () => {
      assert.equal((await chaos.gateway.ask(`GET ${path}`)).status, 503);
    });
  }
});
