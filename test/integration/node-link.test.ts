/** The Node link over real sockets, against a peer that does what it is told. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PeerError, type GatewayError } from '../../src/errors.js';
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
import { ScriptedPeer, failure, reply } from '../support/peers/scripted-peer.js';

describe('the Node link', () => {
  test('writes a fence first and nothing else before its reply', async (t) => {
    let letBack: (() => void) | undefined;
    const { peer, link } = await linked(
      t,
      (request, self) => {
        if (!isFence(request.text)) return reply(request, '{"nodeDescriptorOpt":null}');
        letBack = () => self.broadcast(reply(request, '{"matches":true}'));
        return undefined;
      },
      { fenceLimitMs: 5_000 },
    );
    const call = link.call(read(), { waitMs: 5_000 });
    await peer.until(() => peer.requests.length === 1);
    assert.equal(peer.requests[0]?.text, '{"opcode":"checkPassword","contextId":1,"payload":{}}');
    letBack?.();
    assert.equal(await call, '{"nodeDescriptorOpt":null}');
    assert.deepEqual(
      peer.requests.map(({ opcode }) => opcode),
      ['checkPassword', 'descriptor'],
    );
  });

  test('gives every caller the answer to his own question', async (t) => {
    const { link } = await linked(t, (request) =>
      request.opcode === 'connectionStatus'
        ? failure(request, '9223372036854775815', 'ten')
        : reply(request, `{"is":"${request.opcode}"}`),
    );
    const [descriptor, status, graph] = await Promise.allSettled([
      link.call(read('descriptor')),
      link.call(read('connectionStatus')),
      link.call(read('neighborhoodGraph')),
    ]);
    assert.deepEqual(descriptor, { status: 'fulfilled', value: '{"is":"descriptor"}' });
    assert.deepEqual(graph, { status: 'fulfilled', value: '{"is":"neighborhoodGraph"}' });
    assert.ok(status.status === 'rejected' && status.reason instanceof PeerError);
    assert.equal(status.reason.peerCode, '9223372036854775815');
  });

  test('counts late, doubled, foreign and unreadable frames and goes on', async (t) => {
    const { link, peer } = await linked(t);
    await link.call(read());
    peer.broadcast('{"opcode": "descriptor", "contextId": 2, "payload": {}}');
    peer.broadcast('{"opcode": "descriptor", "contextId": 77, "payload": {}}');
    peer.broadcast('{"opcode": "what');
    await link.call(read());
    assert.deepEqual(link.dropped, { late: 1, unknown: 1, unparsable: 1 });
  });

  test('an answer of which only the beginning can be read ends its conversation and proves what it proves', async (t) => {
    const { link } = await linked(t, (request) =>
      isFence(request.text)
        ? reply(request, '{"matches":true}')
        : `{"opcode": "${request.opcode}", "contextId": ${request.contextId ?? 0}, "error": {"code": 1, "message": "\u0007"}}`,
    );
    for (let turn = 0; turn < 20; turn += 1) {
      const error = await rejection(link.call(keyWork));
      assert.deepEqual([error.code, error.outcome], ['bad-frame', 'unknown'], `turn ${turn}`);
    }
    const read7 = await rejection(link.call(read()));
    assert.deepEqual([read7.code, read7.outcome], ['bad-frame', 'refused']);
    assert.equal(link.dropped.unparsable, 21);
  });

  test('keeps at most 8 messages unproven while the Configurator stands still', async (t) => {
    const { link, peer } = await linked(t, (request) => {
      if (isFence(request.text) && request.contextId === 1) return reply(request);
      return request.opcode === 'descriptor' ? reply(request) : undefined;
    });
    const calls = Array.from({ length: 20 }, () => link.call(read(), { waitMs: 400 }));
    const settled = await Promise.allSettled(calls);
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 6);
    for (const result of settled) {
      if (result.status === 'rejected') {
        assert.equal((result.reason as GatewayError).outcome, 'not-sent');
      }
    }
    assert.equal(peer.of('descriptor').length, 6);
    assert.equal(peer.of('checkPassword').length, 2);
    assert.equal(link.pacing().unproven, 7);
  });

  test('a caller whose time is up leaves; the conversation keeps its place and its late answer proves', async (t) => {
    let answer: (() => void) | undefined;
    const { link } = await linked(t, (request, self) => {
      if (request.opcode !== 'changePassword') return reply(request);
      answer = () => self.broadcast(reply(request));
      return undefined;
    });
    const error = await rejection(link.call(keyWork, { waitMs: 20 }));
    assert.deepEqual([error.code, error.outcome, error.hop], ['no-reply', 'unknown', 'node']);
    assert.equal(link.pacing().unproven, 1);
    const next = link.call(keyWork, { waitMs: 30 });
    assert.deepEqual((await rejection(next)).code, 'not-sent-in-time');
    answer?.();
    await link.call(read());
    assert.equal(link.pacing().unproven, 1);
  });

  test('a read that is not answered has changed nothing', async (t) => {
    const { link } = await linked(t, answerAllBut('descriptor'));
    const error = await rejection(link.call(read()));
    assert.deepEqual([error.code, error.outcome], ['no-reply', 'refused']);
  });

  test('who hangs up while waiting is taken out and never written', async (t) => {
    const { link, peer } = await linked(t, answerAllBut('descriptor'));
    const first = link.call(read(), { waitMs: 50 });
    const gone = new AbortController();
    const second = link.call(read('neighborhoodGraph'), { signal: gone.signal, waitMs: 5_000 });
    gone.abort();
    assert.equal((await rejection(second)).outcome, 'not-sent');
    await rejection(first);
    await link.call(read('connectionStatus'), { waitMs: 5_000 });
    assert.equal(peer.of('neighborhoodGraph').length, 0);
  });

  test('64 may wait, who comes then is refused', async (t) => {
    const { link, peer } = await linked(t, answerAllBut('descriptor'), {
      conversationLimitFactor: 1,
    });
    const written = rejection(link.call(read()));
    await peer.until(() => peer.of('descriptor').length === 1);
    const calls = Array.from({ length: 66 }, () => rejection(link.call(read(), { waitMs: 300 })));
    const codes = (await Promise.all(calls)).map(({ code }) => code);
    assert.equal(codes.filter((code) => code === 'waiting-room-full').length, 2);
    await link.close();
    await written;
  });

  test('tells the truth about each call when the socket is lost', async (t) => {
    const { link, peer, diary } = await linked(t, answerAllBut('changePassword', 'descriptor'), {
      conversationLimitFactor: 1,
    });
    const changing = rejection(link.call(keyWork));
    const reading = rejection(link.call(read()));
    const waiting = rejection(link.call(keyWork));
    await peer.until(() => peer.of('descriptor').length === 1);
    const toldInTime: string[] = [];
    diary.onLine = (line) => {
      if (line === 'lost') toldInTime.push(diary.state.nodeLink);
    };
    peer.cut();
    assert.deepEqual([(await changing).code, (await changing).outcome], ['link-lost', 'unknown']);
    assert.deepEqual([(await reading).code, (await reading).outcome], ['link-lost', 'refused']);
    assert.deepEqual(
      [(await waiting).code, (await waiting).outcome],
      ['node-unreachable', 'not-sent'],
    );
    assert.deepEqual(toldInTime, ['reconnecting']);
  });

  test('reconnects while it is aimed, and its first fence wins back the credits of the lost link', async (t) => {
    let mute = true;
    const { link, peer, diary } = await linked(t, (request) =>
      mute && request.opcode === 'changePassword' ? undefined : reply(request),
    );
    const lost = rejection(link.call(keyWork));
    await peer.until(() => peer.of('changePassword').length === 1);
    mute = false;
    peer.cut();
    await lost;
    await diary.until('open', 2);
    await link.call(read());
    assert.equal(link.pacing().unproven, 1);
    const second = peer.requests.filter(({ connection }) => connection === 1);
    assert.deepEqual(
      second.map(({ opcode }) => opcode),
      ['checkPassword', 'descriptor'],
    );
  });

  test('a first fence whose link is lost is written again only after a pause', async (t) => {
    const { peer } = await linked(t, () => undefined);
    await peer.until(() => peer.requests.length === 1);
    peer.cut();
    await peer.until(() => peer.requests.length === 2);
    const [first, second] = peer.requests;
    assert.ok(second!.atMs - first!.atMs >= quickTimings.firstFenceRetryMs - 5);
  });

  test('stays idle when it is dropped while it tells of the loss', async (t) => {
    const { link, peer, diary } = await linked(t);
    diary.onLine = (line) => {
      if (line === 'lost') link.drop();
    };
    peer.cut();
    await diary.until('state idle');
    assert.equal(await link.tryOnce(peer.port), 'open');
    assert.deepEqual([diary.state.nodeLink, diary.state.openPort], ['open', peer.port]);
    assert.equal(peer.connections, 2);
  });

  test('a try that fails leaves the link idle and says why', async (t) => {
    const peer = await ScriptedPeer.listen();
    const diary = new LinkDiary();
    const link = createNodeLink({ owner: diary, timings: quickTimings });
    t.after(() => link.close());
    await peer.close();
    assert.equal(await link.tryOnce(peer.port), 'refused');
    assert.equal(diary.state.nodeLink, 'idle');
    const error = await rejection(link.call(read()));
    assert.deepEqual(
      [error.code, error.outcome, error.retryAfterS],
      ['node-unreachable', 'not-sent', undefined],
    );
  });

  test('writes a fire-and-forget message without a contextId', async (t) => {
    const { link, peer } = await linked(t);
    let written = 0;
    const crash = { opcode: 'crash', payload: '{"actor":"X","panicMessage":""}' } as const;
    await link.tell({ ...crash, hasPassword: false }, { onWritten: () => (written += 1) });
    await peer.until(() => peer.of('crash').length === 1);
    assert.equal(peer.of('crash')[0]?.contextId, undefined);
    assert.equal(written, 1);
  });
});

test('refusals of unreadable requests are told and cost one credit nobody has', async (t) => {
  const { link } = await linked(t, (request) =>
    request.opcode === 'configuration' ? failure(request, peerCodes.UNMARSHAL) : reply(request),
  );
  await assert.rejects(link.call(read('configuration')), PeerError);
  assert.equal(link.pacing().unproven, 0);
});
