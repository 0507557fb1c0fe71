import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import request from 'supertest';
import type { OperationFacts } from '../../src/api/operation.js';
import { handledOperations as operations } from '../support/http/test-app.js';
import { documentedOperations } from '../support/http/openapi-check.js';
import { testApp } from '../support/http/test-app.js';

const parameters: Readonly<Record<string, string>> = { name: 'min-hops', code: 'no-daemon' };

/** A body that the operation takes: the first example of the document. */
function exampleOf({ operationId }: OperationFacts): object {
  const { operation } = documentedOperations().find((each) => each.operationId === operationId)!;
  const body = operation.requestBody as unknown as
    | {
        readonly content?: Record<
          string,
          { example?: object; examples?: Record<string, { value: object }> }
        >;
      }
    | undefined;
  const media = body?.content?.['application/json'];
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value ?? {};
  return JSON.parse(
    JSON.stringify(example, (_key, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    ),
  ) as object;
}

const pathOf = ({ path }: OperationFacts): string =>
  path.replace(/\{(\w+)\}/g, (_all, name: string) => parameters[name] ?? name);

async function ask(operation: OperationFacts): Promise<request.Response> {
  const { app, peers } = testApp({ allowCrash: true });
  for (const opcode of ['checkPassword', 'walletAddresses', 'generateWallets', 'changePassword']) {
    peers.replies.set(opcode, '{}');
  }
  for (const method of ['queryConfiguration', 'changeSetup', 'startNode', 'restartNode']) {
    peers.replies.set(method, '{}');
  }
  const method = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = request(app)[method](pathOf(operation)).set('X-Request-Id', 'mine');
  return method === 'get' ? asked : asked.send(exampleOf(operation));
}

describe('every route', () => {
  for (const operation of operations.filter(({ operationId }) => operationId !== 'streamEvents')) {
    const { operationId, access, method } = operation;
    test(`${operationId} names its answer, and lets nobody keep what it must not`, async () => {
      const response = await ask(operation);
      assert.ok(response.status !== 400 && response.status !== 500, response.text);
      assert.equal(response.headers['x-request-id'], 'mine');
      assert.equal(response.headers['x-content-type-options'], 'nosniff');
      if (access === 's' || access === 'w' || response.status >= 400) {
        assert.equal(response.headers['cache-control'], 'no-store');
      }
    });
    test(`${operationId} answers OPTIONS and a wrong method with what the path has`, async () => {
      const { app, peers } = testApp();
      const options = await request(app).options(pathOf(operation));
      assert.equal(options.status, 204);
      const allow = (options.headers.allow ?? '').split(', ');
      assert.ok(allow.includes(method) && allow.includes('OPTIONS'), allow.join());
      assert.equal(allow.includes('HEAD'), allow.includes('GET'));
      const wrong = await request(app).trace(pathOf(operation));
      assert.equal(wrong.status, 405);
      assert.equal(wrong.headers.allow, options.headers.allow);
      assert.equal(wrong.headers['x-request-id']?.length, 36);
      assert.equal(peers.asked.length, 0);
    });
    if (!operation.acceptsAll) {
      test(`${operationId} is 406 for who wants something else, before anybody is asked`, async () => {
        const { app, peers } = testApp();
        const asked = request(app)[method.toLowerCase() as 'get'](pathOf(operation));
        const response = await asked.set('Accept', 'audio/mpeg');
        assert.equal(response.status, 406);
        assert.ok(response.text.includes(operation.produces[0] ?? ''), response.text);
        assert.equal(peers.asked.length, 0);
      });
    }
  }
});
