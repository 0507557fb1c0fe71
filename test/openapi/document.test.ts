import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { opcodes } from '../../src/protocol/opcodes.js';
import { problemCodes, problemRow } from '../../src/problems/problem-table.js';
import type { Validator } from '../../src/api/validator.js';
import * as validators from '../../src/generated/validators.js';
import {
  asList,
  asObject,
  asString,
  isObject,
  readDocument,
  resolve,
} from '../../scripts/openapi-document.js';
import type { DocumentedOperation, ExactObject } from '../../scripts/openapi-document.js';
import { unusedComponents } from '../../scripts/request-schemas.js';
import {
  assertComponent,
  assertFits,
  assertResponse,
  documentedOperations,
  parseExact,
  problemStatuses,
} from '../support/openapi-check.js';
import { writeJson } from '../../src/protocol/json-text.js';
import type { JsonValue } from '../../src/protocol/json-text.js';

const document = readDocument();
const jsonText = (value: unknown): string => writeJson(value as JsonValue);
const operations = documentedOperations();

/** Raised for routes and features that the document does not promise yet, or for methods that no operation has. */
const outsideOperations = ['method-not-allowed', 'request-timeout', 'headers-too-large'];

interface Example {
  readonly where: string;
  readonly value: unknown;
}

function examplesOf(where: string, media: ExactObject): readonly Example[] {
  const named = media.examples === undefined ? {} : asObject(media.examples);
  return [
    ...(media.example === undefined ? [] : [{ where, value: parseExact(jsonText(media.example)) }]),
    ...Object.entries(named).map(([name, example]) => ({
      where: `${where} ${name}`,
      value: parseExact(jsonText(asObject(example).value)),
    })),
  ];
}

function responsesOf({
  operation,
}: DocumentedOperation): readonly (readonly [string, ExactObject])[] {
  return Object.entries(asObject(operation.responses)).map(([status, response]) => [
    status,
    resolve(document, response),
  ]);
}

function codesOf(response: ExactObject): readonly string[] {
  const media = asObject(response.content)['application/problem+json'];
  if (media === undefined) return [];
  return asList(asObject(asObject(media).schema).allOf).flatMap((part) => {
    const properties = asObject(part).properties;
    if (!isObject(properties) || !isObject(properties.code)) return [];
    return asList(properties.code.enum).map(asString);
  });
}

