import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { PeerError } from '../../src/errors.js';
import { composePeers, type ComposedPeers } from '../../src/peer/composed-peers.js';
import { noReply } from '../../src/problems/faults.js';
import { peerTimings } from '../../src/peer/timings.js';
import { peerCodes } from '../../src/protocol/error-codes.js';
import { FakeDaemonLink, FakeNodeLink } from '../support/fake-links.js';
import { Listener, rejection } from '../support/peers-on-simulator.js';

const PORT = 32768;
const WALLETS = { opcode: 'walletAddresses', payload: '{"dbPassword":"x"}' } as const;
const DESCRIPTOR = { opcode: 'descriptor', payload: '{}' } as const;

const notRunning = (): PeerError =>
  new PeerError({
    hop: 'daemon',
    opcode: 'descriptor',
    peerCode: peerCodes.NODE_NOT_RUNNING,
    peerMessage: '',
  });

/** Lets everything that is due at once happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** The peer side over fakes, in a time that stands still until it is told to go on. */
class World {
  daemon!: FakeDaemonLink;
  node!: FakeNodeLink;
  nowMs = 1_000;
  readonly listener = new Listener();
  readonly peers: ComposedPeers;

  constructor(nodePort?: number) {
    this.peers = composePeers({
      daemonPort: 5333,
      nodePort,
      listener: this.listener,
      now: () => this.nowMs,
      makeLinks: (owner) => {
        this.daemon = new FakeDaemonLink(owner);
        this.node = new FakeNodeLink(owner);
        return { daemonLink: this.daemon, nodeLink: this.node };
      },
    });
    this.peers.start();
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      this.nowMs += 50;
      mock.timers.tick(50);
      await settle();
    }
  }

  async answerProbe(port?: number): Promise<void> {
    const probe = await this.daemon.asked('descriptor');
    if (port === undefined) probe.reject(notRunning());
    else probe.resolve({ kind: 'redirect', port });
    await settle();
  }

  async link(port = PORT): Promise<void> {
    this.daemon.open();
    await this.answerProbe(port);
    this.node.open(port);
    await settle();
  }
}

function inTime(title: string, body: () => Promise<void>): void {
  test(title, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await body();
    } finally {
      mock.timers.reset();
    }
  });
}

describe('a Node that came back by its last port', () => {
  inTime('is told no secrets until the Daemon vouches for it', async () => {
    const world = new World();
    await world.link();
    world.daemon.lose();
    world.node.lose();
    assert.ok(world.node.did.includes(`try ${PORT}`));
    world.node.open(PORT);
    const error = await rejection(world.peers.ask(WALLETS));
    assert.deepEqual(error, { code: 'node-unverified', outcome: 'not-sent', hop: 'node' });
    const query = await rejection(world.peers.queryConfiguration('x', {}));
    assert.equal(query.code, 'node-unverified');
    const plain = world.peers.ask(DESCRIPTOR);
    await settle();
    world.node.called('descriptor').resolve('{}');
    assert.equal(await plain, '{}');
    world.daemon.open();
    await world.answerProbe(PORT);
    const asked = world.peers.ask(WALLETS);
    await settle();
    world.node.called('walletAddresses').resolve('{"consumingWalletAddress":"0x"}');
    await asked;
    await world.peers.close();
  });

  inTime('is trusted at once where its port is configured', async () => {
    const world = new World(PORT);
    world.daemon.owner.emit({ kind: 'daemon-failed', refused: true });
    assert.ok(world.node.did.includes(`connect-to ${PORT}`));
    world.node.open(PORT);
    const asked = world.peers.ask(WALLETS);
    await settle();
    world.node.called('walletAddresses').resolve('{}');
    await asked;
    await world.peers.close();
  });
});

describe('a request while no Node link is open', () => {
  inTime('joins the probe under way and waits for the link', async () => {
    const world = new World();
    world.daemon.open();
    const asked = [world.peers.ask(DESCRIPTOR), world.peers.ask(DESCRIPTOR)];
    await world.answerProbe(PORT);
    assert.equal(world.daemon.questions.length, 0);
    world.node.open(PORT);
    await settle();
    world.node.called('descriptor').resolve('{"a":1}');
    world.node.called('descriptor').resolve('{"a":2}');
    assert.deepEqual(await Promise.all(asked), ['{"a":1}', '{"a":2}']);
    await world.peers.close();
  });

  inTime('takes an answer younger than a second, and asks again after it', async () => {
    const world = new World();
    world.daemon.open();
    await world.answerProbe();
    await world.pass(900);
    assert.equal((await rejection(world.peers.ask(DESCRIPTOR))).code, 'node-unreachable');
    assert.equal(world.daemon.questions.length, 0);
    await world.pass(200);
    const asked = rejection(world.peers.ask(DESCRIPTOR));
    await world.answerProbe();
    assert.equal((await asked).code, 'node-unreachable');
    await world.peers.close();
  });

  inTime('ends in its own limit where the link does not open', async () => {
    const world = new World();
    world.daemon.open();
    await world.answerProbe(PORT);
    const asked = rejection(world.peers.ask(DESCRIPTOR));
    await world.pass(5_000);
    assert.deepEqual(await asked, { code: 'not-sent-in-time', outcome: 'not-sent', hop: 'node' });
    await world.peers.close();
  });
});

