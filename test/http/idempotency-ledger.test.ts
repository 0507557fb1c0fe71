import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayError, PeerError } from '../../src/errors.js';
import { requestFault } from '../../src/problems/request-faults.js';
import {
  readIdempotencyKey,
  RequestFingerprints,
} from '../../src/http/idempotency/idempotency-key.js';
import {
  IdempotencyLedger,
  type IdempotencyLimits,
  type KeyedCall,
} from '../../src/http/idempotency/idempotency-ledger.js';
import { jsonAnswer, type Answer } from '../../src/http/responses/answer.js';
import { problemOf } from '../../src/http/problems/problem.js';
import { FakeScheduler } from '../support/events/fake-scheduler.js';

const MINUTE_MS = 60_000;

function ledgerWith(limits: Partial<IdempotencyLimits> = {}) {
  const scheduler = new FakeScheduler();
  const ledger = new IdempotencyLedger({ now: scheduler.now, scheduler, limits });
  return { scheduler, ledger };
}

/** A call that counts how often it is run. */
function call(key: string, over: Partial<KeyedCall> = {}): KeyedCall & { readonly runs: number } {
  const counted = {
    runs: 0,
    key,
    fingerprint: 'same',
    secret: false,
    run: (): Promise<Answer> => Promise.resolve(jsonAnswer(200, '{}')),
    delivered: () => Promise.resolve(true),
    ...over,
  };
  const { run } = counted;
  counted.run = () => {
    counted.runs += 1;
    return run();
  };
  return counted;
}

const codeOf = async (answer: Promise<Answer>): Promise<string> => {
  try {
    await answer;
    return 'none';
  } catch (error) {
    return problemOf(error).code;
  }
};

