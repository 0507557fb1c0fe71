import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { metrics, metricsPage, withTable } from '../../scripts/metrics-table.js';

test('docs/metrics.md lists every metric; tsx scripts/metrics-table.ts writes the table anew', async () => {
  const page = readFileSync(metricsPage, 'utf8');
  for (const name of Object.keys(metrics)) assert.ok(page.includes(`| \`${name}\` `), name);
  assert.equal(page, await withTable(page));
});

test('metrics are named as Prometheus wants them', () => {
  assert.ok(Object.keys(metrics).length > 30);
  for (const [name, { kind, help }] of Object.entries(metrics)) {
    assert.match(name, /^masq_gateway_[a-z]+(_[a-z]+)*$/);
    assert.equal(name.endsWith('_total'), kind === 'counter', name);
    assert.match(help, /^[A-Z].*\.$/, name);
  }
});