describe('quiet time', () => {
  inTime('holds the Daemon from the loss of the Node for a second', async () => {
    const world = new World();
    await world.link();
    world.node.lose();
    assert.equal(world.daemon.holds, 1);
    await world.pass(950);
    assert.equal(world.daemon.holds, 1);
    await world.pass(50);
    assert.equal(world.daemon.holds, 0);
    await world.daemon.asked('descriptor');
    await world.peers.close();
  });
});

describe('a shutdown', () => {
  inTime(
    'that leaves the socket standing is unknown; the lane opens with the next frame',
    async () => {
      const world = new World();
      await world.link();
      const down = rejection(world.peers.shutdownNode({ ensure: false }));
      await settle();
      world.node.lock!.fenced.resolve();
      world.node.lock!.idle.resolve();
      await settle();
      assert.equal(world.node.lock!.written, true);
      await world.pass(peerTimings.shutdownLimitMs);
      assert.deepEqual(await down, { code: 'no-reply', outcome: 'unknown', hop: 'node' });
      assert.equal(world.peers.hops().node.state, 'unresponsive');
      const again = await rejection(world.peers.shutdownNode({ ensure: false }));
      assert.equal(again.code, 'node-unresponsive');
      world.node.wake();
      assert.equal(world.peers.hops().node.state, 'running');
      await world.peers.close();
    },
  );

  inTime('is not written while the fence is out; after 10 s it is busy', async () => {
    const world = new World();
    await world.link();
    const down = rejection(world.peers.shutdownNode({ ensure: false }));
    await settle();
    world.node.lock!.idle.resolve();
    await world.pass(peerTimings.shutdownWaitMs);
    assert.deepEqual(await down, { code: 'node-busy', outcome: 'not-sent', hop: 'node' });
    assert.equal(world.node.lock!.written, false);
    assert.equal(world.node.lock!.reopened, true);
    assert.equal(world.peers.hops().node.state, 'running');
    await world.peers.close();
  });
});

describe('a write whose caller has left', () => {
  inTime('makes readings stale once more when it ends', async () => {
    const world = new World();
    await world.link();
    world.listener.touched.length = 0;
    const asked = rejection(world.peers.ask({ opcode: 'setConfiguration', payload: '{}' }));
    await settle();
    const call = world.node.called('setConfiguration');
    call.reject(noReply('node', 'scan', true));
    await asked;
    assert.equal(world.listener.touched.length, 2);
    call.options?.onEnded?.();
    assert.equal(world.listener.touched.length, 3);
    await world.peers.close();
  });
});

describe('what is told', () => {
  inTime('never holds answers to us, nor the rest of a bad message', async () => {
    const world = new World();
    await world.link();
    world.node.broadcast('unmarshalError', '{"message":"x","badData":"hunter2"}');
    world.node.broadcast('undelivered', '{"opcode":"hunter2"}');
    world.node.broadcast(
      'logBroadcast',
      '{"msg":"Bad message from client 3 at 127.0.0.1:4711: hunter2","logLevel":"Error"}',
    );
    world.node.broadcast('somethingNew', '{"a":1}');
    assert.deepEqual(
      world.listener.events.map(({ opcode }) => opcode),
      ['logBroadcast', 'somethingNew'],
    );
    assert.ok(!JSON.stringify(world.listener.events).includes('hunter2'));
    await world.peers.close();
  });

  inTime('is what makes readings stale: writes twice, links and broadcasts', async () => {
    const world = new World();
    await world.link();
    world.listener.touched.length = 0;
    const asked = world.peers.ask({ opcode: 'setConfiguration', payload: '{}' });
    await settle();
    assert.equal(world.listener.touched.length, 1);
    world.node.called('setConfiguration').reject(notRunning());
    await rejection(asked);
    assert.equal(world.listener.touched.length, 2);
    assert.ok(world.listener.touched.every((kinds) => kinds.includes('configuration')));
    world.node.broadcast('newPassword', '{}');
    assert.deepEqual(world.listener.touched.at(-1), ['configuration']);
    world.node.broadcast('logBroadcast', '{"msg":"x","logLevel":"Info"}');
    assert.equal(world.listener.touched.length, 3);
    world.node.lose();
    assert.equal(world.listener.touched.at(-1)?.length, 6);
    await world.peers.close();
  });

  inTime('is the gap between two links', async () => {
    const world = new World();
    await world.link();
    world.node.lose();
    const fromMs = world.nowMs;
    await world.pass(1_000);
    await world.answerProbe(PORT);
    world.node.open(PORT);
    assert.deepEqual(world.listener.gaps, [{ hop: 'node', fromMs, toMs: world.nowMs }]);
    await world.peers.close();
  });
});

describe('the stage', () => {
  inTime('is read on every link and once a minute, the mode once a link', async () => {
    const world = new World();
    await world.link();
    world.node.called('connectionStatus').resolve('{"stage":"NotConnected"}');
    await settle();
    world.node.called('configuration').resolve('{"neighborhoodMode":"zero-hop"}');
    await settle();
    assert.equal(world.peers.hops().node.zeroHop, true);
    assert.equal(world.peers.hops().node.stage?.stage, 'NotConnected');
    await world.pass(60_000);
    world.node.called('connectionStatus').resolve('{"stage":"RouteFound"}');
    await settle();
    assert.equal(world.node.calls.length, 0);
    assert.equal(world.peers.hops().node.stage?.stage, 'RouteFound');
    await world.peers.close();
  });
});
