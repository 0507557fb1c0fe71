/** What the links tell of every conversation that was written, over real sockets. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDaemonLink } from '../../src/peer/daemon/daemon-link.js';
import type { EndedConversation } from '../../src/peer/peers.js';
import { LinkDiary, quickTimings } from '../support/peers/link-diary.js';
import { answerAllBut, linked, read, rejection } from '../support/peers/node-scene.js';
import { ScriptedPeer, failure, redirect, reply } from '../support/peers/scripted-peer.js';

const ends = (told: readonly EndedConversation[]): readonly string[] =>
  told.map(({ hop, opcode, purpose, end }) => `${hop} ${opcode} ${purpose} ${end}`);

describe('the Node link tells', () => {
  test('replies, errors and the fence before them, each with its time', async (t) => {
    const { link, diary } = await linked(t, (request) =>
      request.opcode === 'connectionStatus' ? failure(request, '1', 'no') : reply(request),
    );
    await link.call(read('descriptor'));
    await rejection(link.call(read('connectionStatus')));
    assert.deepEqual(ends(diary.ended), [
      'node checkPassword fence replied',
      'node descriptor call replied',
      'node connectionStatus call error',
    ]);
    for (const { durationMs } of diary.ended) assert.ok(durationMs >= 0 && durationMs < 5_000);
  });

  test('an answer that did not come within its limit, and only then its loss', async (t) => {
    const { link, diary, peer } = await linked(t, answerAllBut('descriptor'));
    await rejection(link.call(read('descriptor')));
    // Its lane is free again when its own limit has passed.
    await link.call(read('neighborhoodGraph'), { waitMs: 5_000 });
    await peer.close();
    await diary.until('lost');
    const calls = diary.ended.filter(({ purpose }) => purpose === 'call');
    assert.deepEqual(ends(calls), [
      'node descriptor call unanswered',
      'node neighborhoodGraph call replied',
    ]);
  });

  test('a lost link, a message that nobody answers, and a scan that was given up', async (t) => {
    const { link, diary } = await linked(t, answerAllBut('generateWallets', 'scan'));
    await link.tell({ opcode: 'crash', payload: '{}', hasPassword: false });
    const written = new Promise<void>((resolve) => {
      const forget = link.scan('{"scanType":"Payables"}', {
        onWritten: () => undefined,
        onReply: () => undefined,
        onError: () => undefined,
        onMarker: () => (forget(), resolve()),
        onEnded: () => undefined,
      });
    });
    await written;
    const lost = rejection(
      link.call({ opcode: 'generateWallets', payload: '{}', hasPassword: true }),
    );
    link.drop();
    await lost;
    const told = ends(diary.ended).slice(1);
    assert.deepEqual(told.slice().sort(), [
      'node crash call silent',
      'node financials marker replied',
      'node generateWallets call lost',
      'node scan call silent',
    ]);
  });
});

describe('the Daemon link tells', () => {
  test('replies, redirects and errors', async (t) => {
    const peer = await ScriptedPeer.listen((request) => {
      if (request.opcode === 'setup') return reply(request);
      return request.opcode === 'start'
        ? failure(request, '9223372036854775810', 'no')
        : redirect(request, 4711);
    });
    const diary = new LinkDiary();
    const link = createDaemonLink({
      owner: diary,
      port: peer.port,
      timings: quickTimings,
    });
    t.after(async () => {
      await link.close();
      await peer.close();
    });
    link.connect();
    await diary.until('open');
    for (const opcode of ['setup', 'descriptor'] as const) {
      await link.turn((turn) => turn.ask(opcode, '{}'), { waitMs: 5_000 });
    }
    await rejection(link.turn((turn) => turn.ask('start', '{}'), { waitMs: 5_000 }));
    assert.deepEqual(ends(diary.ended), [
      'daemon setup call replied',
      'daemon descriptor call replied',
      'daemon start call error',
    ]);
  });
});
