/** The Daemon link over real sockets, against a peer that does what it is told. */
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { PeerError } from '../../src/errors.js';
import { createDaemonLink, type DaemonLink } from '../../src/peer/daemon/daemon-link.js';
import type { DaemonReply } from '../../src/peer/links/links.js';
import { createNodeLink } from '../../src/peer/node/node-link.js';
import type { PeerTimings } from '../../src/peer/timings.js';
import { peerCodes } from '../../src/protocol/error-codes.js';
import { LinkDiary, quickTimings } from '../support/peers/link-diary.js';
import { answerAllBut, rejection, unhurried } from '../support/peers/node-scene.js';
import {
  ScriptedPeer,
  failure,
  redirect,
  reply,
  type Script,
} from '../support/peers/scripted-peer.js';

const READ = '{"values":[]}';
const CRASHED = '{"opcode": "crashed", "payload": {"processId":1,"crashReason":"NoInformation"}}';
const WRITE = '{"values":[{"name":"gas-price","value":"5"}]}';

interface Scene {
  readonly peer: ScriptedPeer;
  readonly link: DaemonLink;
  readonly diary: LinkDiary;
}

async function linked(
  t: TestContext,
  script: Script = (request) => reply(request),
  timings: Partial<PeerTimings> = {},
): Promise<Scene> {
  const peer = await ScriptedPeer.listen(script);
  const diary = new LinkDiary();
  const link = createDaemonLink({
    owner: diary,
    port: peer.port,
    timings: { ...quickTimings, ...timings },
  });
  t.after(async () => {
    await link.close();
    await peer.close();
  });
  link.connect();
  await diary.until('open');
  return { peer, link, diary };
}

function ask(
  link: DaemonLink,
  opcode: 'setup' | 'start' | 'descriptor' = 'setup',
  payload = READ,
  waitMs = 5_000,
): Promise<DaemonReply> {
  return link.turn((turn) => turn.ask(opcode, payload), { waitMs });
}

