/** What makes a comparison of the benchmark fair. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Machine } from '../../bench/machine.js';
import type { Measurement } from '../../bench/measurement.js';
import { Processes } from '../../bench/processes.js';
import { linesOf, markdownOf, type CaseResult } from '../../bench/table.js';
import { inTurns, sideOf } from '../../bench/turns.js';

const benchFolder = join(import.meta.dirname, '..', '..', 'bench');
const printEnvironment = ['--eval', 'console.log(JSON.stringify(process.env))'];

describe('processes of the benchmark', () => {
  test('get the same environment in every role, without the settings of whoever runs it', async () => {
    process.env['NODE_OPTIONS'] = '--max-old-space-size=100';
    process.env['NODE_EXTRA_CA_CERTS'] = '/etc/ssl/certs/ca-certificates.crt';
    const processes = new Processes('', new Machine(), undefined);
    try {
      const [server, load] = await Promise.all(
        (['server', 'load'] as const).map((role) =>
          processes.output({ command: process.execPath, args: printEnvironment, role }),
        ),
      );
      assert.equal(server, load);
      const names = Object.keys(JSON.parse(server!) as object).sort();
      assert.deepEqual(names, ['NODE_ENV', 'PATH']);
    } finally {
      await processes.close();
      delete process.env['NODE_OPTIONS'];
      delete process.env['NODE_EXTRA_CA_CERTS'];
    }
  });

  test('are started in one place', () => {
    const starters = readdirSync(benchFolder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) =>
        /node:(child_process|cluster)/.test(readFileSync(join(benchFolder, name), 'utf8')),
      );
    // cores.ts only runs taskset on the bench itself, loopback-only.ts the whole bench again.
    assert.deepEqual(starters.sort(), ['cores.ts', 'loopback-only.ts', 'processes.ts']);
  });
});

describe('turns', () => {
  test('warm up all sides alike, then reverse their order every round', async () => {
    const order: string[] = [];
    const sides = ['a', 'b'].map((name) => sideOf(() => Promise.resolve(order.push(name))));
    await inTurns({ rounds: 3, quick: false, tell: () => undefined }, 'load', sides);
    assert.equal(order.join(''), 'ab' + 'abbaab');
    assert.deepEqual(
      sides.map(({ values }) => values.length),
      [3, 3],
    );
  });
});

describe('tables', () => {
  const ratio: Measurement = {
    what: '64 connections',
    unit: 'requests/s',
    compared: 'ratio',
    values: [50, 60, 70],
    baseline: { what: 'bare node:http', values: [100, 100, 100] },
    target: { atLeast: 0.65 },
  };
  const resultOf = (measured: readonly Measurement[]): CaseResult => ({
    name: 'case',
    title: 'title',
    seconds: 1,
    foreignCores: 0,
    measured,
    skipped: ['nginx: not installed'],
  });

  test('name the baseline of a ratio, show both sides and say what was skipped', () => {
    const text = linesOf(resultOf([ratio])).join('\n');
    assert.match(
      text,
      /0\.50 \/ 0\.60 \/ 0\.70 × bare node:http {3}\(60\.0 against 100 requests\/s\)/,
    );
    assert.match(text, /NOT MET: ≥ 0\.65/);
    assert.match(text, /SKIPPED nginx: not installed/);
  });

  test('have a column per run and a verdict over all runs in Markdown', () => {
    const better = { ...ratio, values: [70, 70, 70] };
    const text = markdownOf('2 cores', [[resultOf([better])], [resultOf([ratio])]]);
    assert.match(
      text,
      /\| 64 connections \| × bare node:http \| ≥ 0\.65 \| 0\.70 \| 0\.60 \[0\.50–0\.70\] \| not met \|/,
    );
  });

  test('have a column per server if several are compared', () => {
    const sides = ['gateway', 'fastify'].map((side) => ({ ...ratio, side }));
    const text = markdownOf('2 cores', [[resultOf(sides)]]);
    assert.match(text, /\| what \| gateway \| fastify \|/);
    assert.match(text, /Skipped: nginx: not installed\./);
  });
});
