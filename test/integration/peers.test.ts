import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PeerError } from '../../src/errors.js';
import { peerCodes } from '../../src/protocol/error-codes.js';
import { inWorld, rejection, type World } from '../support/peers-on-simulator.js';
import { UiClient, view } from '../support/peers/ui-client.js';

const descriptor = { opcode: 'descriptor', payload: '{}' } as const;
const plain = { ensure: false };

const started = (payload: string): { newProcessId: number | null; redirectUiPort: number } =>
  JSON.parse(payload) as { newProcessId: number | null; redirectUiPort: number };

/** Another UI at the Daemon starts the Node. */
async function startByAnother(world: World): Promise<void> {
  const other = await UiClient.open(world.simulator.daemonPort);
  const { error } = view(await other.ask('start'));
  assert.equal(error, undefined);
  await other.close();
}

/** Makes the Daemon forget the running Node. */
async function orphaned(world: World): Promise<void> {
  await world.peers.startNode(plain);
  await world.simulator.restartDaemon();
  await world.node('orphan');
}

describe('start', () => {
  test('answers when our own link is open, with what the Daemon said', () =>
    inWorld(async ({ peers, simulator }) => {
      const reply = started(await peers.startNode(plain));
      assert.equal(reply.redirectUiPort, simulator.nodePort);
      const { node } = peers.hops();
      assert.equal(node.state, 'running');
      assert.equal(node.processId, reply.newProcessId);
      assert.match(await peers.ask(descriptor), /nodeDescriptorOpt/);
    }));

  test('of a running Node is refused without asking, and with ensure told as if it were new', () =>
    inWorld(async (world) => {
      const reply = started(await world.peers.startNode(plain));
      const asked = world.got('daemon').length;
      assert.equal((await rejection(world.peers.startNode(plain))).code, 'already-running');
      assert.deepEqual(started(await world.peers.startNode({ ensure: true })), reply);
      assert.equal(world.got('daemon').length, asked);
    }));

  test('by two at once launches one Node', () =>
    inWorld(async (world) => {
      const [first, second] = await Promise.allSettled([
        world.peers.startNode(plain),
        world.peers.startNode(plain),
      ]);
      assert.equal(first.status, 'fulfilled');
      assert.ok(second.status === 'rejected' && second.reason instanceof PeerError);
      assert.equal(second.reason.peerCode, peerCodes.NODE_ALREADY_RUNNING);
      await world.node('running');
      assert.deepEqual(world.simulator.deaths, []);
    }));

  test('with ensure finds a Node that another UI started a moment ago', () =>
    inWorld(
      async (world) => {
        await startByAnother(world);
        const reply = started(await world.peers.startNode({ ensure: true }));
        assert.deepEqual(reply, { newProcessId: null, redirectUiPort: world.simulator.nodePort });
      },
      { timings: { probeSoonMs: 60_000 } },
    ));

  test('that fails passes the words of the Daemon on and leaves the Node stopped', () =>
    inWorld(async (world) => {
      world.simulator.failNextLaunch('died');
      const error = await rejection(world.peers.startNode(plain));
      assert.equal(error.peerCode, peerCodes.NODE_LAUNCH);
      await world.node('stopped');
      assert.equal(world.peers.hops().node.lastExit, null);
    }));
});

describe('a request for the Node', () => {
  test('right after the start by another UI waits for the link', () =>
    inWorld(
      async (world) => {
        await startByAnother(world);
        assert.match(await world.peers.ask(descriptor), /nodeDescriptorOpt/);
      },
      { timings: { probeSoonMs: 60_000, probeFreshMs: 0 } },
    ));

  test('is 503 and not sent where the Daemon denies the Node', () =>
    inWorld(async ({ peers }) => {
      assert.deepEqual(await rejection(peers.ask(descriptor)), {
        code: 'node-unreachable',
        outcome: 'not-sent',
        hop: 'node',
      });
    }));

  test('is 503 at once where neither can be reached', () =>
    inWorld(async (world) => {
      await world.simulator.killDaemon();
      await world.daemon('down');
      const error = await rejection(world.peers.ask(descriptor));
      assert.equal(error.code, 'daemon-unreachable');
      assert.equal(world.peers.hops().node.state, 'unknown');
    }));
});

