import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  assertEvent,
  assertProblem,
  assertResponse,
  documentedOperations,
} from '../support/http/openapi-check.js';

const problem = {
  type: '/problems/method-not-allowed',
  title: 'The route has no such method',
  status: 405,
  detail: 'This route has GET.',
  instance: 'urn:uuid:2c5d8e1f-4a7b-4c3d-9e0f-5a6b7c8d9e0f',
  code: 'method-not-allowed',
  requestId: 'a-1',
  hop: 'gateway',
  outcome: 'not-sent',
};

describe('assertResponse', () => {
  test('gives back an answer that is documented, exact', () => {
    const text = '{"nodeDescriptorOpt":null,"later":18446744073709551615}\n';
    assert.deepEqual(
      assertResponse('getDescriptor', 200, 'application/json; charset=utf-8', text),
      {
        nodeDescriptorOpt: null,
        later: 18446744073709551615n,
      },
    );
  });

  test('fails on a status, a media type or an operation that is not documented', () => {
    const json = 'application/json';
    assert.throws(() => assertResponse('getDescriptor', 204, json, '{}'), /not documented/);
    assert.throws(() => assertResponse('getDescriptor', 200, 'text/plain', 'x'), /not documented/);
    assert.throws(() => assertResponse('getNothing', 200, json, '{}'), /no operation/);
  });

  test('fails on a body with a missing, a wrong or in our own documents an unknown field', () => {
    const json = 'application/json';
    assert.throws(() => assertResponse('getDescriptor', 200, json, '{}'));
    assert.throws(() => assertResponse('getDescriptor', 200, json, '{"nodeDescriptorOpt":1}'));
    assert.throws(() => assertResponse('getLivez', 200, json, '{"alive":true,"more":1}'));
    assert.throws(() => assertResponse('getStatus', 200, json, '{}'));
  });

  test('fails on a problem with a code that the operation does not have', () => {
    const type = 'application/problem+json';
    const found = { ...problem, code: 'not-found', type: '/problems/not-found', status: 404 };
    assertResponse('getProblem', 404, type, JSON.stringify(found));
    const other = { ...found, code: 'no-daemon' };
    assert.throws(() => assertResponse('getProblem', 404, type, JSON.stringify(other)));
    const status = { ...found, status: 400 };
    assert.throws(() => assertResponse('getProblem', 404, type, JSON.stringify(status)));
  });
});

describe('assertProblem', () => {
  const type = 'application/problem+json';

  test('takes a problem of any path, and holds its code to its status', () => {
    assertProblem(405, type, JSON.stringify(problem));
    const wrong = { ...problem, status: 404 };
    assert.throws(() => assertProblem(404, type, JSON.stringify(wrong)), /another status/);
    const more = { ...problem, stack: 'at …' };
    assert.throws(() => assertProblem(405, type, JSON.stringify(more)));
  });
});

describe('assertEvent', () => {
  test('takes what the peers broadcast', () => {
    assertEvent('logBroadcast', '{"msg":"hello","logLevel":"Info"}');
    assertEvent('connectionChange', '{"stage":"RouteFound"}');
    assertEvent('newPassword', '{}');
    assertEvent('crashed', '{"processId":1,"crashReason":"NoInformation"}');
    assertEvent('crashed', '{"processId":1,"crashReason":{"Unrecognized":""}}');
    assertEvent('somethingNew', '{"any":["thing"]}');
  });

  test('takes what the gateway tells', () => {
    assertEvent('gateway.gap', '{"reason":"link","hop":"node","class":null,"from":null,"to":null}');
    assertEvent('gateway.heartbeat', '{}');
    assertEvent('gateway.scan', '{"scanType":"Payables","result":"failed","outcome":"unknown"}');
  });

  test('fails on a payload that does not fit its opcode', () => {
    assert.throws(() => assertEvent('logBroadcast', '{"msg":"hello","logLevel":"Debug"}'));
    assert.throws(() => assertEvent('crashed', '{"processId":1,"crashReason":"Bored"}'));
    assert.throws(() => assertEvent('gateway.gap', '{"reason":"link"}'));
    assert.throws(() => assertEvent('gateway.heartbeat', '{"at":1}'));
    assert.throws(() => assertEvent('gateway.state', '{}'));
    assert.throws(() => assertEvent('somethingNew', '[]'));
  });
});

describe('documentedOperations', () => {
  test('gives each operation with its method and path', () => {
    const found = documentedOperations().find(({ operationId }) => operationId === 'patchSetup');
    assert.equal(found?.method, 'PATCH');
    assert.equal(found.path, '/v1/setup');
  });
});