describe('the Daemon link', () => {
  test('holds one conversation at a time, in the order of asking', async (t) => {
    let underWay = 0;
    let most = 0;
    const { link, peer } = await linked(t, (request, self) => {
      most = Math.max(most, ++underWay);
      setImmediate(() => {
        underWay -= 1;
        self.broadcast(reply(request, `{"n":${request.contextId ?? 0}}`));
      });
      return undefined;
    });
    const replies = await Promise.all(Array.from({ length: 10 }, () => ask(link)));
    assert.equal(most, 1);
    assert.deepEqual(
      replies.map((r) => (r.kind === 'reply' ? r.payload : r.kind)),
      Array.from({ length: 10 }, (_, index) => `{"n":${index + 1}}`),
    );
    assert.equal(
      peer.requests[0]?.text,
      '{"opcode":"setup","contextId":1,"payload":{"values":[]}}',
    );
  });

  test('keeps the lane for all conversations of a turn; the probe goes before all that wait', async (t) => {
    const { link, peer } = await linked(t);
    const first = link.turn(async (turn) => {
      await turn.ask('setup', READ);
      await new Promise((resolve) => setImmediate(resolve));
      await turn.ask('setup', WRITE);
    });
    const second = ask(link, 'start', '{}');
    const probe = link.turn((turn) => turn.ask('descriptor', '{}'), { front: true });
    await Promise.all([first, second, probe]);
    assert.deepEqual(
      peer.requests.map(({ opcode }) => opcode),
      ['setup', 'setup', 'descriptor', 'start'],
    );
  });

  test('tells errors with their exact code, and redirects by their contextId', async (t) => {
    const { link } = await linked(t, (request) =>
      request.opcode === 'start'
        ? failure(request, peerCodes.NODE_ALREADY_RUNNING)
        : redirect(request, 32768),
    );
    await assert.rejects(ask(link, 'start', '{}'), (error) => {
      assert.ok(error instanceof PeerError);
      return error.peerCode === '9223372036854775811' && error.hop === 'daemon';
    });
    assert.deepEqual(await ask(link, 'descriptor', '{}'), { kind: 'redirect', port: 32768 });
    assert.deepEqual(await ask(link), { kind: 'redirect', port: 32768 });
  });

  test('takes a frame that nobody can read for the answer to what is open', async (t) => {
    const { link, diary } = await linked(t, (request) =>
      request.opcode === 'setup'
        ? '{"opcode": "setup", "contextId": 1, "payload": {"'
        : reply(request),
    );
    const reading = await rejection(ask(link));
    assert.deepEqual([reading.code, reading.outcome], ['bad-frame', 'refused']);
    const writing = await rejection(ask(link, 'setup', WRITE));
    assert.deepEqual([writing.code, writing.outcome], ['bad-frame', 'unknown']);
    assert.deepEqual(await ask(link, 'start', '{}'), { kind: 'reply', payload: '{}' });
    assert.equal(diary.count('lost'), 0);
  });

  test('an unmarshalError goes to its conversation without the text it carries', async (t) => {
    const { link } = await linked(t, (request) => {
      const payload = { message: 'no', badData: request.text };
      return `{"opcode": "unmarshalError", "payload": ${JSON.stringify(payload)}}`;
    });
    await assert.rejects(ask(link), (error) => {
      assert.ok(error instanceof PeerError);
      return error.peerCode === peerCodes.UNMARSHAL && error.peerMessage === '';
    });
  });

  test('writes nothing in the quiet time', async (t) => {
    const { link, peer } = await linked(t);
    const release = link.holdWrites();
    const other = link.holdWrites();
    const asked = ask(link);
    release();
    release();
    assert.equal(
      await Promise.race([asked, new Promise((resolve) => setTimeout(() => resolve('quiet'), 30))]),
      'quiet',
    );
    assert.equal(peer.requests.length, 0);
    other();
    await asked;
  });

  test('refuses who waits too long, who hangs up and who is one too many, and sends none of them', async (t) => {
    const { link, peer } = await linked(t);
    const release = link.holdWrites();
    const gone = new AbortController();
    const late = rejection(ask(link, 'start', '{}', 5));
    const hungUp = rejection(link.turn((turn) => turn.ask('start', '{}'), { signal: gone.signal }));
    gone.abort();
    assert.deepEqual([(await late).code, (await late).outcome], ['not-sent-in-time', 'not-sent']);
    assert.equal((await hungUp).outcome, 'not-sent');
    const waiting = Array.from({ length: 64 }, () => ask(link));
    const tooMany = await rejection(ask(link));
    assert.deepEqual(
      [tooMany.code, tooMany.hop, tooMany.retryAfterS],
      ['waiting-room-full', 'gateway', 1],
    );
    release();
    await Promise.all(waiting);
    assert.equal(peer.of('start').length, 0);
  });

  test('writes nothing behind an overdue conversation', async (t) => {
    let answer: (() => void) | undefined;
    const { link, peer } = await linked(
      t,
      (request, self) => {
        if (request.opcode !== 'start') return reply(request);
        answer = () => self.broadcast(reply(request));
        return undefined;
      },
      { conversationLimitFactor: 0.005 },
    );
    const start = await rejection(ask(link, 'start', '{}'));
    assert.deepEqual([start.code, start.outcome], ['no-reply', 'unknown']);
    const behind = ask(link);
    assert.equal(peer.requests.length, 1);
    answer?.();
    assert.deepEqual(await behind, { kind: 'reply', payload: '{}' });
    assert.equal(link.dropped.late, 1);
  });

  test('tells the truth about each call when the socket is lost, and reconnects', async (t) => {
    const { link, peer, diary } = await linked(t, answerAllBut('setup'));
    const writing = rejection(ask(link, 'setup', WRITE));
    const waiting = rejection(ask(link));
    await peer.until(() => peer.requests.length === 1);
    peer.cut();
    assert.deepEqual([(await writing).code, (await writing).outcome], ['link-lost', 'unknown']);
    const refused = await waiting;
    assert.deepEqual(
      [refused.code, refused.outcome, refused.retryAfterS],
      ['daemon-unreachable', 'not-sent', 2],
    );
    await diary.until('open', 2);
    assert.deepEqual(diary.lines.slice(0, 5), [
      'state connecting',
      'state open',
      'open',
      'state reconnecting',
      'lost',
    ]);
  });

  test('a turn that outlives its link writes nothing on the next one', async (t) => {
    const { link, peer, diary } = await linked(t);
    let second: Promise<unknown> | undefined;
    const turn = link.turn(async (lane) => {
      await lane.ask('setup', READ);
      peer.cut();
      await diary.until('open', 2);
      second = lane.ask('setup', WRITE);
      await second;
    });
    assert.equal((await rejection(turn)).outcome, 'not-sent');
    assert.equal(peer.requests.length, 1);
  });

  test('without a Daemon it fails at once and keeps trying', async (t) => {
    const peer = await ScriptedPeer.listen();
    const { port } = peer;
    await peer.close();
    const diary = new LinkDiary();
    const link = createDaemonLink({ owner: diary, port, timings: quickTimings });
    t.after(() => link.close());
    link.connect();
    await diary.until('failed refused', 3);
    assert.equal((await rejection(ask(link))).code, 'daemon-unreachable');
    const late = await ScriptedPeer.listen(undefined, { port });
    t.after(() => late.close());
    await diary.until('open');
  });
});