describe('a key', () => {
  test('runs its request once and gives the stored answer afterwards, marked', async () => {
    const { ledger } = ledgerWith();
    const first = call('k', { run: () => Promise.resolve(jsonAnswer(202, '{"result":"done"}')) });
    const again = call('k');
    const given = await ledger.answer(first);
    const replayed = await ledger.answer(again);
    assert.deepEqual([first.runs, again.runs], [1, 0]);
    assert.equal(given.headers?.['idempotency-replayed'], undefined);
    assert.deepEqual([replayed.status, replayed.body], [202, '{"result":"done"}\n']);
    assert.equal(replayed.headers?.['idempotency-replayed'], 'true');
  });

  test('is in progress until its request has ended', async () => {
    const { ledger } = ledgerWith();
    let end: (answer: Answer) => void = () => undefined;
    const running = ledger.answer(
      call('k', { run: () => new Promise((resolve) => (end = resolve)) }),
    );
    assert.equal(await codeOf(ledger.answer(call('k'))), 'idempotency-in-progress');
    end(jsonAnswer(200, '{}'));
    await running;
    assert.equal((await ledger.answer(call('k'))).status, 200);
  });

  test('belongs to one request only, under way or ended', async () => {
    const { ledger } = ledgerWith();
    let end: (answer: Answer) => void = () => undefined;
    const running = ledger.answer(
      call('k', { run: () => new Promise((resolve) => (end = resolve)) }),
    );
    const other = call('k', { fingerprint: 'other' });
    assert.equal(await codeOf(ledger.answer(other)), 'idempotency-mismatch');
    end(jsonAnswer(200, '{}'));
    await running;
    assert.equal(await codeOf(ledger.answer(other)), 'idempotency-mismatch');
    assert.equal(other.runs, 0);
  });

  test('keeps a failure whose request may have been carried out, or was refused', async () => {
    for (const outcome of ['unknown', 'refused', 'applied'] as const) {
      const { ledger } = ledgerWith();
      const fail = (): Promise<Answer> =>
        Promise.reject(new GatewayError({ code: 'link-lost', hop: 'node', outcome, detail: 'x' }));
      const again = call('k');
      assert.equal(await codeOf(ledger.answer(call('k', { run: fail }))), 'link-lost');
      const replay = await ledger.answer(again).catch(problemOf);
      assert.deepEqual('code' in replay && [replay.code, replay.outcome, replay.headers], [
        'link-lost',
        outcome,
        { 'idempotency-replayed': 'true' },
      ]);
      assert.equal(again.runs, 0);
    }
  });

  test('is free again where nothing was sent', async () => {
    const { ledger } = ledgerWith();
    for (const error of [
      new GatewayError({ code: 'node-unreachable', hop: 'node', outcome: 'not-sent', detail: 'x' }),
      requestFault('invalid-request', 'x'),
    ]) {
      await codeOf(ledger.answer(call('k', { run: () => Promise.reject(error) })));
      assert.deepEqual(ledger.size, { keys: 0, bytes: 0 });
    }
    const again = call('k', { fingerprint: 'other' });
    await ledger.answer(again);
    assert.equal(again.runs, 1);
  });

  test('never keeps the words of a peer', async () => {
    const { ledger } = ledgerWith();
    const words = new PeerError({
      hop: 'node',
      opcode: 'recoverWallets',
      peerCode: '281474976710659',
      peerMessage: 'sEcret phrase',
    });
    await codeOf(ledger.answer(call('k', { run: () => Promise.reject(words) })));
    const replay = await ledger.answer(call('k')).catch(problemOf);
    assert.ok('peerCode' in replay && replay.peerCode === '281474976710659');
    assert.doesNotMatch(JSON.stringify(replay), /sEcret/);
  });

  test('is forgotten ten minutes after the end, by itself', async () => {
    const { ledger, scheduler } = ledgerWith();
    let end: (answer: Answer) => void = () => undefined;
    const running = ledger.answer(
      call('k', { run: () => new Promise((resolve) => (end = resolve)) }),
    );
    scheduler.advance(15 * MINUTE_MS);
    end(jsonAnswer(200, '{}'));
    await running;
    scheduler.advance(10 * MINUTE_MS - 1);
    assert.equal(ledger.size.keys, 1);
    scheduler.advance(1);
    assert.deepEqual(ledger.size, { keys: 0, bytes: 0 });
    assert.equal(scheduler.pending, 0);
  });

  test('that cannot be kept is refused, so that none is forgotten early', async () => {
    const { ledger, scheduler } = ledgerWith({ maxKeys: 2 });
    await ledger.answer(call('a'));
    await ledger.answer(call('b'));
    const third = call('c');
    assert.equal(await codeOf(ledger.answer(third)), 'waiting-room-full');
    assert.equal(third.runs, 0);
    assert.equal((await ledger.answer(call('a'))).status, 200);
    scheduler.advance(10 * MINUTE_MS);
    await ledger.answer(third);
    assert.equal(third.runs, 1);
  });

  test('is refused as well where the answers take all the room', async () => {
    const { ledger } = ledgerWith({ maxBytes: 10 });
    const run = (): Promise<Answer> => Promise.resolve(jsonAnswer(200, '"0123456789"'));
    await ledger.answer(call('a', { run }));
    assert.equal(await codeOf(ledger.answer(call('b'))), 'waiting-room-full');
  });

  test('closing forgets everything and leaves no timer', async () => {
    const { ledger, scheduler } = ledgerWith();
    await ledger.answer(call('a'));
    ledger.close();
    assert.deepEqual([ledger.size, scheduler.pending], [{ keys: 0, bytes: 0 }, 0]);
  });
});

