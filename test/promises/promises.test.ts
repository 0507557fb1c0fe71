/** docs/versioning.md, held: nothing that was promised goes away in a version that may not break. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  mayBreak,
  packageVersion,
  presentDemands,
  presentPromises,
  readRecord,
  takenBack,
} from '../../scripts/promises.js';

const record = readRecord();
const present = presentPromises();

describe('promises of earlier versions', () => {
  for (const [kind, lines] of Object.entries(record.promises)) {
    test(`are kept: ${kind}`, () => {
      assert.ok(lines.length > 0, 'nothing is promised');
      const gone = takenBack({ [kind]: lines }, present);
      assert.deepEqual(
        gone,
        [],
        'Removed or renamed what others rely on. Keep the old name beside the new one; only a version that may break ' +
          'takes it back: docs/versioning.md tells how. Then: tsx scripts/promises.ts',
      );
    });
  }

  test('ask nothing more of a request than before', () => {
    const promised = new Set(record.promises['routes']?.map((line) => line.split(' ')[2]));
    const more = presentDemands().filter(
      (line) => promised.has(line.split(' ')[0]) && !record.demands.includes(line),
    );
    assert.deepEqual(more, [], 'What was optional is required now: give it a default.');
  });

  test('are recorded for the version in package.json', () => {
    assert.equal(
      record.version,
      packageVersion(),
      'A new version promises what it adds: run `tsx scripts/promises.ts` and commit the record.',
    );
  });
});

describe('the record', () => {
  test('tells what went away, not what came', () => {
    const before = { routes: ['GET /a', 'GET /b'], settings: ['x'] };
    assert.deepEqual(takenBack(before, { routes: ['GET /b', 'GET /c'] }), [
      'routes: GET /a',
      'settings: x',
    ]);
    assert.deepEqual(takenBack(before, { ...before, metrics: ['new'] }), []);
  });

  test('may lose something with a new major version, before 1.0.0 with a new minor one', () => {
    assert.equal(mayBreak('0.1.0', '0.1.9'), false);
    assert.equal(mayBreak('0.1.0', '0.2.0'), true);
    assert.equal(mayBreak('0.9.0', '1.0.0'), true);
    assert.equal(mayBreak('1.2.3', '1.9.0'), false);
    assert.equal(mayBreak('1.9.0', '2.0.0'), true);
    assert.equal(mayBreak('2.0.0', '1.0.0'), false);
  });

  test('holds what users of each kind lean on', () => {
    const has = (kind: string, line: string): void =>
      assert.ok(present[kind]?.includes(line), `${kind}: ${line}`);
    has('routes', 'GET /v1/status getStatus');
    has('fields', 'Status.overallCode always');
    has('problems', 'setup-frozen 409');
    has('events', 'gateway.gap');
    has('metrics', 'masq_gateway_node_state{state="running"}');
    has('exitCodes', 'check critical 2');
    has('settings', 'daemonPort --daemon-port MASQ_GATEWAY_DAEMON_PORT');
    has('commands', 'check --require');
  });
});
