import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayError } from '../../src/errors.js';
import {
  engineFor,
  GraphDrawer,
  MAX_DOT_NODES,
  MAX_WAITING_DRAWINGS,
} from '../../src/http/graph/graph-drawer.js';
import { GraphWorker, type Drawing } from '../../src/http/graph/graph-worker.js';

const isCode = (code: string) => (error: unknown) =>
  error instanceof GatewayError && error.code === code;

function byHand() {
  const jobs: { readonly dot: string; readonly done: (drawing: Drawing) => void }[] = [];
  let closed = 0;
  const drawer = new GraphDrawer({
    draw: (dot) => new Promise((done) => jobs.push({ dot, done })),
    close: () => {
      closed += 1;
      return Promise.resolve();
    },
  });
  return { drawer, jobs, closed: () => closed };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await soon();
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the queue', () => {
  test('draws one at a time, the same text once', async () => {
    const { drawer, jobs } = byHand();
    const texts = ['a', 'a', 'b'].map((dot) => drawer.draw(dot, 1));
    await soon();
    assert.deepEqual(
      jobs.map(({ dot }) => dot),
      ['a'],
    );
    jobs[0]?.done({ kind: 'svg', svg: 'A' });
    await soon();
    jobs[1]?.done({ kind: 'svg', svg: 'B' });
    assert.deepEqual(await Promise.all(texts), ['A', 'A', 'B']);
    assert.equal(await drawer.draw('a', 1), 'A', 'kept');
  });
  test('is bounded', async () => {
    const { drawer, jobs } = byHand();
    const accepted = Array.from({ length: MAX_WAITING_DRAWINGS + 1 }, (_, index) =>
      drawer.draw(`g${index}`, 1),
    );
    await assert.rejects(drawer.draw('one more', 1), isCode('waiting-room-full'));
    for (let done = 0; done < accepted.length; done += 1) {
      await soon();
      jobs[done]?.done({ kind: 'svg', svg: '' });
    }
    await Promise.all(accepted);
  });
  test('gives the place of a drawing to others when all who wait for it have left', async () => {
    const { drawer, jobs } = byHand();
    const first = drawer.draw('first', 1);
    await soon();
    const leaving = Array.from({ length: MAX_WAITING_DRAWINGS }, (_, index) => {
      const gone = new AbortController();
      return { gone, svg: drawer.draw(`g${index}`, 1, gone.signal) };
    });
    const shared = drawer.draw('g0', 1);
    for (const { gone } of leaving) gone.abort();
    const others = ['g1', 'new', 'newer'].map((dot) => drawer.draw(dot, 1));
    await assert.rejects(drawer.draw('one more', 1), isCode('waiting-room-full'));
    const left = Promise.allSettled(leaving.map(({ svg }) => svg));
    for (let done = 0; done < 5; done += 1) {
      await until(() => jobs.length > done);
      jobs[done]?.done({ kind: 'svg', svg: String(done) });
    }
    assert.deepEqual(await Promise.all([first, shared, ...others]), ['0', '1', '2', '3', '4']);
    await left;
    assert.deepEqual(
      jobs.map(({ dot }) => dot),
      ['first', 'g0', 'g1', 'new', 'newer'],
    );
  });
  test('tells what failed, does not keep it, and goes on', async () => {
    const { drawer, jobs } = byHand();
    const late = drawer.draw('a', 1);
    const broken = drawer.draw('b', 1);
    await soon();
    jobs[0]?.done({ kind: 'timed-out' });
    await assert.rejects(late, isCode('no-reply'));
    await soon();
    jobs[1]?.done({ kind: 'failed' });
    await assert.rejects(broken, isCode('bad-frame'));
    const again = drawer.draw('a', 1);
    await soon();
    jobs[2]?.done({ kind: 'svg', svg: 'A' });
    assert.equal(await again, 'A');
  });
});

test('large graphs are laid out by forces', () => {
  assert.equal(engineFor(MAX_DOT_NODES), 'dot');
  assert.equal(engineFor(MAX_DOT_NODES + 1), 'sfdp');
});

describe('the worker', () => {
  test('draws with both engines, survives a bad graph, and ends', async () => {
    const worker = new GraphWorker(60_000);
    for (const engine of ['dot', 'sfdp'] as const) {
      const drawing = await worker.draw('digraph { a -> b }', engine);
      assert.ok(drawing.kind === 'svg' && drawing.svg.includes('</svg>'), drawing.kind);
    }
    assert.equal((await worker.draw('digraph {', 'dot')).kind, 'failed');
    assert.equal((await worker.draw('digraph { a }', 'dot')).kind, 'svg');
    await worker.close();
    await worker.close();
  });
  test('is stopped when a drawing takes too long, and draws again', async () => {
    let seed = 1;
    const random = (): number => (seed = (seed * 48271) % 2147483647) % 300;
    const edges = Array.from({ length: 3000 }, () => `n${random()} -> n${random()};`);
    const impatient = new GraphWorker(300);
    const before = performance.now();
    assert.equal((await impatient.draw(`digraph { ${edges.join('')} }`, 'dot')).kind, 'timed-out');
    assert.ok(performance.now() - before < 10_000);
    assert.notEqual((await impatient.draw('digraph { a -> b }', 'dot')).kind, 'failed');
    await impatient.close();
  });
  test('ends a drawing under way as failed when it is closed', async () => {
    const worker = new GraphWorker(60_000);
    const drawing = worker.draw('digraph { a -> b }', 'dot');
    await worker.close();
    assert.equal((await drawing).kind, 'failed');
    assert.equal(
      (await worker.draw('digraph { a }', 'dot')).kind,
      'failed',
      'no worker comes back',
    );
  });
});