describe('a secret answer', () => {
  const words = { secret: true, run: () => Promise.resolve(jsonAnswer(200, '"the words"')) };

  test('that was delivered is forgotten, and a repetition is told so', async () => {
    const { ledger } = ledgerWith();
    await ledger.answer(call('k', words));
    await Promise.resolve();
    assert.equal(ledger.size.bytes, 0);
    const replay = await ledger.answer(call('k', words)).catch(problemOf);
    assert.ok('code' in replay);
    assert.deepEqual([replay.code, replay.outcome], ['wallets-exist', 'applied']);
  });

  test('that was not delivered is given once, to whoever repeats the request', async () => {
    const { ledger } = ledgerWith();
    await ledger.answer(call('k', { ...words, delivered: () => Promise.resolve(false) }));
    await Promise.resolve();
    const lost = call('k', { ...words, delivered: () => Promise.resolve(false) });
    assert.equal((await ledger.answer(lost)).body, '"the words"\n');
    await Promise.resolve();
    const got = call('k', words);
    assert.equal((await ledger.answer(got)).body, '"the words"\n');
    await Promise.resolve();
    assert.equal(await codeOf(ledger.answer(call('k', words))), 'wallets-exist');
    assert.deepEqual([lost.runs, got.runs], [0, 0]);
  });

  test('on its way to one caller is not given to another', async () => {
    const { ledger } = ledgerWith();
    let settle: (isDelivered: boolean) => void = () => undefined;
    const delivered = (): Promise<boolean> => new Promise((resolve) => (settle = resolve));
    await ledger.answer(call('k', { ...words, delivered }));
    assert.equal(await codeOf(ledger.answer(call('k', words))), 'idempotency-in-progress');
    settle(false);
    await Promise.resolve();
    assert.equal((await ledger.answer(call('k', words))).status, 200);
  });

  test('is not given to another request', async () => {
    const { ledger } = ledgerWith();
    await ledger.answer(call('k', { ...words, delivered: () => Promise.resolve(false) }));
    await Promise.resolve();
    const other = call('k', { ...words, fingerprint: 'other' });
    assert.equal(await codeOf(ledger.answer(other)), 'idempotency-mismatch');
  });

  test('that nobody fetches is gone after ten minutes', async () => {
    const { ledger, scheduler } = ledgerWith();
    await ledger.answer(call('k', { ...words, delivered: () => Promise.resolve(false) }));
    await Promise.resolve();
    assert.ok(ledger.size.bytes > 0);
    scheduler.advance(10 * MINUTE_MS);
    assert.deepEqual(ledger.size, { keys: 0, bytes: 0 });
  });
});

describe('the header', () => {
  test('is one key, bare or quoted', () => {
    assert.equal(readIdempotencyKey(undefined), undefined);
    assert.equal(readIdempotencyKey('a1B2-._~:/+=@!'), 'a1B2-._~:/+=@!');
    assert.equal(readIdempotencyKey('"8e03978e-40d5-43dd"'), '8e03978e-40d5-43dd');
    assert.equal(readIdempotencyKey('x'.repeat(128)), 'x'.repeat(128));
  });

  test('of any other form is refused and not repeated', () => {
    const bad = ['', ' ', 'a b', 'a, b', '"a', '""', 'é', 'x'.repeat(129), '{}', ['a', 'b']];
    for (const header of bad) {
      assert.throws(
        () => readIdempotencyKey(header),
        (error) => error instanceof GatewayError && error.code === 'invalid-request',
        String(header),
      );
    }
  });
});

describe('the fingerprint of a request', () => {
  const request = { method: 'POST', path: '/v1/x', query: {}, bodyType: 'application/json' };

  test('is the same whatever the order of keys', () => {
    const fingerprints = new RequestFingerprints();
    const [one, other] = [
      { a: 1, b: [{ c: 1n, d: null }] },
      { b: [{ d: null, c: 1n }], a: 1 },
    ];
    assert.equal(
      fingerprints.of({ ...request, query: { x: '1', y: true }, body: one }),
      fingerprints.of({ ...request, query: { y: true, x: '1' }, body: other }),
    );
  });

  test('differs with method, path, query, type and body', () => {
    const fingerprints = new RequestFingerprints();
    const all = [
      { ...request, body: {} },
      { ...request, method: 'PUT', body: {} },
      { ...request, path: '/v1/y', body: {} },
      { ...request, query: { ensure: true }, body: {} },
      { ...request, bodyType: 'application/merge-patch+json', body: {} },
      { ...request, body: { a: 1 } },
      { ...request, body: { a: '1' } },
      { ...request, body: { a: [1, 2] } },
      { ...request, body: { a: [2, 1] } },
    ].map((each) => fingerprints.of(each));
    assert.equal(new Set(all).size, all.length);
  });

  test('of another process is another one, so that it cannot be tried out', () => {
    const body = { dbPassword: 'x' };
    const [one, other] = [new RequestFingerprints(), new RequestFingerprints()];
    assert.notEqual(one.of({ ...request, body }), other.of({ ...request, body }));
  });
});
