import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  initialPeerState,
  type PeerStateAction,
  type PeerStateEvent,
  type PeerState,
} from '../../src/peer/peer-state/peer-state.js';
import { nextDueMs, stepPeerState } from '../../src/peer/peer-state/step-peer-state.js';
import { isVouched, snapshotOf } from '../../src/peer/peer-state/snapshot.js';
import { peerTimings } from '../../src/peer/timings.js';

const DAEMON_PORT = 5333;
const PORT = 32768;
const OTHER_PORT = 32769;
const PROCESS_ID = 4711;

const open = (port = PORT): PeerStateEvent => ({ kind: 'node-open', port });
const lost = (port = PORT, gaveUp = false): PeerStateEvent => ({ kind: 'node-lost', port, gaveUp });
const denied: PeerStateEvent = { kind: 'probe-answer', answer: { kind: 'denied' } };
const named = (port = PORT): PeerStateEvent => ({
  kind: 'probe-answer',
  answer: { kind: 'named', port },
});
const nodeHere: PeerStateEvent = {
  kind: 'probe-answer',
  answer: { kind: 'node-here', port: DAEMON_PORT },
};
const crashed = (processId = PROCESS_ID, killed = false): PeerStateEvent => ({
  kind: 'crashed',
  processId,
  killed,
});
const refused = (port = PORT): PeerStateEvent => ({
  kind: 'handshake-failed',
  port,
  failure: 'refused',
});
const started: PeerStateEvent = { kind: 'start-reply', port: PORT, processId: PROCESS_ID };
const daemonLink = (link: 'open' | 'reconnecting' | 'idle'): PeerStateEvent => ({
  kind: 'daemon-link',
  link,
});
const daemonRefused: PeerStateEvent = { kind: 'daemon-failed', refused: true };
const running = (value: boolean): PeerStateEvent => ({ kind: 'setup-reply', running: value });

/** A hops machine with a clock of its own. */
class Machine {
  nowMs = 1_000_000;
  state: PeerState;

  constructor(nodePort?: number) {
    this.state = initialPeerState({ daemonPort: DAEMON_PORT, nodePort }, this.nowMs);
  }

  /** Applies events one after the other; gives the kinds (with ports) of all actions. */
  feed(...events: PeerStateEvent[]): string[] {
    return events.flatMap((event) => {
      const step = stepPeerState(this.state, event, this.nowMs, peerTimings);
      this.state = step.state;
      return step.actions.map(nameOf);
    });
  }

  /** Lets time pass as a driver does: a tick whenever one is due. */
  pass(ms: number): string[] {
    const endMs = this.nowMs + ms;
    const actions: string[] = [];
    for (;;) {
      const due = nextDueMs(this.state);
      if (due === null || due > endMs) break;
      this.nowMs = Math.max(due, this.nowMs);
      actions.push(...this.feed({ kind: 'tick' }));
    }
    this.nowMs = endMs;
    return actions;
  }

  get node(): string {
    return snapshotOf(this.state).node.state;
  }

  get daemon(): string {
    return snapshotOf(this.state).daemon.state;
  }

  get passwordChanged(): boolean | undefined {
    return this.state.process?.passwordChanged;
  }

  get exit(): string | undefined {
    const exit = snapshotOf(this.state).node.lastExit;
    return exit === null ? undefined : `${exit.kind}/${exit.reason ?? '-'}`;
  }
}

function nameOf(action: PeerStateAction): string {
  return 'port' in action ? `${action.kind} ${action.port}` : action.kind;
}

function withDaemon(): Machine {
  const machine = new Machine();
  machine.feed(daemonLink('open'), { kind: 'daemon-open' });
  return machine;
}

function stopped(): Machine {
  const machine = withDaemon();
  machine.feed(denied);
  return machine;
}

/** A Node that our own start launched, linked. */
function launched(): Machine {
  const machine = stopped();
  machine.feed({ kind: 'start-written' }, started, open());
  return machine;
}

/** A Node that somebody else launched, linked. */
function redirected(): Machine {
  const machine = withDaemon();
  machine.feed(named(), open());
  return machine;
}

