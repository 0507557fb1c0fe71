/** Exit countries through the whole peer side, with a Node whose own list only grows. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inWorld, type World } from '../support/peers-on-simulator.js';

const plain = { ensure: false };
const choice = (country: string): string =>
  `{"fallbackRouting":false,"exitLocations":[{"countryCodes":["${country}"],"priority":1}],"showCountries":false}`;
const choose = (world: World, country: string): Promise<string> =>
  world.peers.ask({ opcode: 'exitLocation', payload: choice(country) });

describe('exit countries', () => {
  test('are cleared and set without anybody between the two, whoever else asks', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      const others = Array.from({ length: 20 }, () =>
        world.peers.ask({ opcode: 'descriptor', payload: '{}' }),
      );
      const wallets = world.peers.ask({
        opcode: 'checkPassword',
        payload: '{"dbPasswordOpt":null}',
      });
      await Promise.all([choose(world, 'CZ'), ...others, wallets, choose(world, 'SK')]);
      const opcodes = world.got('node');
      const places = opcodes.flatMap((opcode, index) => (opcode === 'exitLocation' ? [index] : []));
      assert.equal(places.length, 4);
      assert.equal(places[1], (places[0] ?? 0) + 1);
      assert.equal(places[3], (places[2] ?? 0) + 1);
      const texts = world.simulator.received.filter(({ opcode }) => opcode === 'exitLocation');
      for (const index of [0, 2]) assert.match(texts[index]?.text ?? '', /"exitLocations":\[\]/);
    }));

  test('that no Node is in leave no exit, and the ones before are not in force', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      await choose(world, 'CZ');
      const error = await choose(world, 'AF').catch((reason: unknown) => reason);
      assert.ok(error instanceof Error && 'inForce' in error);
      assert.equal(error.inForce, 'no exit');
    }));
});