describe('openapi.yaml', () => {
  test('has an operation for every opcode that the gateway may write', () => {
    const asked = new Set(operations.map(({ operation }) => operation['x-opcode']));
    assert.deepEqual(
      Object.keys(opcodes).filter((opcode) => !asked.has(opcode)),
      [],
    );
  });

  test('says of every operation what access it needs, its tag and its summary', () => {
    for (const { operationId, operation } of operations) {
      const access = asString(operation['x-access']);
      assert.ok(['open', 'read', 'secret', 'write'].includes(access), operationId);
      assert.equal(asList(operation.tags).length, 1, operationId);
      assert.ok(asString(operation.summary).length > 0, operationId);
    }
  });

  test('leaves no component unused', () => {
    assert.deepEqual(unusedComponents(document), []);
    const components = asObject(document.components);
    const schemas = { ...asObject(components.schemas), Nobody: { type: 'object' } };
    const withOne = { ...document, components: { ...components, schemas } };
    assert.deepEqual(unusedComponents(withOne), ['#/components/schemas/Nobody']);
  });

  test('has an example of every body, and all fit their schemas', () => {
    for (const { operationId, operation } of operations) {
      if (operation.requestBody === undefined) continue;
      const content = asObject(resolve(document, operation.requestBody).content);
      for (const [mediaType, media] of Object.entries(content)) {
        const where = `${operationId} ${mediaType}`;
        const examples = examplesOf(where, asObject(media));
        assert.ok(examples.length > 0, `${where} has no example`);
        for (const { where: place, value } of examples) {
          assertFits(where, asObject(asObject(media).schema), value, place);
        }
      }
    }
  });

  test('has an example of every answer, and all fit their schemas', () => {
    for (const each of operations) {
      for (const [status, response] of responsesOf(each)) {
        for (const [mediaType, media] of Object.entries(asObject(response.content))) {
          const where = `${each.operationId} ${status} ${mediaType}`;
          const examples = examplesOf(where, asObject(media));
          assert.ok(examples.length > 0, `${where} has no example`);
          for (const { value } of examples) {
            const text = mediaType.includes('json') ? jsonText(value) : String(value);
            assertResponse(each.operationId, Number(status), mediaType, text);
          }
        }
      }
    }
  });

  test('examples of bodies pass the generated validators', () => {
    const generated = validators as Readonly<Record<string, (data: unknown) => boolean>>;
    for (const { operationId, operation } of operations) {
      if (operation.requestBody === undefined) continue;
      const content = asObject(resolve(document, operation.requestBody).content);
      for (const [mediaType, media] of Object.entries(content)) {
        const suffix = mediaType.includes('merge-patch') ? 'MergePatchBody' : 'Body';
        const validate = generated[`${operationId}${suffix}`]!;
        for (const { where, value } of examplesOf(operationId, asObject(media))) {
          assert.ok(validate(value), where);
        }
      }
    }
  });

  test('closes every request body, so that unknown keys are refused', () => {
    const generated = validators as Readonly<Record<string, Validator>>;
    const bodies = Object.keys(generated).filter((name) => name.endsWith('Body'));
    assert.ok(bodies.length >= 16);
    for (const name of bodies.filter((each) => !each.includes('MergePatch'))) {
      const validate = generated[name]!;
      assert.equal(validate({ surprise: 1 }), false, name);
      const keywords = (validate.errors ?? []).map(({ keyword }) => keyword);
      assert.ok(keywords.includes('additionalProperties'), name);
    }
  });

  test('leaves replies of peers open for fields to come, and the gateway’s own documents closed', () => {
    assertComponent('PasswordMatch', { matches: true, later: 1 });
    assert.throws(() => assertComponent('Gap', { reason: 'link' }));
    assert.throws(() => assertComponent('Liveness', { alive: true, later: 1 }));
  });
});

describe('problem codes', () => {
  const statuses = problemStatuses();
  const documented = new Map<string, Set<number>>();
  for (const each of operations) {
    for (const [status, response] of responsesOf(each)) {
      if (response.content === undefined) continue;
      for (const code of codesOf(response)) {
        documented.set(code, (documented.get(code) ?? new Set()).add(Number(status)));
      }
    }
  }

  test('stand in the table of the document exactly as in its enumeration', () => {
    const schema = resolve(document, { $ref: '#/components/schemas/ProblemCode' });
    assert.deepEqual([...statuses.keys()].sort(), asList(schema.enum).map(asString).sort());
  });

  test('are those of the gateway, with the same statuses', () => {
    assert.deepEqual([...statuses.keys()].sort(), [...problemCodes].sort());
    for (const code of problemCodes)
      assert.equal(statuses.get(code), problemRow(code).status, code);
  });

  test('are each documented as an answer of some operation, under their own status only', () => {
    const expected = [...statuses.keys()].filter((code) => !outsideOperations.includes(code));
    assert.deepEqual([...documented.keys()].sort(), expected.sort());
    for (const [code, found] of documented)
      assert.deepEqual([...found], [statuses.get(code)], code);
  });

  test('stand in examples with the type, the status and the exact peer code that belong to them', () => {
    for (const response of Object.values(asObject(asObject(document.components).responses))) {
      const media = asObject(asObject(response).content)['application/problem+json'];
      if (media === undefined) continue;
      for (const { where, value } of examplesOf('', asObject(media))) {
        const problem = value as Readonly<Record<string, unknown>>;
        assert.equal(problem.type, `/problems/${String(problem.code)}`, where);
        assert.equal(problem.status, statuses.get(String(problem.code)), String(problem.code));
        if (typeof problem.peerCode !== 'string') continue;
        const hex = BigInt(problem.peerCode).toString(16).toUpperCase().padStart(16, '0');
        assert.equal(String(problem.peerCodeHex).replaceAll('_', ''), hex);
      }
    }
  });
});