describe('shutdown', () => {
  test('is done when the socket is gone, and is a requested exit', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      await world.peers.shutdownNode(plain);
      assert.equal(world.simulator.nodePort, undefined);
      await world.node('stopped');
      assert.equal(world.peers.hops().node.lastExit?.kind, 'requested');
      assert.equal(world.got('node').at(-1), 'shutdown');
    }));

  test('asked for twice is written once', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      await Promise.all([world.peers.shutdownNode(plain), world.peers.shutdownNode(plain)]);
      assert.equal(world.got('node').filter((opcode) => opcode === 'shutdown').length, 1);
    }));

  test('refuses all that comes after it', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      const down = world.peers.shutdownNode(plain);
      await world.node('stopping');
      assert.equal((await rejection(world.peers.ask(descriptor))).code, 'node-stopping');
      await down;
    }));

  test('without a Node is 409, or nothing at all with ensure', () =>
    inWorld(async ({ peers }) => {
      assert.equal((await rejection(peers.shutdownNode(plain))).code, 'node-not-running');
      await peers.shutdownNode({ ensure: true });
    }));

  test('does not cut key work off: busy, and the lane opens again', () =>
    inWorld(
      async (world) => {
        await world.peers.startNode(plain);
        const payload = '{"oldPasswordOpt":null,"newPassword":"correct horse"}';
        world.simulator.setConfiguratorDelayMs(400);
        let change: Promise<string> | undefined;
        await new Promise<void>((onWritten) => {
          change = world.peers.ask({
            opcode: 'changePassword',
            payload,
            onWritten: () => onWritten(),
          });
        });
        const error = await rejection(world.peers.shutdownNode(plain));
        assert.deepEqual([error.code, error.outcome], ['node-busy', 'not-sent']);
        world.simulator.setConfiguratorDelayMs(undefined);
        await change;
        assert.equal(world.peers.hops().node.state, 'running');
        assert.match(await world.peers.ask(descriptor), /nodeDescriptorOpt/);
      },
      { timings: { shutdownWaitMs: 150 } },
    ));
});

describe('restart', () => {
  test('gives a new process, and the start waits for the end of the old one', () =>
    inWorld(async (world) => {
      const first = started(await world.peers.startNode(plain));
      const second = started(await world.peers.restartNode({}));
      assert.notEqual(second.newProcessId, first.newProcessId);
      assert.equal(world.peers.hops().node.processId, second.newProcessId);
      assert.equal(world.peers.hops().node.lastExit?.kind, 'requested');
      const opcodes = world.listener.events.map(({ opcode }) => opcode);
      assert.ok(opcodes.includes('crashed'));
    }));

  test('writes its start only after the quiet time where no crashed comes', () =>
    inWorld(
      async (world) => {
        await world.peers.startNode(plain);
        await world.peers.restartNode({});
        const start = world.simulator.received.findLast(({ opcode }) => opcode === 'start');
        const [death] = world.simulator.deaths;
        assert.ok(start !== undefined && death !== undefined);
        assert.ok(start.atMs - death.atMs >= 290, `${start.atMs - death.atMs} ms`);
      },
      { simulator: { childNoticeMs: 60_000 } },
    ));

  test('without a Node just starts one', () =>
    inWorld(async ({ peers }) => {
      assert.ok(started(await peers.restartNode({})).newProcessId !== null);
    }));

  test('works after a first password, of which the setup holds none', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      const payload = '{"oldPasswordOpt":null,"newPassword":"correct horse"}';
      await world.peers.ask({ opcode: 'changePassword', payload });
      const { newProcessId } = started(await world.peers.restartNode({}));
      assert.equal(world.peers.hops().node.processId, newProcessId);
      assert.equal(world.simulator.deaths.length, 1);
    }));

  test('is refused after a change of the password that the setup holds, by whomever', () =>
    inWorld(async (world) => {
      await world.peers.changeSetup([{ name: 'db-password', value: 'old horse' }], {});
      await world.peers.startNode(plain);
      const payload = '{"oldPasswordOpt":"old horse","newPassword":"correct horse"}';
      await world.peers.ask({ opcode: 'changePassword', payload });
      assert.ok(world.listener.events.some(({ opcode }) => opcode === 'newPassword'));
      assert.equal((await rejection(world.peers.restartNode({}))).code, 'setup-password-stale');
      assert.equal(world.peers.hops().node.state, 'running');
      await world.peers.shutdownNode(plain);
      await world.node('stopped');
      await world.peers.changeSetup([{ name: 'db-password', value: 'correct horse' }], {});
      await world.peers.startNode(plain);
      await world.peers.restartNode({});
    }));

  test('whose start fails is incomplete: the Node is down', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      world.simulator.failNextLaunch('died');
      const error = await rejection(world.peers.restartNode({}));
      assert.deepEqual([error.code, error.outcome], ['restart-incomplete', 'applied']);
      await world.node('stopped');
    }));

  test('goes through to its start though the gateway closes', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      const restart = Promise.allSettled([world.peers.restartNode({})]);
      await world.node('stopping');
      await world.listener.until('the end', () => world.simulator.nodePort === undefined);
      await world.peers.close();
      await restart;
      assert.equal(world.got('daemon').at(-1), 'start');
    }));
});

