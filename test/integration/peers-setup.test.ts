import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayError } from '../../src/errors.js';
import {
  inWorld,
  rejection,
  type World,
  type WorldOptions,
} from '../support/peers-on-simulator.js';
import { UiClient } from '../support/peers/ui-client.js';

const URL_NAME = 'blockchain-service-url';
const URL = 'https://chain.example.org/KEY';
const bare: WorldOptions = { simulator: { setup: {} } };

interface Setup {
  readonly running: boolean;
  readonly values: readonly { readonly name: string; value: string; status: string }[];
}
const read = (payload: string): Setup => JSON.parse(payload) as Setup;
const valueOf = (payload: string, name: string): string | undefined =>
  read(payload).values.find((item) => item.name === name)?.value;

async function setByAnother(world: World, name: string, value: string): Promise<void> {
  const other = await UiClient.open(world.simulator.daemonPort);
  await other.ask('setup', JSON.stringify({ values: [{ name, value }] }));
  await other.close();
}

function setupsWritten(world: World): readonly string[] {
  return world.simulator.received
    .filter(({ hop, opcode }) => hop === 'daemon' && opcode === 'setup')
    .map(({ text }) => text);
}

async function gatewayError(promise: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof GatewayError);
  return error;
}

describe('a change of the setup', () => {
  test('goes behind an empty setup, is told as an event and makes setups stale', () =>
    inWorld(async (world) => {
      world.listener.touched.length = 0;
      const payload = await world.peers.changeSetup([{ name: 'gas-price', value: '7' }], {});
      assert.equal(valueOf(payload, 'gas-price'), '7');
      const [empty, change] = setupsWritten(world);
      assert.match(empty ?? '', /"payload":\{"values":\[\]\}/);
      assert.match(change ?? '', /"name":"gas-price","value":"7"/);
      const event = world.listener.events.find(({ opcode }) => opcode === 'setup');
      assert.deepEqual(event, { hop: 'daemon', opcode: 'setup', payload });
      assert.deepEqual(world.listener.touched, [['setup'], ['setup']]);
    }));

  test('that changes nothing is no event', () =>
    inWorld(async (world) => {
      await world.peers.changeSetup([{ name: 'gas-price', value: '7' }], {});
      world.listener.events.length = 0;
      await world.peers.changeSetup([{ name: 'gas-price', value: '7' }], {});
      assert.deepEqual(world.listener.events, []);
    }));

  test('made by another UI comes as an event of the Daemon', () =>
    inWorld(async (world) => {
      await world.peers.ask({ opcode: 'setup', payload: '{"values":[]}' });
      await setByAnother(world, 'gas-price', '9');
      await world.listener.until('the broadcast', () =>
        world.listener.events.some(({ opcode }) => opcode === 'setup'),
      );
    }));

  test('while the Node runs is frozen: nothing but the empty setup is written', () =>
    inWorld(async (world) => {
      await world.peers.startNode({ ensure: false });
      const error = await rejection(
        world.peers.changeSetup([{ name: 'gas-price', value: '7' }], {}),
      );
      assert.deepEqual(error, { code: 'setup-frozen', outcome: 'not-sent', hop: 'daemon' });
      assert.equal(setupsWritten(world).length, 1);
      const payload = await world.peers.ask({ opcode: 'setup', payload: '{"values":[]}' });
      assert.equal(read(payload).running, true);
    }));

  test('on a poisoned setup is refused with the name, and the Daemon lives', () =>
    inWorld(async (world) => {
      await setByAnother(world, 'neighborhood-mode', 'Standard');
      const change = [{ name: URL_NAME, value: URL }];
      const error = await gatewayError(world.peers.changeSetup(change, {}));
      assert.deepEqual([error.code, error.outcome], ['setup-poisoned', 'not-sent']);
      assert.match(error.message, /neighborhood-mode/);
      assert.ok(!error.message.includes(URL));
      assert.equal(world.simulator.daemonAlive, true);
    }, bare));

  test('that replaces or clears what is poisoned while it completes the setup passes', () =>
    inWorld(async (world) => {
      await setByAnother(world, 'neighborhood-mode', 'Standard');
      const payload = await world.peers.changeSetup(
        [
          { name: 'neighborhood-mode', value: null },
          { name: URL_NAME, value: URL },
        ],
        {},
      );
      assert.equal(valueOf(payload, URL_NAME), URL);
      assert.notEqual(valueOf(payload, 'neighborhood-mode'), 'Standard');
      assert.equal(world.simulator.daemonAlive, true);
    }, bare));

  test('whose clear the Daemon undoes says so', () =>
    inWorld(async (world) => {
      await world.peers.changeSetup([{ name: 'gas-price', value: '5' }], {});
      const clear = [{ name: 'gas-price', value: null }];
      const error = await gatewayError(world.peers.changeSetup(clear, {}));
      assert.deepEqual([error.code, error.outcome], ['clear-undone', 'refused']);
      assert.deepEqual(
        error.errors.map(({ pointer }) => pointer),
        ['/values/0'],
      );
    }, bare));

  test('with one good value on a half-done setup is no error', () =>
    inWorld(async (world) => {
      const payload = await world.peers.changeSetup([{ name: 'gas-price', value: '5' }], {});
      assert.match(payload, /"errors":\s*\[\[/);
    }, bare));

  test('of which the Daemon complains is rejected though stored', () =>
    inWorld(async (world) => {
      const change = [
        { name: 'gas-price', value: '6' },
        { name: 'neighborhood-mode', value: 'originate-only' },
        { name: 'neighbors', value: null },
      ];
      const error = await gatewayError(world.peers.changeSetup(change, {}));
      assert.deepEqual([error.code, error.outcome], ['setup-rejected', 'applied']);
      assert.deepEqual(
        error.errors.map(({ pointer }) => pointer),
        ['/values/1'],
      );
      const now = await world.peers.ask({ opcode: 'setup', payload: '{"values":[]}' });
      assert.equal(valueOf(now, 'neighborhood-mode'), 'originate-only');
    }));

  test('without a Daemon is 503 and not sent', () =>
    inWorld(async (world) => {
      await world.simulator.killDaemon();
      await world.daemon('down');
      const error = await rejection(
        world.peers.changeSetup([{ name: 'gas-price', value: '7' }], {}),
      );
      assert.deepEqual(error, { code: 'daemon-unreachable', outcome: 'not-sent', hop: 'daemon' });
    }));

  test('that the Daemon does not answer in time of its caller is unknown, and unresponsive later', () =>
    inWorld(
      async (world) => {
        world.simulator.freezeDaemon();
        const error = await rejection(
          world.peers.changeSetup([{ name: 'gas-price', value: '7' }], {}),
        );
        assert.equal(error.code, 'no-reply');
        await world.daemon('unresponsive');
        const second = await rejection(
          world.peers.ask({ opcode: 'setup', payload: '{"values":[]}' }),
        );
        assert.equal(second.code, 'daemon-unresponsive');
        world.simulator.thawDaemon();
        await world.daemon('up');
      },
      { timings: { conversationLimitFactor: 0.01 } },
    ));
});

describe('the configuration with a password', () => {
  test('comes with the right one, and a wrong one is told as such', () =>
    inWorld(async (world) => {
      await world.peers.startNode({ ensure: false });
      const payload = '{"oldPasswordOpt":null,"newPassword":"correct horse"}';
      await world.peers.ask({ opcode: 'changePassword', payload });
      const text = await world.peers.queryConfiguration('correct horse', {});
      assert.match(text, /"neighborhoodMode"/);
      assert.deepEqual(await rejection(world.peers.queryConfiguration('wrong', {})), {
        code: 'wrong-password',
        outcome: 'refused',
        hop: 'node',
      });
      assert.ok(!JSON.stringify(world.listener.events).includes('correct horse'));
    }));
});