describe('finding the Node', () => {
  test('a new Daemon link is probed at once', () => {
    const machine = new Machine();
    assert.deepEqual(machine.feed(daemonLink('open'), { kind: 'daemon-open' }), ['probe']);
    assert.equal(machine.node, 'unknown');
  });

  test('a redirect gives the port and leaves the Node starting until the link is open', () => {
    const machine = withDaemon();
    assert.deepEqual(machine.feed(named()), [`connect-to ${PORT}`]);
    assert.equal(machine.node, 'starting');
    assert.deepEqual(machine.feed(open()), ['read-stage']);
    assert.equal(machine.node, 'running');
    assert.equal(snapshotOf(machine.state).node.processId, null);
  });

  test('a denial means stopped, not an exit', () => {
    const machine = stopped();
    assert.equal(machine.node, 'stopped');
    assert.equal(machine.exit, undefined);
  });

  test('a start reply gives port and process id, with fresh credits', () => {
    const machine = stopped();
    machine.feed({ kind: 'start-written' });
    assert.equal(machine.node, 'starting');
    assert.deepEqual(machine.feed(started), ['forget-process', `connect-to ${PORT}`]);
    machine.feed(open());
    assert.equal(snapshotOf(machine.state).node.processId, PROCESS_ID);
  });

  test('the configured port is aimed at where the Daemon denies the Node', () => {
    const machine = new Machine(OTHER_PORT);
    machine.feed(daemonLink('open'), { kind: 'daemon-open' });
    assert.deepEqual(machine.feed(denied), [`connect-to ${OTHER_PORT}`]);
  });

  test('the configured port is aimed at where the Daemon cannot be reached', () => {
    const machine = new Machine(OTHER_PORT);
    assert.deepEqual(machine.feed(daemonRefused), [`connect-to ${OTHER_PORT}`]);
    assert.deepEqual(machine.feed(daemonRefused, refused(OTHER_PORT)), []);
  });

  test('a redirect beats the configured port', () => {
    const machine = new Machine(OTHER_PORT);
    machine.feed(daemonLink('open'), { kind: 'daemon-open' });
    assert.deepEqual(machine.feed(named()), [`connect-to ${PORT}`]);
  });

  test('after the configured port has failed the last port is tried once, then the configured one again', () => {
    const machine = new Machine(OTHER_PORT);
    machine.feed(daemonLink('open'), { kind: 'daemon-open' }, named(), open(), lost());
    machine.pass(1_000);
    assert.deepEqual(machine.feed(denied), ['forget-process', `connect-to ${OTHER_PORT}`]);
    assert.deepEqual(machine.feed(refused(OTHER_PORT)), ['drop', `try-once ${PORT}`]);
    assert.deepEqual(machine.feed(refused()), ['forget-process', `connect-to ${OTHER_PORT}`]);
    assert.deepEqual(machine.feed(refused(OTHER_PORT)), []);
  });

  test('a Node on the Daemon port is adopted and the Daemon absent', () => {
    const machine = withDaemon();
    assert.deepEqual(machine.feed(nodeHere), ['adopt']);
    machine.feed(daemonLink('idle'), open(DAEMON_PORT));
    assert.equal(machine.daemon, 'absent');
    assert.equal(machine.node, 'running');
    assert.equal(isVouched(machine.state), true);
  });

  test('when the Node on the Daemon port goes, the Daemon link looks again and nobody else', () => {
    const machine = withDaemon();
    machine.feed(nodeHere, daemonLink('idle'), open(DAEMON_PORT));
    assert.deepEqual(machine.feed(lost(DAEMON_PORT)), ['drop', 'resume-daemon']);
    assert.deepEqual(machine.feed(daemonLink('reconnecting')), []);
    assert.equal(machine.exit, undefined);
    machine.feed(daemonRefused);
    assert.equal(machine.exit, 'unknown/-');
    assert.equal(machine.daemon, 'down');
    assert.equal(machine.node, 'unknown');
  });

  test('a Daemon that answers where a Node was proves that Node dead', () => {
    const machine = withDaemon();
    machine.feed(nodeHere, daemonLink('idle'), open(DAEMON_PORT), lost(DAEMON_PORT));
    machine.feed(daemonLink('open'), { kind: 'daemon-open' }, denied);
    assert.equal(machine.exit, 'unknown/-');
    assert.equal(machine.node, 'stopped');
  });

  test('a redirect away from an open link takes the Node of the Daemon and makes up no exit', () => {
    const machine = redirected();
    machine.feed(daemonLink('reconnecting'), { kind: 'daemon-lost' });
    machine.feed(daemonLink('open'), { kind: 'daemon-open' });
    assert.deepEqual(machine.feed(named(OTHER_PORT)), [
      'forget-process',
      `connect-to ${OTHER_PORT}`,
    ]);
    assert.deepEqual(machine.feed(lost(PORT)), []);
    machine.feed(open(OTHER_PORT));
    assert.equal(machine.node, 'running');
    assert.equal(machine.exit, undefined);
  });
});

