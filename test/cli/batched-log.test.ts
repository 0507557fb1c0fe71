import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { BatchedLog, MAX_WAITING_CHARACTERS } from '../../src/cli/output/batched-log.js';

/** A stream whose writes end when the test says so. */
class SlowStream extends Writable {
  readonly writes: string[] = [];
  readonly #pending: (() => void)[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk.toString());
    this.#pending.push(done);
  }

  /** Ends the writes under way, and those that begin then, until none is left. */
  async drain(): Promise<void> {
    for (let done = this.#pending.shift(); done !== undefined; done = this.#pending.shift()) {
      done();
      await setImmediate();
    }
  }
}

const LINE = `${'x'.repeat(999)}\n`;
const FITTING_LINES = Math.floor(MAX_WAITING_CHARACTERS / LINE.length);

describe('the batched log', () => {
  function open(): { readonly out: SlowStream; readonly log: BatchedLog; readonly gaps: number[] } {
    const [out, gaps] = [new SlowStream(), [] as number[]];
    const log: BatchedLog = new BatchedLog(out, (lines) => {
      gaps.push(lines);
      log.write(`gap of ${lines}\n`);
    });
    return { out, log, gaps };
  }

  test('writes the lines of one tick at once', async () => {
    const { out, log } = open();
    log.write('a\n');
    log.write('b\n');
    await setImmediate();
    assert.deepEqual(out.writes, ['a\nb\n']);
  });

  test('holds a bounded amount of text and counts what it drops', async () => {
    const { out, log } = open();
    for (let count = 0; count < 3 * FITTING_LINES; count += 1) {
      log.write(LINE);
      if (count % 100 === 0) await setImmediate();
      assert.ok(out.writableLength <= MAX_WAITING_CHARACTERS);
    }
    assert.equal(log.dropped, 2 * FITTING_LINES);
  });

  test('reports a gap where it is, once it is over', async () => {
    const { out, log, gaps } = open();
    for (let count = 0; count < FITTING_LINES + 3; count += 1) log.write(LINE);
    await setImmediate();
    log.write('short, but the gap is not reported yet\n');
    assert.deepEqual(gaps, []);
    await out.drain();
    log.write('after\n');
    await setImmediate();
    await out.drain();
    assert.deepEqual(gaps, [4]);
    assert.equal(log.dropped, 4);
    const text = out.writes.join('');
    assert.equal(text.length, FITTING_LINES * LINE.length + 'gap of 4\nafter\n'.length);
    assert.ok(text.endsWith('gap of 4\nafter\n'));
  });

  test('takes a line that is longer than everything that may wait', async () => {
    const { out, log } = open();
    log.write('x'.repeat(MAX_WAITING_CHARACTERS + 1));
    await setImmediate();
    assert.equal(log.dropped, 0);
    await out.drain();
  });
});
