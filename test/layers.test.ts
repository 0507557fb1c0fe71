/** Holds the source tree to its import rules, and the rules to their work. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  builtName,
  importCircles,
  partOf,
  targetOf,
  violationsOf,
  SHARED_WITH_CLIENT,
} from './support/source/layer-rules.js';
import { readModule, type SourceModule } from './support/source/source-module.js';

const sourceRoot = join(import.meta.dirname, '..', 'src');
/** Fewer than these, and the test no longer sees the tree that it judges. */
const MIN_MODULES = 150;
const MIN_IMPORTS = 500;
const PARTS = [
  'main',
  'config',
  'errors',
  'cli',
  'client',
  'events',
  'http',
  'peer',
  'protocol',
  'simulator',
];

const modules: SourceModule[] = readdirSync(sourceRoot, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.[cm]?[jt]s$/.test(name) && !name.startsWith('dashboard/'))
  .sort()
  .map((name) => readModule(name, readFileSync(join(sourceRoot, name), 'utf8')));
const internal = modules.flatMap(({ path, imports }) =>
  imports
    .filter(({ specifier }) => specifier.startsWith('.') && specifier.endsWith('.js'))
    .map(({ specifier }) => ({ path, target: targetOf(path, specifier) })),
);

describe('layers', () => {
  test('the whole tree is seen', () => {
    assert.ok(modules.length >= MIN_MODULES, `only ${modules.length} modules`);
    assert.ok(internal.length >= MIN_IMPORTS, `only ${internal.length} imports`);
    const parts = new Set(modules.map(({ path }) => partOf(path)));
    assert.deepEqual(
      PARTS.filter((part) => !parts.has(part)),
      [],
    );
  });

  test('every relative import names a file of the tree', () => {
    // The dashboard is for browsers and not read here; what the client shares with it is.
    const built = new Set([...modules.map(({ path }) => builtName(path)), ...SHARED_WITH_CLIENT]);
    assert.deepEqual(
      internal.filter(({ target }) => !built.has(target)),
      [],
    );
  });

  test('every module keeps the rules', () => {
    assert.deepEqual(modules.flatMap(violationsOf), []);
  });

  test('no imports run in a circle', () => {
    assert.deepEqual(importCircles(modules), []);
  });
});

describe('layer rules', () => {
  const faultsOf = (path: string, text: string): string[] => violationsOf(readModule(path, text));

  for (const [path, text] of [
    ['events/a.ts', "import { x } from '../peer/x.js';"],
    ['events/a.ts', "import type { X } from '../peer/x.js';"],
    ['events/deep/a.ts', "import { x } from '../../http/x.js';"],
    ['http/a.ts', "import { x } from '../peer/x.js';"],
    ['http/a.ts', "import { type X } from '../peer/x.js';"],
    ['http/a.ts', "export { x } from '../peer/x.js';\nexport const y = 1;"],
    ['http/a.ts', "const x = await import('../peer/x.js');"],
    ['http/a.ts', "const page = new URL('../page.html', import.meta.url);"],
    ['cli/a.ts', 'const here = import.meta.dirname;'],
    ['http/a.ts', "new Worker(new URL('../peer/x.js', here));"],
    ['protocol/a.ts', "import { x } from '../generated/x.js';"],
    ['errors.ts', "import type { X } from './protocol/x.js';"],
    ['simulator/a.ts', "import type { Config } from '../config.js';"],
    ['peer/a.ts', "import { parseConfig } from '../config.js';"],
    ['peer/a.ts', "let x: import('../http/x.js').X;"],
    ['http/a.ts', "import { WebSocket } from 'ws';"],
    ['peer/a.ts', "import type { Request } from 'express';"],
    ['cli/a.ts', 'const home = process.env.HOME;'],
    ['cli/a.ts', "import { env } from 'node:process';"],
    ['cli/a.ts', 'const home = globalThis.process.env.HOME;'],
    ['peer/a.ts', 'process.exit(1);'],
    ['peer/a.ts', "import process from 'node:process';"],
    ['peer/index.ts', 'export const x = 1;'],
    ['peer/a.ts', "export * from './b.js';\nexport const x = 1;"],
    ['peer/a.ts', "export { x } from './b.js';"],
    ['peer/a.ts', 'const x = 1;\n'.repeat(351)],
    ['things/a.ts', 'export const x = 1;'],
    ['peer/a.ts', "import { x } from '../../test/x.js';"],
  ] as const) {
    test(`find the fault of ${path}: ${text.split('\n', 1).join('')}`, () => {
      assert.equal(faultsOf(path, text).length, 1);
    });
  }

  for (const [path, text] of [
    ['events/a.ts', "import type { Hop } from '../errors.js';"],
    ['events/a.ts', "import { x } from './b.js';"],
    ['http/a.ts', "import type { Peers } from '../peer/peers.js';"],
    ['http/deep/a.ts', "import express from 'express';\nimport { x } from '../../events/x.js';"],
    ['peer/a.ts', "import { WebSocket } from 'ws';"],
    ['peer/a.ts', "import type { Config } from '../config.js';"],
    ['package-files.ts', "const page = new URL('./page.html', import.meta.url);"],
    ['http/a.ts', "const library = import.meta.resolve('a-package');"],
    ['config.ts', 'const home = process.env.HOME;'],
    ['cli/a.ts', 'process.exit(1);'],
    ['peer/a.ts', 'const { process } = row;\nrow.process.id = process.id;'],
    ['peer/a.ts', 'const close = (process: Known) => process.id;'],
    ['peer/a.ts', "export { x } from './b.js';\nexport const y = 1;"],
    ['peer/a.ts', 'const x = 1;\n'.repeat(350)],
    ['generated/a.d.ts', 'export type X = 1;\n'.repeat(351)],
  ] as const) {
    test(`find nothing wrong with ${path}: ${text.split('\n', 1).join('')}`, () => {
      assert.deepEqual(faultsOf(path, text), []);
    });
  }

  test('find a circle, but none of types only', () => {
    const circle = (back: string): string[][] =>
      importCircles([
        readModule('peer/a.ts', "import { b } from './b.js';"),
        readModule('peer/b.ts', "import { c } from './c.js';"),
        readModule('peer/c.ts', back),
      ]);
    assert.equal(circle("import { a } from './a.js';").length, 1);
    assert.deepEqual(circle("import type { A } from './a.js';"), []);
  });
});
