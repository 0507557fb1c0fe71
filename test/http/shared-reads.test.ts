import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayError } from '../../src/errors.js';
import { SharedReads } from '../../src/http/reads/shared-reads.js';
import type { ReadOptions } from '../../src/http/reads/shared-reads.js';
import type { Ask } from '../../src/peer/peers.js';

interface Conversation {
  readonly ask: Ask;
  readonly reply: (text: string) => void;
  readonly fail: (error: Error) => void;
}

/** Shared reads over peers whose replies the test gives by hand. */
function byHand() {
  const conversations: Conversation[] = [];
  const clock = { nowMs: 0 };
  const reads = new SharedReads({
    now: () => clock.nowMs,
    peers: {
      ask: (ask) =>
        new Promise<string>((reply, fail) => {
          conversations.push({ ask, reply, fail });
        }),
    },
  });
  const read = (options: Partial<ReadOptions> = {}) =>
    reads.read(
      { opcode: 'descriptor', payload: '{}' },
      { waitMs: 60_000, newOnly: false, ...options },
    );
  return { conversations, clock, reads, read };
}

const code = (expected: string, outcome: string) => (error: unknown) =>
  error instanceof GatewayError && error.code === expected && error.outcome === outcome;

describe('sharing', () => {
  test('a hundred callers are one conversation', async () => {
    const { conversations, read } = byHand();
    const callers = Array.from({ length: 100 }, () => read());
    conversations[0]?.ask.onWritten?.();
    callers.push(read());
    conversations[0]?.reply('text');
    const replies = await Promise.all(callers);
    assert.equal(conversations.length, 1);
    assert.ok(replies.every(({ text, ageMs }) => text === 'text' && ageMs === 0));
  });
  test('everybody is told the contextId, who joins later at once, who finds a stored reply none', async () => {
    const { conversations, read } = byHand();
    const told: (number | undefined)[] = [];
    const onWritten = (contextId?: number): void => void told.push(contextId);
    const callers = [read({ onWritten }), read({ onWritten })];
    assert.deepEqual(told, []);
    conversations[0]?.ask.onWritten?.(5);
    assert.deepEqual(told, [5, 5]);
    callers.push(read({ onWritten }));
    assert.deepEqual(told, [5, 5, 5]);
    conversations[0]?.reply('text');
    await Promise.all(callers);
    await read({ onWritten });
    assert.deepEqual(told, [5, 5, 5]);
  });
  test('a failure is everybody’s and is not kept', async () => {
    const { conversations, read } = byHand();
    const callers = [read(), read()];
    const failure = new Error('lost');
    conversations[0]?.fail(failure);
    for (const caller of callers) await assert.rejects(caller, failure);
    const next = read();
    conversations[1]?.reply('text');
    assert.equal((await next).text, 'text');
  });
  test('after a change nobody joins what was written before it; who waits is served, nothing is kept', async () => {
    const { conversations, reads, read } = byHand();
    const early = read();
    conversations[0]?.ask.onWritten?.();
    reads.touch(['descriptor']);
    const late = read();
    assert.equal(conversations.length, 2);
    conversations[1]?.ask.onWritten?.();
    conversations[1]?.reply('new');
    assert.equal((await late).text, 'new');
    conversations[0]?.reply('old');
    assert.equal((await early).text, 'old');
    assert.equal(
      (await read()).text,
      'new',
      'the old reply came last and must not be what is kept',
    );
  });
  test('what was not written when the change came is of the new generation', async () => {
    const { conversations, reads, read } = byHand();
    const early = read();
    reads.touch(['descriptor']);
    conversations[0]?.ask.onWritten?.();
    const late = read();
    conversations[0]?.reply('text');
    assert.deepEqual([(await early).text, (await late).text], ['text', 'text']);
    assert.equal(conversations.length, 1);
  });
  test('who wants it anew joins only what is not written', async () => {
    const { conversations, read } = byHand();
    const first = read();
    const joined = read({ newOnly: true });
    conversations[0]?.ask.onWritten?.();
    const anew = [read({ newOnly: true }), read({ newOnly: true })];
    assert.equal(conversations.length, 2);
    conversations[0]?.reply('one');
    conversations[1]?.ask.onWritten?.();
    conversations[1]?.reply('two');
    const texts = (await Promise.all([first, joined, ...anew])).map(({ text }) => text);
    assert.deepEqual(texts, ['one', 'one', 'two', 'two']);
  });
});

describe('waiting', () => {
  test('each caller has a wait of its own, and the conversation goes on for the others', async () => {
    const { conversations, read } = byHand();
    const patient = read();
    const hasty = read({ waitMs: 1 });
    conversations[0]?.ask.onWritten?.();
    await assert.rejects(hasty, code('no-reply', 'refused'));
    assert.equal(conversations[0]?.ask.signal?.aborted, false);
    conversations[0].reply('text');
    assert.equal((await patient).text, 'text');
  });
  test('when the last caller leaves, what was not written is taken out', async () => {
    const { conversations, read } = byHand();
    const callers = [read({ waitMs: 1 }), read({ waitMs: 1 })];
    for (const caller of callers)
      await assert.rejects(caller, code('not-sent-in-time', 'not-sent'));
    assert.equal(conversations[0]?.ask.signal?.aborted, true);
    const next = read();
    conversations[1]?.reply('text');
    assert.equal((await next).text, 'text', 'nobody joins what was taken out');
  });
  test('when the last caller leaves, what was written goes on and its reply is kept', async () => {
    const { conversations, read } = byHand();
    const caller = read({ waitMs: 1 });
    conversations[0]?.ask.onWritten?.();
    await assert.rejects(caller, code('no-reply', 'refused'));
    assert.equal(conversations[0]?.ask.signal?.aborted, false);
    conversations[0].reply('text');
    await Promise.resolve();
    assert.equal((await read()).text, 'text');
    assert.equal(conversations.length, 1);
  });
  test('hanging up is leaving', async () => {
    const { conversations, read } = byHand();
    const hangUp = new AbortController();
    const caller = read({ signal: hangUp.signal });
    hangUp.abort();
    await assert.rejects(caller);
    assert.equal(conversations[0]?.ask.signal?.aborted, true);
    await assert.rejects(read({ signal: AbortSignal.abort() }));
  });
});