describe('probing', () => {
  test('comes every 2 s for half a minute after a change, then every 10 s', () => {
    const machine = stopped();
    const at: number[] = [];
    const beginMs = machine.nowMs;
    while (machine.nowMs < beginMs + 55_000) {
      if (machine.pass(1_000).includes('probe')) {
        at.push((machine.nowMs - beginMs) / 1_000);
        machine.feed(denied);
      }
    }
    assert.deepEqual(at, [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 40, 50]);
  });

  test('ends while the Node link is open', () => {
    const machine = redirected();
    assert.deepEqual(
      machine.pass(59_000).filter((action) => action === 'probe'),
      [],
    );
  });

  test('comes once when a crashed came and the link is still open 1 s later', () => {
    const machine = redirected();
    assert.deepEqual(machine.feed(crashed()), []);
    assert.deepEqual(machine.pass(999), []);
    assert.deepEqual(machine.pass(1), ['probe']);
    machine.feed(named());
    assert.deepEqual(machine.pass(50_000), []);
    assert.equal(machine.node, 'running');
    assert.equal(machine.exit, undefined);
  });

  test('is not begun twice while one is under way', () => {
    const machine = withDaemon();
    assert.deepEqual(machine.pass(60_000), []);
  });

  test('that was under way when the Node was lost is not believed but repeated', () => {
    const machine = redirected();
    machine.feed(crashed(1));
    machine.pass(1_000);
    machine.feed(lost());
    assert.deepEqual(machine.feed(named()), []);
    assert.deepEqual(machine.pass(1_000), ['probe']);
    machine.feed(denied);
    assert.equal(machine.node, 'stopped');
  });

  test('of a setup reply that says running leads to the port', () => {
    const machine = stopped();
    machine.feed(running(true));
    assert.deepEqual(machine.pass(0), ['probe']);
  });
});