describe('a Daemon that falls silent', () => {
  test('is unresponsive after twice the limit; another link begins with the probe, whose answer ends it', async (t) => {
    let mute = true;
    const { link, peer, diary } = await linked(
      t,
      (request) =>
        mute && request.connection === 0 && request.contextId !== 1 ? undefined : reply(request),
      { conversationLimitFactor: 0.005 },
    );
    await ask(link);
    const start = ask(link, 'start', '{}');
    const waiting = rejection(ask(link));
    await rejection(start);
    await diary.until('unresponsive');
    assert.deepEqual(
      [(await waiting).code, (await waiting).outcome],
      ['daemon-unresponsive', 'not-sent'],
    );
    await diary.until('open', 2);
    assert.equal((await rejection(ask(link))).code, 'daemon-unresponsive');
    mute = false;
    await link.turn((turn) => turn.ask('descriptor', '{}'), { front: true });
    await diary.until('responsive');
    assert.deepEqual(await ask(link), { kind: 'reply', payload: '{}' });
    assert.equal(peer.of('start').length, 1);
  });

  test('that leaves its probe unanswered gets another link and another probe, each after two limits', async (t) => {
    const { link, peer, diary } = await linked(t, () => undefined, {
      conversationLimitFactor: 0.005,
    });
    const probe = (): void => {
      const asked = link.turn((turn) => turn.ask('descriptor', '{}'), { front: true });
      asked.catch(() => undefined); // the diary tells what became of it
    };
    diary.onLine = (line) => {
      if (line === 'open') probe();
    };
    probe();
    await diary.until('open', 3);
    assert.equal(diary.count('unresponsive'), 1);
    peer.script = (request) => reply(request);
    await diary.until('responsive');
    assert.deepEqual(await ask(link), { kind: 'reply', payload: '{}' });
  });

  test('and broadcasts meanwhile is unresponsive all the same, and back with its first answer on a new link', async (t) => {
    const { link, peer, diary } = await linked(
      t,
      (request) => (request.opcode === 'start' ? undefined : reply(request)),
      { conversationLimitFactor: 0.005 },
    );
    const chatter = setInterval(() => peer.broadcast(CRASHED), 20);
    t.after(() => clearInterval(chatter));
    assert.equal((await rejection(ask(link, 'start', '{}'))).code, 'no-reply');
    await diary.until('unresponsive');
    assert.equal(diary.count('responsive'), 0);
    await diary.until('open', 2);
    assert.equal((await rejection(ask(link))).code, 'daemon-unresponsive');
    await link.turn((turn) => turn.ask('descriptor', '{}'), { front: true });
    await diary.until('responsive');
    assert.deepEqual(await ask(link), { kind: 'reply', payload: '{}' });
    assert.equal(peer.of('start').length, 1);
  });
});

test('a Node on the Daemon port: its socket moves to the Node link, and the probe counts as written', async (t) => {
  const { link, peer, diary } = await linked(t);
  const nodeDiary = new LinkDiary();
  const timings = { ...quickTimings, ...unhurried };
  const nodeLink = createNodeLink({ owner: nodeDiary, timings });
  t.after(() => nodeLink.close());
  await link.turn(async (turn) => {
    await turn.ask('descriptor', '{}');
    nodeLink.adopt(link.handOver());
  });
  const { nodeLink: state, openPort } = nodeDiary.state;
  assert.deepEqual([diary.state.daemonLink, state, openPort], ['idle', 'open', peer.port]);
  assert.equal(nodeLink.pacing().unproven, 2);
  assert.equal((await rejection(ask(link))).code, 'daemon-unreachable');
  await nodeLink.call({ opcode: 'descriptor', payload: '{}', hasPassword: false });
  assert.deepEqual(
    peer.requests.map(({ opcode, contextId, connection }) => [opcode, contextId, connection]),
    [
      ['descriptor', 1, 0],
      ['checkPassword', 2, 0],
      ['descriptor', 3, 0],
    ],
  );
  peer.cut();
  await nodeDiary.until('state idle');
  assert.equal(diary.count('lost'), 0);
  link.connect();
  await diary.until('open', 2);
});

test('close ends everything and may be called twice', async (t) => {
  const { link, peer, diary } = await linked(t, answerAllBut('setup'));
  const asked = rejection(ask(link));
  await peer.until(() => peer.requests.length === 1);
  await Promise.all([link.close(), link.close()]);
  assert.equal((await asked).code, 'link-lost');
  assert.equal(diary.state.daemonLink, 'closed');
  await peer.until(() => peer.open === 0);
});
