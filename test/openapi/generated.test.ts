import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { writeJson } from '../../src/protocol/json-text.js';
import { parseExact } from '../support/http/openapi-check.js';
import { bundledText } from '../../scripts/bundle-openapi.js';
import { documentPath, readDocument } from '../../scripts/openapi-document.js';

const root = join(import.meta.dirname, '..', '..');

function generate(...args: readonly string[]): { code: number | null; errors: string } {
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = join(root, 'scripts', 'generate.ts');
  const { status, stderr } = spawnSync(process.execPath, [tsx, script, ...args], {
    encoding: 'utf8',
  });
  return { code: status, errors: stderr };
}

test('openapi.yaml is what its sources in openapi/ give', () => {
  assert.ok(readFileSync(documentPath, 'utf8') === bundledText(), 'stale: run "npm run generate"');
});

describe('generated code', () => {
  test('matches openapi.yaml, and a change by hand is noticed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'masq-gateway-generate-'));
    try {
      cpSync(join(root, 'src', 'generated'), folder, { recursive: true });
      appendFileSync(join(folder, 'validators.d.ts'), '// by hand\n');
      const { code, errors } = generate('--folder', folder, '--check');
      assert.equal(code, 1);
      assert.match(errors, /Differs from [^:]*: \S*validators\.d\.ts\. Run/); // this file and no other
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('the JSON form holds the document digit for digit', () => {
    const json = readFileSync(join(root, 'src', 'generated', 'openapi.json'), 'utf8');
    assert.ok(json.includes('18446744073709551615'));
    assert.ok(json.includes('-9223372036854775808'));
    assert.deepEqual(parseExact(json), parseExact(writeJson(readDocument())));
  });

  test('validators need nothing of ajv but its runtime', () => {
    const code = readFileSync(join(root, 'src', 'generated', 'validators.js'), 'utf8');
    const imports = [...code.matchAll(/^import .* from '(.*)';$/gm)].map(([, path]) => path ?? '');
    assert.ok(imports.length > 0);
    assert.deepEqual(
      imports.filter((path) => !path.startsWith('ajv/dist/runtime/')),
      ['../api/validator.js'],
    );
    assert.ok(!code.includes('require('));
    assert.ok(!/\bdata:\s*data/.test(code), 'faults must not carry data');
  });
});