describe('the end of a Node', () => {
  test('holds the Daemon quiet for 1 s, then probes', () => {
    const machine = launched();
    assert.deepEqual(machine.feed(lost()), ['drop']);
    assert.equal(machine.state.quietUntilMs, machine.nowMs + 1_000);
    assert.equal(machine.node, 'unknown');
    assert.deepEqual(machine.pass(999), []);
    assert.deepEqual(machine.pass(1), ['probe']);
    assert.equal(machine.state.quietUntilMs, null);
  });

  test('is known by a crashed with its process id, which ends the quiet time', () => {
    const machine = launched();
    machine.feed(lost());
    machine.feed(crashed(PROCESS_ID, true));
    assert.equal(machine.state.quietUntilMs, null);
    assert.deepEqual(machine.pass(0), ['probe']);
    assert.equal(machine.exit, 'killed/-');
    assert.equal(machine.node, 'stopped');
  });

  test('is known at the loss where crashed came first', () => {
    const machine = launched();
    machine.feed(crashed());
    assert.equal(machine.exit, undefined);
    assert.deepEqual(machine.feed(lost()), ['forget-process', 'drop']);
    assert.equal(machine.state.quietUntilMs, null);
    assert.equal(machine.exit, 'ended/-');
    assert.equal(machine.node, 'stopped');
  });

  test('is not told by a crashed that names another process', () => {
    const machine = launched();
    machine.feed(lost(), crashed(PROCESS_ID + 1));
    assert.notEqual(machine.state.quietUntilMs, null);
    assert.equal(machine.exit, undefined);
  });

  test('of a process with unknown id: any crashed ends the quiet time, the refusing port tells', () => {
    const machine = redirected();
    machine.feed(lost(), crashed(1, true));
    assert.equal(machine.state.quietUntilMs, null);
    assert.equal(machine.exit, undefined);
    machine.pass(0);
    assert.deepEqual(machine.feed(denied), [`try-once ${PORT}`]);
    assert.deepEqual(machine.feed(refused()), ['forget-process']);
    assert.equal(machine.exit, 'killed/-');
  });

  test('is not recorded where the same port answers again: same process, credits kept', () => {
    const machine = launched();
    machine.feed(lost());
    machine.pass(1_000);
    const actions = machine.feed(named());
    assert.deepEqual(actions, [`connect-to ${PORT}`]);
    machine.feed(open());
    assert.equal(machine.node, 'running');
    assert.equal(machine.exit, undefined);
    assert.equal(snapshotOf(machine.state).node.processId, PROCESS_ID);
  });

  test('is known where a redirect names another port', () => {
    const machine = launched();
    machine.feed(lost());
    machine.pass(1_000);
    assert.deepEqual(machine.feed(named(OTHER_PORT)), [
      'forget-process',
      `connect-to ${OTHER_PORT}`,
    ]);
    assert.equal(machine.exit, 'unknown/-');
  });

  test('has the time of the loss, not of the proof', () => {
    const machine = launched();
    machine.feed(lost());
    const lostAtMs = machine.nowMs;
    machine.pass(1_000);
    machine.feed(denied, refused());
    assert.equal(snapshotOf(machine.state).node.lastExit?.atMs, lostAtMs);
  });

  test('without a Daemon: the last port is tried at once and only once', () => {
    const machine = launched();
    machine.feed({ kind: 'daemon-lost' }, daemonLink('reconnecting'));
    assert.deepEqual(machine.feed(lost()), ['drop', `try-once ${PORT}`]);
    assert.deepEqual(
      machine.feed({ kind: 'handshake-failed', port: PORT, failure: 'timed-out' }, daemonRefused),
      [],
    );
    assert.equal(machine.exit, undefined);
    assert.equal(machine.node, 'unknown');
  });

  test('by our shutdown is requested, and stopping until it is proved', () => {
    const machine = launched();
    machine.feed({ kind: 'shutdown', phase: 'begun' }, { kind: 'shutdown', phase: 'written' });
    assert.equal(machine.node, 'stopping');
    machine.feed(lost());
    assert.equal(machine.node, 'stopping');
    machine.feed(crashed());
    assert.equal(machine.node, 'stopped');
    assert.equal(machine.exit, 'requested/-');
  });

  test('after the shutdown order of another UI is requested', () => {
    const machine = launched();
    machine.feed({ kind: 'shutdown-order-line' }, lost(), crashed());
    assert.equal(machine.exit, 'requested/-');
  });

  test('after a panic line has that reason', () => {
    const machine = launched();
    machine.feed({ kind: 'panic-line' }, lost(), crashed());
    assert.equal(machine.exit, 'ended/panic');
  });

  for (const [killed, kind] of [
    [true, 'killed'],
    [false, 'ended'],
  ] as const) {
    test(`is unknown without a word of the Daemon, and becomes ${kind} when it says so later`, () => {
      const machine = launched();
      machine.feed(lost());
      machine.pass(1_000);
      machine.feed(denied, refused());
      assert.equal(machine.exit, 'unknown/-');
      machine.feed(crashed(PROCESS_ID + 1, killed));
      assert.equal(machine.exit, 'unknown/-');
      machine.feed(crashed(PROCESS_ID, killed));
      assert.equal(machine.exit, `${kind}/-`);
    });
  }

  test('is no unknown one if a panic line came before it, though no crashed did', () => {
    const machine = launched();
    machine.feed({ kind: 'panic-line' }, lost());
    machine.pass(1_000);
    machine.feed(denied, refused());
    assert.equal(machine.exit, 'ended/panic');
  });

  test('right after its start, before our link, is an exit too', () => {
    const machine = stopped();
    machine.feed({ kind: 'start-written' }, started, crashed());
    assert.equal(machine.exit, 'ended/-');
  });

  test('of a port that only a redirect named and nobody answered at is no exit', () => {
    const machine = withDaemon();
    machine.feed(named(), refused(), denied);
    assert.equal(machine.exit, undefined);
    assert.equal(machine.node, 'stopped');
  });
});