describe('the end of a Node', () => {
  test('by a signal is killed; a start by another UI is found by itself', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      await world.simulator.killNode();
      await world.node('stopped');
      assert.equal(world.peers.hops().node.lastExit?.kind, 'killed');
      await startByAnother(world);
      await world.node('running');
      assert.equal(world.peers.hops().node.processId, null);
      assert.ok(world.listener.gaps.some(({ hop }) => hop === 'node'));
    }));

  test('by a panic is ended, for that reason, and of its line only the location is told', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      world.simulator.broadcastLog('Error', 'node/src/x.rs:1:2 - password "hunter2"');
      await world.listener.until('the line', () =>
        world.listener.events.some(({ payload }) => payload.includes('x.rs:1:2')),
      );
      await world.simulator.killNode('exited', 'panic');
      await world.node('stopped');
      assert.deepEqual(
        { ...world.peers.hops().node.lastExit, atMs: 0 },
        { kind: 'ended', reason: 'panic', atMs: 0 },
      );
      assert.ok(!JSON.stringify(world.listener.events).includes('hunter2'));
    }));

  test('never comes with a message to the Daemon before its crashed, or a second has passed', () =>
    inWorld(
      async (world) => {
        await world.peers.startNode(plain);
        const before = world.got('daemon').length;
        const endedAtMs = Date.now();
        await world.simulator.killNode();
        await world.exit();
        const next = world.simulator.received.filter(({ hop }) => hop === 'daemon').at(before);
        assert.ok(next !== undefined && next.atMs - endedAtMs >= 290, JSON.stringify(next));
        assert.equal(world.peers.hops().node.lastExit?.kind, 'unknown');
      },
      { simulator: { childNoticeMs: 60_000 } },
    ));
});

describe('an orphan', () => {
  test('is what a Daemon restart leaves: it serves on, but the setup and the Daemon are left alone', () =>
    inWorld(async (world) => {
      await orphaned(world);
      const asked = world.got('daemon').length;
      const setup = { opcode: 'setup', payload: '{"values":[]}' } as const;
      const answers = [
        world.peers.ask(setup),
        world.peers.changeSetup([{ name: 'gas-price', value: '5' }], {}),
        world.peers.startNode(plain),
        world.peers.restartNode({}),
      ];
      for (const answer of answers) assert.equal((await rejection(answer)).code, 'orphan-node');
      assert.equal(world.got('daemon').length, asked);
      assert.match(await world.peers.ask(descriptor), /nodeDescriptorOpt/);
    }));

  test('ends by shutdown, and the Daemon is free again', () =>
    inWorld(async (world) => {
      await orphaned(world);
      await world.peers.shutdownNode(plain);
      await world.exit();
      assert.equal(world.peers.hops().node.state, 'stopped');
      assert.equal(world.peers.hops().node.lastExit?.kind, 'requested');
    }));
});

describe('a Node on the port of the Daemon', () => {
  test('is the one Node link, the Daemon is absent', () =>
    inWorld(async (world) => {
      await world.simulator.killDaemon();
      await world.daemon('down');
      await world.simulator.startNodeByHand();
      await world.daemon('absent');
      await world.node('running');
      assert.match(await world.peers.ask(descriptor), /nodeDescriptorOpt/);
      const setup = { opcode: 'setup', payload: '{"values":[]}' } as const;
      assert.equal((await rejection(world.peers.ask(setup))).code, 'no-daemon');
      assert.equal((await rejection(world.peers.startNode(plain))).code, 'no-daemon');
      assert.equal((await rejection(world.peers.restartNode({}))).code, 'no-daemon');
      assert.deepEqual(started(await world.peers.startNode({ ensure: true })), {
        newProcessId: null,
        redirectUiPort: world.simulator.daemonPort,
      });
      assert.ok(!world.got('node').includes('setup') && !world.got('node').includes('start'));
      await world.peers.shutdownNode(plain);
      await world.exit();
      assert.equal(world.peers.hops().daemon.state, 'down');
      await world.simulator.restartDaemon();
      await world.daemon('up');
      await world.node('stopped');
    }));
});

test('a wedged Node is unresponsive, told at once to who asks, and back with its first frame', () =>
  inWorld(
    async (world) => {
      await world.peers.startNode(plain);
      world.simulator.wedgeNode();
      await rejection(world.peers.ask(descriptor));
      await world.node('unresponsive');
      assert.equal((await rejection(world.peers.ask(descriptor))).code, 'node-unresponsive');
      world.simulator.unwedgeNode();
      await world.node('running');
      assert.equal(world.peers.hops().node.lastExit, null);
    },
    { timings: { conversationLimitFactor: 0.05, fenceLimitMs: 250 } },
  ));
