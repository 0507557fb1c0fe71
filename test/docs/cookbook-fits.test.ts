/** How the output that a page shows is compared with what the command printed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, recipesOf } from '../../scripts/cookbook.js';

test('an ellipsis matches any text, everything else only itself', () => {
  assert.ok(fits('at …: (up)', 'at 12:00: (up)'));
  assert.ok(!fits('at …: (up)', 'at 12:00: (down)'));
  assert.ok(!fits('up', 'up and down'));
});

test('an ellipsis on a line of its own matches any lines, or none', () => {
  const said = 'first\n…\nlast\n';
  assert.ok(fits(said, 'first\nlast\n'));
  assert.ok(fits(said, 'first\nsecond\nthird\nlast\n'));
  assert.ok(!fits(said, 'first\nsecond\n'));
  assert.ok(!fits(said, 'first and last\n'));
});

test('a recipe is an sh block with the text block right after it, if there is one', () => {
  const page =
    '```sh\na\nb\n```\n\n```text\nout\n```\n\n```sh\nc\n```\n\nWords.\n\n```text\nother\n```\n';
  assert.deepEqual(recipesOf(page), [
    { command: 'a\nb', expected: 'out' },
    { command: 'c', expected: '' },
  ]);
});
