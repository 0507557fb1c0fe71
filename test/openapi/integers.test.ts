import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { addExactKeywords } from '../../scripts/ajv-exact.js';
import { exactSchema } from '../../scripts/exact-schema.js';
import type { ExactObject } from '../../scripts/openapi-document.js';
import {
  applyAndListExitLocationBody,
  generateWalletsBody,
  patchSetupBody,
  putConfigurationBody,
  putExitLocationBody,
  putSetupValueBody,
  queryFinancialsBody,
} from '../../src/generated/validators.js';
import type { Validator } from '../../src/api/validator.js';
import { assertComponent, parseExact } from '../support/http/openapi-check.js';

const U64_MAX = 18446744073709551615n;
const I64_MIN = -9223372036854775808n;
const I64_MAX = 9223372036854775807n;

/** The body of a query by ranges, read as the server reads it. */
function ranges(fields: { readonly u64?: string; readonly i64?: string }): unknown {
  const { u64 = '0', i64 = '0' } = fields;
  return parseExact(`{"statsRequired":false,"customQueriesOpt":{
    "payableOpt":{"minAgeS":0,"maxAgeS":0,"minAmountGwei":0,"maxAmountGwei":${u64}},
    "receivableOpt":{"minAgeS":0,"maxAgeS":0,"minAmountGwei":0,"maxAmountGwei":${i64}}}}`);
}

describe('64-bit integers of a request', () => {
  test('are taken up to the last one of their range', () => {
    for (const u64 of ['0', '9007199254740991', '9007199254740993', `${U64_MAX}`]) {
      assert.ok(queryFinancialsBody(ranges({ u64 })), u64);
    }
    for (const i64 of [`${I64_MIN}`, '-1', '0', `${I64_MAX}`]) {
      assert.ok(queryFinancialsBody(ranges({ i64 })), i64);
    }
  });

  test('are refused one beyond their range', () => {
    for (const u64 of ['-1', `${U64_MAX + 1n}`]) {
      assert.equal(queryFinancialsBody(ranges({ u64 })), false, u64);
      assert.equal(
        queryFinancialsBody.errors?.[0]?.instancePath,
        '/customQueriesOpt/payableOpt/maxAmountGwei',
      );
    }
    for (const i64 of [`${I64_MIN - 1n}`, `${I64_MAX + 1n}`]) {
      assert.equal(queryFinancialsBody(ranges({ i64 })), false, i64);
    }
  });

  test('are refused in any other form', () => {
    for (const u64 of [
      '1.5',
      '"5.0"',
      '"+5"',
      '"05"',
      '" 5"',
      '"1e3"',
      '""',
      'true',
      'null',
      '[]',
      '{}',
    ]) {
      assert.equal(queryFinancialsBody(ranges({ u64 })), false, u64);
    }
  });

  test('are refused as doubles that may have been rounded', () => {
    assert.equal(putSetupValueBody({ value: 2 ** 53 }), false);
    assert.equal(putSetupValueBody({ value: 2n ** 53n }), true);
  });

  test('pass exactly where they are in range, whatever their size', () => {
    const around = fc.bigInt({ min: I64_MIN * 4n, max: U64_MAX * 4n });
    fc.assert(
      fc.property(around, fc.boolean(), (value, quoted) => {
        const text = quoted ? `"${value}"` : value.toString();
        const asU64 = queryFinancialsBody(ranges({ u64: text }));
        assert.equal(asU64, value >= 0n && value <= U64_MAX);
        const asI64 = queryFinancialsBody(ranges({ i64: text }));
        assert.equal(asI64, value >= I64_MIN && value <= I64_MAX);
      }),
    );
  });
});

describe('64-bit integers as decimal text', () => {
  const compile = (source: ExactObject, integers: 'number' | 'text'): ValidateFunction => {
    const ajv = new Ajv2020({ allowUnionTypes: true });
    addExactKeywords(ajv);
    return ajv.compile(exactSchema(source, { validators: true, integers }));
  };
  const texts = ['1', `${U64_MAX}`];
  const noTexts = ['0', `${U64_MAX + 1n}`, '-1', '01', '+1', '1.0', '', ' 1', '0x1'];

  test('are taken where the document gives a pattern for them, and then exactly', () => {
    const plain = { type: ['integer', 'null'], format: 'uint64', minimum: 1n } as const;
    const both = { ...plain, type: ['integer', 'string', 'null'], pattern: '^[0-9]+$' } as const;
    const [on, off] = [compile(both, 'number'), compile(plain, 'number')];
    for (const text of texts) {
      assert.ok(on(text), text);
      assert.equal(off(text), false, text);
    }
    for (const text of noTexts) assert.equal(on(text), false, text);
    for (const value of [1, U64_MAX, null]) assert.ok(on(value) && off(value));
  });

  test('are the only form in answers with integers=string', () => {
    const fits = compile({ type: ['integer', 'null'], format: 'uint64', minimum: 1n }, 'text');
    for (const text of texts) assert.ok(fits(text), text);
    for (const value of [...noTexts, 1, U64_MAX]) assert.equal(fits(value), false, String(value));
    assert.ok(fits(null));
  });

  test('are taken for every 64-bit field of a request', () => {
    const taken: readonly (readonly [Validator, unknown])[] = [
      [putSetupValueBody, { value: `${U64_MAX}` }],
      [patchSetupBody, { values: [{ name: 'gas-price', value: `${U64_MAX}` }] }],
      [putConfigurationBody, { value: `${U64_MAX}` }],
      [queryFinancialsBody, ranges({ u64: `"${U64_MAX}"`, i64: `"${I64_MIN}"` })],
      [putExitLocationBody, exits('1000')],
      [applyAndListExitLocationBody, exits('1')],
      [generateWalletsBody, { dbPassword: 'x', seedSpecOpt: { mnemonicPhraseSizeOpt: '24' } }],
    ];
    for (const [validator, body] of taken) {
      assert.ok(validator(body), JSON.stringify(validator.errors));
    }
    for (const priority of ['0', '1001', '01', '+1', '']) {
      assert.equal(putExitLocationBody(exits(priority)), false, priority);
    }
  });
});

function exits(priority: string): unknown {
  return { fallbackRouting: true, exitLocations: [{ countryCodes: ['CZ'], priority }] };
}

describe('64-bit integers of a reply', () => {
  const totals = (unpaid: string, receivable: string): unknown =>
    parseExact(`{"totalUnpaidAndPendingPayableGwei":${unpaid},"totalPaidPayableGwei":0,
      "totalUnpaidReceivableGwei":${receivable},"totalPaidReceivableGwei":0}`);

  test('fit up to the last one of their range and no further', () => {
    assertComponent('FinancialTotals', totals(`${U64_MAX}`, `${I64_MIN}`));
    assert.throws(() => assertComponent('FinancialTotals', totals(`${U64_MAX + 1n}`, '0')));
    assert.throws(() => assertComponent('FinancialTotals', totals('0', `${I64_MIN - 1n}`)));
    assert.throws(() => assertComponent('FinancialTotals', totals('0', `"${I64_MAX}"`)));
  });
});
