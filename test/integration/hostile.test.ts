/** A few thousand hostile requests; many more by `npm run hostile -- --requests 100000`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentedOperations } from '../support/http/openapi-check.js';
import { runHostile } from '../support/hostile/hostile-run.js';

const REQUESTS = 4_000;

test(`${REQUESTS} hostile requests over every route: no frame that harms, no death, every answer documented`, async (t) => {
  const seed = Math.floor(Math.random() * 1_000_000);
  const report = await runHostile({ requests: REQUESTS, seed });
  const { configurator } = report.mailboxMost;
  t.diagnostic(
    `seed ${seed}: ${report.framesJudged} frames reached a peer, at most ${configurator} waited in the Configurator`,
  );
  assert.equal(report.requests, REQUESTS);
  assert.ok(report.framesJudged > REQUESTS / 20, 'the requests hardly reach the peers any more');
  const left = documentedOperations()
    .map(({ operationId }) => operationId)
    .filter((operationId) => !report.operations.has(operationId));
  assert.deepEqual(left, [], 'operations that no request was made for');
});
