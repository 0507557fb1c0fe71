import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { handledOperations as operations } from '../support/http/test-app.js';
import type { BodyOf, QueryOf } from '../../src/api/operation.js';
import type { Handlers } from '../../src/http/operations/handlers.js';
import { problemCodes, problemRow } from '../../src/problems/problem-table.js';

interface Described {
  readonly operationId: string;
  readonly 'x-access'?: string;
  readonly 'x-unknown-query'?: string;
  readonly parameters?: readonly {
    readonly name?: string;
    readonly in?: string;
    readonly $ref?: string;
  }[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: {
      readonly ProblemCode: { readonly enum: readonly string[]; readonly description: string };
    };
    readonly parameters: Readonly<Record<string, { readonly name: string; readonly in: string }>>;
  };
}

const file = new URL('../../src/generated/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;

const accessWords = { open: 'open', r: 'read', s: 'secret', w: 'write' } as const;

test('the routes are exactly those of openapi.yaml, with the same access', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'parameters')
      .map(([method, { operationId, ...rest }]) =>
        [method, path, operationId, rest['x-access']].join(' '),
      ),
  );
  const served = operations.map(({ method, path, operationId, access }) =>
    [method.toLowerCase(), path, operationId, accessWords[access]].join(' '),
  );
  // The documentation page is served by files, not by an operation.
  assert.deepEqual([...served, 'get /docs getDocs open'].sort(), described.sort());
});

test('the query parameters are exactly those of openapi.yaml', () => {
  const byId = new Map(
    Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((each) => [each.operationId, each] as const),
    ),
  );
  for (const operation of operations) {
    const described = (byId.get(operation.operationId)?.parameters ?? [])
      .map(({ $ref, ...own }) =>
        $ref === undefined ? own : document.components.parameters[$ref.split('/').at(-1) ?? '']!,
      )
      .filter((parameter) => parameter.in === 'query')
      .map(({ name }) => name);
    // The envelope comes with its own description later; its schema refuses it until then.
    const known = Object.keys(operation.query.kinds).filter(
      (name) => name !== 'envelope' || described.includes(name),
    );
    assert.deepEqual(known.sort(), described.sort(), operation.operationId);
    const ignores = byId.get(operation.operationId)?.['x-unknown-query'] === 'ignored';
    assert.equal(operation.query.unknown === 'ignored', ignores, operation.operationId);
  }
});

test('the problem codes are exactly those of openapi.yaml, with the same statuses', () => {
  const { enum: codes, description } = document.components.schemas.ProblemCode;
  assert.deepEqual([...problemCodes].sort(), [...codes].sort());
  for (const code of problemCodes) {
    assert.match(
      description,
      new RegExp(`\\| ${problemRow(code).status} \\| \`${code}\` \\|`),
      code,
    );
  }
});

test('only plain readings may be shared or asked for with the read access', () => {
  for (const { access, method, operationId } of operations) {
    if (access === 'r')
      assert.ok(method === 'GET' || operationId === 'queryFinancials', operationId);
  }
});

// For the type check alone: each line is an error, or the type check fails.
declare const handlers: Handlers;
export const typeFaults = (): readonly unknown[] => {
  const others: Omit<Handlers, 'getStatus'> = handlers;
  // @ts-expect-error an operation without a handler
  const missing: Handlers = others;
  // @ts-expect-error a handler without an operation
  const surplus = { ...handlers, getNothing: handlers.getStatus } satisfies Handlers;
  // @ts-expect-error a member that the body does not have
  const member: keyof BodyOf<'startScan'>['value'] = 'scanTyp';
  // @ts-expect-error a parameter that the query does not have
  const parameter: keyof QueryOf<'startNode'> = 'ensrue';
  return [missing, surplus, member, parameter];
};
