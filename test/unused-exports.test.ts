/** Finds exports that nobody imports, and no others. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unusedExports } from './support/source/unused-exports.js';

const offered = /^src\/offered\.ts$/;

/** What is found in `src/a.ts` and a file that imports from it. */
function found(exporting: string, importing = '', importer = 'src/offered.ts'): readonly string[] {
  return unusedExports(
    [
      { path: 'src/a.ts', text: exporting },
      { path: importer, text: importing },
    ],
    offered,
  );
}

describe('unused exports', () => {
  for (const text of [
    'export const a = 1;',
    'export function a(): void {}',
    'export class a {}',
    'export interface a {}',
    'export type a = 1;',
    'const a = 1;\nexport { a };',
  ]) {
    test(`finds ${JSON.stringify(text)} without an import`, () => {
      assert.deepEqual(found(text), ['src/a.ts exports a for nobody']);
    });
  }

  for (const use of [
    "import { a } from './a.js';",
    "import type { a as b } from './a.js';",
    "import * as all from './a.js';",
    "export { a } from './a.js';",
    "let x: import('./a.js').a;",
    "const { a } = await import('./a.js');",
  ]) {
    test(`takes ${use} as a use`, () => {
      assert.deepEqual(found('export const a = 1;', use), []);
    });
  }

  test('does not take an import of another name as a use', () => {
    assert.deepEqual(found('export const a = 1, b = 2;', "import { b } from './a.js';"), [
      'src/a.ts exports a for nobody',
    ]);
  });

  test('finds an export that only tests import, unless it is marked', () => {
    const use = "import { a } from '../src/a.js';";
    assert.deepEqual(found('export const a = 1;', use, 'test/a.test.ts'), [
      'src/a.ts exports a for tests only',
    ]);
    assert.deepEqual(found('/** @internal */\nexport const a = 1;', use, 'test/a.test.ts'), []);
  });

  test('sees what tests take of a module of the dashboard', () => {
    const files = [
      { path: 'src/dashboard/a.js', text: 'export const a = 1;' },
      { path: 'test/a.test.ts', text: "const { a } = await dashboardModule<A>('a.js');" },
    ];
    assert.deepEqual(unusedExports(files, offered), [
      'src/dashboard/a.js exports a for tests only',
    ]);
  });

  test('passes over what the package offers', () => {
    assert.deepEqual(
      unusedExports([{ path: 'src/offered.ts', text: 'export const a = 1;' }], offered),
      [],
    );
  });
});
