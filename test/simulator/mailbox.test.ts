import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Mailbox, SMALL_MAILBOX_CAPACITY } from '../../src/simulator/mailbox.js';

const LONG_MS = 60_000;

describe('mailbox', () => {
  test('takes one in work and sixteen waiting; the next one is too many', () => {
    const mailbox = new Mailbox(SMALL_MAILBOX_CAPACITY);
    const offer = (): boolean => mailbox.offer({ serviceMs: LONG_MS, run: () => undefined });
    for (let count = 0; count < 1 + SMALL_MAILBOX_CAPACITY; count += 1) assert.equal(offer(), true);
    assert.equal(offer(), false);
    assert.equal(mailbox.highWater, SMALL_MAILBOX_CAPACITY);
    mailbox.stop();
  });

  test('does one thing after the other, in order', async () => {
    const mailbox = new Mailbox();
    const done: number[] = [];
    for (const number of [1, 2, 3]) {
      mailbox.offer({ serviceMs: 0.5, run: () => done.push(number) });
    }
    assert.deepEqual(done, []);
    while (done.length < 3) await nextTurn();
    assert.deepEqual(done, [1, 2, 3]);
  });

  test('with no service time nothing ever waits', () => {
    const mailbox = new Mailbox(SMALL_MAILBOX_CAPACITY);
    let done = 0;
    for (let count = 0; count < 100; count += 1) {
      assert.equal(mailbox.offer({ serviceMs: 0, run: () => (done += 1) }), true);
    }
    assert.equal(done, 100);
  });

  test('does nothing any more once it is stopped', async () => {
    const mailbox = new Mailbox();
    let done = 0;
    const count = (): void => {
      done += 1;
      mailbox.stop();
    };
    mailbox.offer({ serviceMs: 0.5, run: count });
    mailbox.offer({ serviceMs: 0.5, run: count });
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    assert.equal(done, 1);
    assert.equal(mailbox.offer({ serviceMs: 0, run: count }), true);
    assert.equal(done, 1);
  });
});