describe('the orphan', () => {
  test('is one after the Daemon has denied it and still does 1 s later', () => {
    const machine = redirected();
    machine.feed({ kind: 'daemon-lost' }, daemonLink('reconnecting'));
    machine.feed(daemonLink('open'), { kind: 'daemon-open' }, denied);
    assert.equal(machine.node, 'running');
    assert.deepEqual(machine.pass(1_000), ['probe']);
    machine.feed(denied);
    assert.equal(machine.node, 'orphan');
  });

  test('is suspected by running: false of a setup reply', () => {
    const machine = redirected();
    machine.feed(running(false));
    assert.deepEqual(machine.pass(1_000), ['probe']);
    machine.feed(denied);
    assert.equal(machine.node, 'orphan');
  });

  test('is none where a second denial comes too soon, or the Daemon names it', () => {
    const machine = redirected();
    machine.feed(running(false), running(false));
    assert.equal(machine.node, 'running');
    machine.pass(1_000);
    machine.feed(named());
    assert.equal(machine.node, 'running');
    assert.deepEqual(machine.pass(10_000), []);
  });

  test('is recognised when a link opens to a Node that the Daemon has denied', () => {
    const machine = new Machine(OTHER_PORT);
    machine.feed(daemonLink('open'), { kind: 'daemon-open' }, denied, open(OTHER_PORT));
    assert.deepEqual(machine.pass(1_000), ['probe']);
    machine.feed(denied);
    assert.equal(machine.node, 'orphan');
  });

  test('stays vouched for while its link stays, and is not when it comes back by its last port', () => {
    const machine = redirected();
    machine.feed(running(false));
    machine.pass(1_000);
    machine.feed(denied);
    assert.equal(isVouched(machine.state), true);
    machine.feed(lost());
    machine.pass(1_000);
    assert.deepEqual(machine.feed(denied), [`try-once ${PORT}`]);
    machine.feed(open());
    assert.equal(isVouched(machine.state), false);
    machine.feed(named());
    assert.equal(isVouched(machine.state), true);
  });
});

describe('unresponsive', () => {
  test('outlives our own closing of the link and ends with a frame', () => {
    const machine = launched();
    machine.feed({ kind: 'node-unresponsive', unresponsive: true });
    assert.deepEqual(machine.feed(lost(PORT, true)), []);
    assert.equal(machine.node, 'unresponsive');
    assert.equal(machine.state.quietUntilMs, null);
    machine.feed(open());
    assert.equal(machine.node, 'unresponsive');
    machine.feed({ kind: 'node-unresponsive', unresponsive: false });
    assert.equal(machine.node, 'running');
  });

  test('keeps its aim though the Daemon denies it, and ends when its port refuses', () => {
    const machine = launched();
    machine.feed({ kind: 'node-unresponsive', unresponsive: true }, lost(PORT, true));
    assert.deepEqual(machine.feed(denied), []);
    assert.deepEqual(machine.feed(refused()), ['forget-process', 'drop']);
    assert.equal(machine.exit, 'unknown/-');
    assert.equal(machine.node, 'stopped');
  });

  test('Daemon stays so over reconnects until it answers or its port refuses', () => {
    const machine = withDaemon();
    machine.feed({ kind: 'daemon-unresponsive', unresponsive: true });
    machine.feed({ kind: 'daemon-lost' }, daemonLink('reconnecting'));
    assert.equal(machine.daemon, 'unresponsive');
    machine.feed(daemonRefused);
    assert.equal(machine.daemon, 'down');
  });
});

describe('stage', () => {
  test('is read when the link opens and once a minute', () => {
    const machine = redirected();
    machine.feed({ kind: 'stage', stage: 'NotConnected' });
    assert.deepEqual(machine.pass(59_999), []);
    assert.deepEqual(machine.pass(1), ['read-stage']);
    const before = snapshotOf(machine.state).node.stage;
    machine.feed({ kind: 'stage', stage: 'NotConnected' });
    assert.deepEqual(snapshotOf(machine.state).node.stage, before);
    machine.feed({ kind: 'stage', stage: 'RouteFound' });
    assert.deepEqual(snapshotOf(machine.state).node.stage, {
      stage: 'RouteFound',
      atMs: machine.nowMs,
    });
    machine.feed(lost());
    assert.equal(snapshotOf(machine.state).node.stage, null);
  });
});

describe('a changed password', () => {
  test('is forgotten with its process, not with its link', () => {
    const machine = launched();
    machine.feed({ kind: 'password-changed' }, lost());
    machine.pass(1_000);
    machine.feed(named(), open());
    assert.equal(machine.passwordChanged, true);
    machine.feed(lost(), crashed());
    machine.feed({ kind: 'start-written' }, started, open());
    assert.equal(machine.passwordChanged, false);
  });
});

test('a step leaves the state before it untouched', () => {
  const machine = launched();
  const before = machine.state;
  const copy = structuredClone(before);
  stepPeerState(before, { kind: 'panic-line' }, machine.nowMs, peerTimings);
  stepPeerState(before, lost(), machine.nowMs, peerTimings);
  assert.deepEqual(before, copy);
});
