/** What the Node link does about silence, scans and a shutdown, over real sockets. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ScanListener } from '../../src/peer/links/links.js';
import { createNodeLink } from '../../src/peer/node/node-link.js';
import { peerCodes } from '../../src/protocol/error-codes.js';
import { LinkDiary, quickTimings } from '../support/peers/link-diary.js';
import {
  answerAllBut,
  isFence,
  keyWork,
  linked,
  read,
  rejection,
} from '../support/peers/node-scene.js';
import {
  ScriptedPeer,
  failure,
  redirect,
  reply,
  type PeerRequest,
  type Script,
} from '../support/peers/scripted-peer.js';

const LOG_LINE = '{"opcode": "logBroadcast", "payload": {"msg":"x","logLevel":"Info"}}';

describe('a Node that falls silent', () => {
  test('is unresponsive after twice a limit; calls fail at once; the first fence of a new link that comes back ends it', async (t) => {
    let mute = false;
    const { link, peer, diary } = await linked(
      t,
      (request) => (mute ? undefined : reply(request)),
      { fenceLimitMs: 200 },
    );
    await link.call(read());
    mute = true;
    const changing = rejection(link.call(keyWork, { waitMs: 60_000 }));
    const reading = rejection(link.call(read()));
    await diary.until('unresponsive');
    assert.equal((await reading).code, 'no-reply');
    const refused = await rejection(link.call(read()));
    assert.deepEqual([refused.code, refused.outcome], ['node-unresponsive', 'not-sent']);
    assert.deepEqual([(await changing).code, (await changing).outcome], ['no-reply', 'unknown']);
    await diary.until('open', 2);
    peer.broadcast(LOG_LINE);
    await diary.until('broadcast logBroadcast');
    assert.equal(diary.state.nodeUnresponsive, true);
    mute = false;
    await diary.until('responsive');
    assert.equal(await link.call(read()), '{}');
    assert.equal(peer.of('changePassword').length, 1);
  });

  test('is unresponsive however much it says: only an answer counts', async (t) => {
    const { link, peer, diary } = await linked(t, () => undefined, { fenceLimitMs: 100 });
    const chatter = setInterval(() => peer.broadcast(LOG_LINE), 20);
    t.after(() => clearInterval(chatter));
    await diary.until('unresponsive');
    await diary.until('open', 2);
    assert.equal(diary.state.nodeUnresponsive, true);
    peer.script = (request) => reply(request);
    await diary.until('responsive');
    assert.equal(await link.call(read()), '{}');
  });

  test('gets a bounded number of first fences, however long it is silent', async (t) => {
    const { peer, diary } = await linked(t, () => undefined, {
      fenceLimitMs: 10,
      firstFenceRetryMs: 1,
      firstFenceRetryMostMs: 4,
    });
    await peer.until(() => peer.requests.length === 8);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual([peer.requests.length, peer.connections, peer.open], [8, 8, 1]);
    assert.equal(diary.count('responsive'), 0);
    peer.broadcast(reply(peer.requests.at(-1)!));
    await diary.until('responsive');
  });

  test('that leaves one read unanswered keeps its link if the fence comes back', async (t) => {
    const { link, peer, diary } = await linked(t, answerAllBut('descriptor'));
    assert.equal((await rejection(link.call(read()))).code, 'no-reply');
    await peer.until(() => peer.of('checkPassword').length === 2);
    assert.equal(await link.call(read('connectionStatus')), '{}');
    assert.deepEqual([peer.connections, diary.count('unresponsive')], [1, 0]);
  });

  test('and answers a fence with UNMARSHAL or a redirect has not answered it', async (t) => {
    for (const answer of [
      (request: PeerRequest) => failure(request, peerCodes.UNMARSHAL),
      (request: PeerRequest) => redirect(request, 32768),
    ]) {
      const { link, peer, diary } = await linked(t, answer, { fenceLimitMs: 100 });
      await diary.until('unresponsive');
      peer.script = (request) => reply(request);
      await diary.until('responsive');
      assert.equal(await link.call(read()), '{}');
    }
  });

  test('is asked for a fence when nothing has been asked of its Configurator for long', async (t) => {
    const { peer } = await linked(t, undefined, { idleFenceMs: 50 });
    await peer.until(() => peer.requests.length === 3);
    assert.deepEqual(
      new Set(peer.requests.map(({ opcode }) => opcode)),
      new Set(['checkPassword']),
    );
  });

  test('a fence behind key work that is within its own limits means nothing', async (t) => {
    const script: Script = (request) => {
      if (request.opcode === 'changePassword') return undefined;
      return isFence(request.text) && request.contextId !== 1 ? undefined : reply(request);
    };
    const { link, diary } = await linked(t, script, { fenceLimitMs: 150 });
    const changing = rejection(link.call(keyWork));
    const calls = Array.from({ length: 8 }, () => link.call(read(), { waitMs: 200 }));
    void Promise.allSettled(calls);
    assert.equal((await changing).code, 'no-reply'); // 1.2 s: eight times the fence's limit
    assert.equal(diary.count('unresponsive'), 0);
  });

  test('handshakes that are never answered fail in time and are tried again', async (t) => {
    const peer = await ScriptedPeer.listen();
    peer.deaf = true;
    const diary = new LinkDiary();
    const link = createNodeLink({ owner: diary, timings: quickTimings });
    t.after(async () => {
      await link.close();
      await peer.close();
    });
    link.connectTo(peer.port);
    await diary.until('failed timed-out', 2);
    peer.deaf = false;
    await diary.until('open');
  });
});

function scanDiary(): { readonly lines: string[]; readonly listener: ScanListener } {
  const lines: string[] = [];
  const listener: ScanListener = {
    onWritten: () => lines.push('written'),
    onReply: () => lines.push('reply'),
    onError: (error) => lines.push(`error ${error.peerCode}`),
    onMarker: () => lines.push('marker'),
    onEnded: (error) => lines.push(`ended ${error.code} ${error.outcome}`),
  };
  return { lines, listener };
}

/** Limits that a busy machine does not reach: a scan waits for the first fence, and a late answer brings a fence about. */
const unlimited = { conversationLimitFactor: 1, scanWaitMs: 20_000 };

