/** Start, shutdown, restart and setup against each other, against deaths, and against a Daemon that forgets: whoever comes first, all stays true. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { GatewayError, PeerError } from '../../src/errors.js';
import { inWorld, rejection, type World } from '../support/peers-on-simulator.js';
import { until } from '../support/peers/peer-under-test.js';
import { UiClient, view } from '../support/peers/ui-client.js';

const plain = { ensure: false };
const CHANGE = [{ name: 'gas-price', value: '7' }];
const SETTLE_MS = 10_000;
/** Far longer than a simulated Node takes to start. */
const STARTING_MS = 500;
/** Longer runs by hand: RACE_RUNS=300. */
const RUNS = Number(process.env['RACE_RUNS'] ?? '20');

const states = (world: World): readonly string[] =>
  world.listener.snapshots.map(({ node }) => node.state);

/** Resolves once what the gateway says is what is so. `mayHide`: a Daemon died while it started a Node, of which nobody told the port. */
async function settled(world: World, mayHide = false): Promise<void> {
  const endMs = Date.now() + SETTLE_MS;
  for (;;) {
    const { node } = world.peers.hops();
    const port = world.simulator.nodePort;
    const isTrue =
      port === undefined
        ? node.state === 'stopped'
        : node.port === port && ['running', 'orphan'].includes(node.state);
    if (isTrue || (mayHide && node.state === 'stopped')) return;
    assert.ok(Date.now() < endMs, `says ${JSON.stringify(node)}, but a Node is at port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function assertUnharmed({ simulator }: World): void {
  const harms = simulator.deaths.filter(({ reason }) => !['shutdown', 'kill'].includes(reason));
  assert.deepEqual(harms, []);
}

const errorOf = (error: unknown): unknown => error;

describe('a Node whose death the Daemon has not noticed yet', () => {
  test('is not followed by a start before it has: the new one is not forgotten', () =>
    inWorld(
      async (world) => {
        await world.peers.startNode(plain);
        await world.simulator.killNode();
        await world.listener.until('the loss', () => world.peers.hops().node.state !== 'running');
        await world.peers.startNode(plain);
        const [death] = world.simulator.deaths;
        const start = world.simulator.received.findLast(({ opcode }) => opcode === 'start');
        assert.ok(start !== undefined && death !== undefined && start.atMs - death.atMs >= 115);
        await world.node('running');
        // Were it forgotten, the Daemon would deny it, and it would be an orphan by now.
        await new Promise((resolve) => setTimeout(resolve, 500));
        const other = await UiClient.open(world.simulator.daemonPort);
        other.post('descriptor');
        assert.match(await other.broadcast('redirect'), /"opcode":"descriptor"/);
        await other.close();
        assert.ok(!states(world).includes('orphan'));
      },
      { simulator: { childNoticeMs: 120 } },
    ));

  test('and that another UI replaces at once is forgotten by it: nobody can see that one, a start says so and harms nobody', () =>
    inWorld(
      async (world) => {
        await world.peers.startNode(plain);
        const other = await UiClient.open(world.simulator.daemonPort);
        await world.simulator.killNode();
        assert.equal(view(await other.ask('start')).error, undefined);
        await world.node('stopped');
        const alive = (): number | undefined => world.simulator.nodePort;
        assert.ok(alive() !== undefined, 'it lives, and the Daemon denies it');
        const error = await rejection(world.peers.startNode(plain));
        assert.equal(error.hop, 'daemon');
        assertUnharmed(world);
        assert.ok(world.simulator.daemonAlive && alive() !== undefined);
        await other.close();
      },
      { simulator: { childNoticeMs: 120, launchMs: 5, failedLaunchMs: 20 } },
    ));
});

test('a Daemon that dies while it starts a Node leaves one that nobody can see: the start is unknown, and a next one harms nobody', () =>
  inWorld(
    async (world) => {
      const start = world.peers.startNode(plain).then(() => undefined, errorOf);
      await until(() => world.simulator.nodePort !== undefined);
      await world.simulator.restartDaemon();
      const error = await start;
      assert.ok(error instanceof GatewayError);
      assert.deepEqual([error.code, error.outcome], ['link-lost', 'unknown']);
      await world.node('stopped');
      assert.notEqual(world.simulator.nodePort, undefined, 'it lives');
      assert.equal((await rejection(world.peers.startNode(plain))).hop, 'daemon');
      assertUnharmed(world);
    },
    { simulator: { launchMs: 1_000, failedLaunchMs: 20 } },
  ));

describe('a setup change that meets a shutdown', () => {
  test('is done or frozen, and never told of an orphan', () =>
    inWorld(async (world) => {
      for (let turn = 0; turn < 15; turn += 1) {
        await world.peers.startNode({ ensure: true });
        const value = String(turn + 10);
        const changes = Array.from({ length: 4 }, () =>
          world.peers.changeSetup([{ name: 'gas-price', value }], {}),
        );
        const outcomes = await Promise.allSettled([world.peers.shutdownNode(plain), ...changes]);
        const codes = outcomes.flatMap((outcome) =>
          outcome.status === 'rejected' && outcome.reason instanceof GatewayError
            ? [outcome.reason.code]
            : [],
        );
        for (const code of codes) assert.equal(code, 'setup-frozen', `turn ${turn}`);
      }
      assert.ok(!states(world).includes('orphan'));
      assertUnharmed(world);
    }));
});

describe('two at once', () => {
  test('restarts: one Node at the end, which the Daemon knows, and every start behind the end of the Node before it', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      const outcomes = await Promise.allSettled([
        world.peers.restartNode({}),
        world.peers.restartNode({}),
      ]);
      assert.ok(outcomes.some(({ status }) => status === 'fulfilled'));
      await settled(world);
      assert.equal(world.peers.hops().node.state, 'running');
      assert.ok(!states(world).includes('orphan'));
      assertUnharmed(world);
    }));

  test('a restart and a shutdown: the shutdown is written once, and the answers are true', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      const [restart, shutdown] = await Promise.allSettled([
        world.peers.restartNode({}),
        world.peers.shutdownNode(plain),
      ]);
      assert.equal(shutdown.status, 'fulfilled');
      await settled(world);
      const { state } = world.peers.hops().node;
      assert.equal(state, restart.status === 'fulfilled' ? 'running' : 'stopped');
      assertUnharmed(world);
    }));

  test('a restart and a new Daemon: nothing is written to a Daemon that does not know the Node', () =>
    inWorld(async (world) => {
      await world.peers.startNode(plain);
      const [restart] = await Promise.allSettled([
        world.peers.restartNode({}),
        world.simulator.restartDaemon(),
      ]);
      await settled(world);
      if (restart.status === 'rejected') assert.ok(restart.reason instanceof GatewayError);
      assertUnharmed(world);
    }));
});

const happening = fc.record({
  pauseMs: fc.constantFrom(0, 0, 1, 3, 10, 60),
  what: fc.constantFrom(
    'start',
    'ensure',
    'shutdown',
    'restart',
    'change',
    'read',
    'kill',
    'new Daemon',
  ),
});

/** What befalls the peers, one thing after the other. */
const befalls = new Map<string, (world: World) => Promise<void>>([
  ['kill', ({ simulator }) => simulator.killNode()],
  ['new Daemon', ({ simulator }) => simulator.restartDaemon()],
]);

function happen({ peers }: World, what: string): Promise<unknown> {
  switch (what) {
    case 'start':
      return peers.startNode(plain);
    case 'ensure':
      return peers.startNode({ ensure: true });
    case 'shutdown':
      return peers.shutdownNode(plain);
    case 'restart':
      return peers.restartNode({});
    case 'change':
      return peers.changeSetup(CHANGE, {});
    default:
      return peers.ask({ opcode: 'descriptor', payload: '{}' });
  }
}

/** True where a Daemon died in the time that it takes to start a Node. */
function daemonDiedAtStart({ simulator }: World): boolean {
  const starts = simulator.received.filter(({ opcode }) => opcode === 'start');
  return simulator.deaths.some(
    ({ hop, atMs }) =>
      hop === 'daemon' &&
      starts.some((start) => atMs >= start.atMs && atMs - start.atMs <= STARTING_MS),
  );
}

function leavesStartOpen(error: unknown): boolean {
  return (
    error instanceof GatewayError &&
    (error.outcome === 'unknown' || error.code === 'restart-incomplete')
  );
}

test('in any order: every answer comes, no peer is harmed, and what is said at the end is so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 2, maxLength: 8 }), (happenings) =>
      inWorld(async (world) => {
        await world.peers.startNode(plain);
        const answers: Promise<unknown>[] = []; // of what went wrong, or undefined
        let levers = Promise.resolve();
        for (const { pauseMs, what } of happenings) {
          if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
          const pull = befalls.get(what);
          if (pull === undefined) answers.push(happen(world, what).then(() => undefined, errorOf));
          else levers = levers.then(() => pull(world));
        }
        await levers;
        const errors = (await Promise.all(answers)).filter((error) => error !== undefined);
        for (const error of errors) {
          assert.ok(error instanceof GatewayError || error instanceof PeerError);
        }
        await settled(world, errors.some(leavesStartOpen) && daemonDiedAtStart(world));
        assertUnharmed(world);
      }),
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
});
