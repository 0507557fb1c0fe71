/** How what a document says that a command prints is held against what it printed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits } from '../../scripts/cookbook.js';

test('what is printed fits what is said, with any text in the place of an ellipsis', () => {
  assert.ok(fits('at …: (up)', 'at 12:00: (up)'));
  assert.ok(!fits('at …: (up)', 'at 12:00: (down)'));
  assert.ok(!fits('up', 'up and down'));
});

test('an ellipsis alone on its line stands for any lines, or for none', () => {
  const said = 'first\n…\nlast\n';
  assert.ok(fits(said, 'first\nlast\n'));
  assert.ok(fits(said, 'first\nsecond\nthird\nlast\n'));
  assert.ok(!fits(said, 'first\nsecond\n'));
  assert.ok(!fits(said, 'first and last\n'));
});
