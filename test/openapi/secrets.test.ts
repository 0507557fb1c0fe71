import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Validator } from '../../src/api/validator.js';
import * as generated from '../../src/generated/validators.js';

const SECRET = 'hunter2-geheim';
const validators = Object.entries(generated as Record<string, Validator>);

/** Values that hold the secret, of every kind of JSON value that can hold a text. */
const shapes: readonly unknown[] = [
  SECRET,
  `-${SECRET}`,
  `${SECRET}\n`,
  [SECRET],
  [[SECRET]],
  { value: SECRET },
  [{ name: SECRET, value: SECRET }],
  { mnemonicPhrase: Array.from({ length: 13 }, () => SECRET) },
  { mnemonicPhraseLanguageOpt: SECRET, mnemonicPhraseSizeOpt: SECRET },
];
const keys = [
  'dbPassword',
  'dbPasswordOpt',
  'oldPasswordOpt',
  'newPassword',
  'seedSpecOpt',
  'consumingPrivateKeyOpt',
  'consumingDerivationPathOpt',
  'earningAddressOpt',
  'value',
  'values',
  'scanType',
  'actor',
  'panicMessage',
  'exitLocations',
  'topRecordsOpt',
  'db-password',
  'opcode',
  'require',
  'top',
];

describe('faults of a request', () => {
  test('never hold a value of it, whatever was wrong', () => {
    let faults = 0;
    for (const [name, validate] of validators) {
      for (const shape of shapes) {
        for (const body of [shape, ...keys.map((key) => ({ [key]: shape }))]) {
          if (validate(body)) continue;
          const text = JSON.stringify(validate.errors);
          faults += 1;
          assert.ok(!text.includes('hunter2'), `${name}: ${text}`);
        }
      }
    }
    assert.ok(faults > 1000);
  });

  test('do not outlive the next good request', () => {
    assert.equal(generated.queryWalletsBody({}), false);
    assert.equal(generated.queryWalletsBody({ dbPassword: 'fine' }), true);
    assert.equal(generated.queryWalletsBody.errors, null);
  });

  test('of one validator are not changed by another request to it', () => {
    assert.equal(generated.queryWalletsBody({ dbPassword: '' }), false);
    const first = generated.queryWalletsBody.errors;
    const before = JSON.stringify(first);
    assert.equal(generated.queryWalletsBody([]), false);
    assert.equal(JSON.stringify(first), before);
  });
});

describe('a request of absurd size', () => {
  const names = ['patchSetupBody', 'putExitLocationBody', 'patchSetupMergePatchBody'] as const;

  test('is refused with one fault, however many values it holds', () => {
    const many = Array.from({ length: 100_000 }, () => 0);
    const bodies = [{ values: many }, { exitLocations: many }, Object.fromEntries(many.entries())];
    for (const [index, name] of names.entries()) {
      const validate = generated[name];
      assert.equal(validate(bodies[index]), false);
      assert.deepEqual(
        validate.errors?.map(({ keyword }) => keyword),
        ['maxValues'],
      );
    }
  });

  test('tells a bounded number of faults', () => {
    const values = Array.from({ length: 2_000 }, () => ({ surprise: 1 }));
    assert.equal(generated.patchSetupBody({ values }), false);
    assert.equal(generated.patchSetupBody.errors?.length, 64);
  });
});