describe('scans', () => {
  test('are written with their marker right behind them, and may be answered twice', async (t) => {
    const script: Script = (request, self) => {
      if (request.opcode === 'scan') self.broadcast(reply(request));
      if (request.opcode === 'financials') {
        const [scan] = self.of('scan');
        self.broadcast(reply(request));
        self.broadcast(failure(scan!, '9223372036854775815'));
        self.broadcast('{"opcode": "done", "payload": {}}');
      }
      return isFence(request.text) ? reply(request) : undefined;
    };
    const { link, peer, diary } = await linked(t, script, unlimited);
    const { lines, listener } = scanDiary();
    link.scan('{"scanType":"Payables"}', listener);
    await diary.until('broadcast done');
    assert.deepEqual(lines, ['written', 'reply', 'marker', 'error 9223372036854775815']);
    assert.deepEqual(
      peer.requests.map(({ text }) => text),
      [
        '{"opcode":"checkPassword","contextId":1,"payload":{}}',
        '{"opcode":"scan","contextId":2,"payload":{"scanType":"Payables"}}',
        '{"opcode":"financials","contextId":3,"payload":{"statsRequired":true}}',
      ],
    );
  });

  test('end with the link, and tell nothing once they are disposed of', async (t) => {
    const { link, peer, diary } = await linked(t, answerAllBut('scan'), unlimited);
    const kept = scanDiary();
    const disposed = scanDiary();
    link.scan('{"scanType":"Payables"}', kept.listener);
    const dispose = link.scan('{"scanType":"Receivables"}', disposed.listener);
    await peer.until(() => peer.of('financials').length === 2);
    await link.call(read());
    dispose();
    peer.cut();
    await diary.until('lost');
    assert.deepEqual(kept.lines, ['written', 'marker', 'ended link-lost unknown']);
    assert.deepEqual(disposed.lines, ['written', 'marker']);
  });

  test('that never get their turn end unsent', async (t) => {
    const { link, diary } = await linked(t, answerAllBut('descriptor'), {
      conversationLimitFactor: 0.1,
    });
    const reading = rejection(link.call(read()));
    const { lines, listener } = scanDiary();
    link.scan('{"scanType":"Payables"}', listener);
    await reading;
    assert.deepEqual(lines, ['ended not-sent-in-time not-sent']);
    assert.equal(diary.count('unresponsive'), 0);
  });
});

describe('the gate of a shutdown', () => {
  test('refuses all others, lets key work finish, fences, writes shutdown and is done when the socket is gone', async (t) => {
    let finish: (() => void) | undefined;
    const { link, peer } = await linked(t, (request, self) => {
      if (request.opcode === 'shutdown') self.cut();
      if (request.opcode !== 'changePassword') return reply(request);
      finish = () => self.broadcast(reply(request));
      return undefined;
    });
    const changing = link.call(keyWork);
    await peer.until(() => finish !== undefined);
    const waiting = rejection(link.call(keyWork));
    const lock = link.lockForShutdown();
    assert.equal((await waiting).code, 'node-stopping');
    assert.equal((await rejection(link.call(read()))).code, 'node-stopping');
    assert.deepEqual(lock.openConfiguratorCalls(), ['changePassword']);
    let idle = false;
    const idled = lock.configuratorIdle().then(() => (idle = true));
    await lock.fence();
    assert.equal(idle, false);
    finish?.();
    await Promise.all([idled, changing]);
    await lock.write();
    assert.equal(peer.of('shutdown').length, 1);
    assert.deepEqual(
      peer.requests.slice(1).map(({ opcode }) => opcode),
      ['changePassword', 'checkPassword', 'shutdown'],
    );
  });

  test('opens again, for everybody who comes then', async (t) => {
    const { link } = await linked(t);
    const lock = link.lockForShutdown();
    const fence = lock.fence();
    lock.reopen();
    await fence.catch(() => undefined);
    assert.equal(await link.call(read()), '{}');
  });

  test('a fence that cannot come is refused when the link is lost, and the shutdown was not sent', async (t) => {
    const { link, peer } = await linked(t, (request) =>
      request.contextId === 1 ? reply(request) : undefined,
    );
    await link.call(read()).catch(() => undefined);
    const lock = link.lockForShutdown();
    const fence = rejection(lock.fence());
    const write = rejection(lock.write());
    await peer.until(() => peer.of('checkPassword').length === 2);
    peer.cut();
    assert.equal((await fence).outcome, 'not-sent');
    assert.equal((await write).outcome, 'not-sent');
    assert.equal(peer.of('shutdown').length, 0);
  });

  test('a shutdown that does not end the socket makes the Node unresponsive until it answers on a new link', async (t) => {
    const { link, peer, diary } = await linked(t, answerAllBut('shutdown'));
    await link.call(read());
    const lock = link.lockForShutdown();
    await lock.fence();
    lock.write().catch(() => undefined); // it ends with the link, which is renewed
    await peer.until(() => peer.of('shutdown').length === 1);
    lock.overdue();
    assert.equal((await rejection(link.call(read()))).code, 'node-unresponsive');
    await diary.until('responsive');
    assert.equal(peer.connections, 2);
    assert.equal(await link.call(read()), '{}');
  });
});
