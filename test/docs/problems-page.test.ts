import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorsPage, withProblems } from '../../scripts/problems-page.js';

test('docs/errors.md lists every problem code; tsx scripts/problems-page.ts rewrites the table', async () => {
  const page = readFileSync(errorsPage, 'utf8');
  assert.match(page, /<!-- problems -->/);
  assert.equal(page, await withProblems(page));
});
