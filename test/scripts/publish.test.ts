import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { publish } from '../../scripts/publish.js';

const DAY_MS = 24 * 3600 * 1000;
const NOW_MS = Date.UTC(2026, 10, 23);

describe('publishing a build', () => {
  let folder: string;
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const build = (files: Record<string, string>, before: readonly string[], atMs: number): void =>
    publish(folder, new Map(Object.entries(files)), before, atMs);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'masq-gateway-publish-'));
    build({ 'main.js': "import './command/a.js';", 'command/a.js': 'a' }, [], NOW_MS);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('keeps a superseded file for a week, which a running gateway may still load', () => {
    const later = NOW_MS + 100 * DAY_MS; // the file is old, but was wanted until now
    const next = { 'main.js': "import './command/b.js';", 'command/b.js': 'b' };
    build(next, ['main.js', 'command/a.js'], later);
    assert.equal(read('command/a.js'), 'a');
    assert.equal(read('main.js'), next['main.js']);
    build(next, Object.keys(next), later + 6 * DAY_MS);
    assert.ok(existsSync(join(folder, 'command/a.js')));
    build(next, Object.keys(next), later + 8 * DAY_MS);
    assert.ok(!existsSync(join(folder, 'command/a.js')));
  });

  test('keeps superseded files out of the package', () => {
    build({ 'main.js': '' }, ['main.js', 'command/a.js'], NOW_MS);
    assert.equal(read('.npmignore'), '/command/a.js\n');
    build({ 'main.js': '', 'command/a.js': 'a' }, ['main.js'], NOW_MS);
    assert.equal(read('.npmignore'), '');
  });

  test('replaces a file that differs by a new one, and leaves an equal one alone', () => {
    const [main, command] = ['main.js', 'command/a.js'].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    const [mainBefore, commandBefore] = [statSync(main).ino, statSync(command).ino];
    build({ 'main.js': '#!/usr/bin/env node', 'command/a.js': 'a' }, [], NOW_MS);
    assert.notEqual(statSync(main).ino, mainBefore);
    assert.equal(statSync(command).ino, commandBefore);
    assert.equal(statSync(main).mode & 0o111, 0o111, 'a program can be started');
  });
});
