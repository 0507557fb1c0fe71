import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  readCrashed,
  readMatches,
  readNeighborhoodMode,
  readStage,
  readStartReply,
} from '../../src/protocol/replies.js';

test('a start reply tells process and port, or is none', () => {
  assert.deepEqual(readStartReply('{"newProcessId":4711,"redirectUiPort":32768}'), {
    newProcessId: 4711,
    redirectUiPort: 32768,
  });
  for (const text of [
    '{}',
    '{"newProcessId":4711}',
    '{"newProcessId":1,"redirectUiPort":0}',
    '{"newProcessId":1,"redirectUiPort":65536}',
    '{"newProcessId":-1,"redirectUiPort":1}',
    '{"newProcessId":4294967296,"redirectUiPort":1}',
    'x',
  ]) {
    assert.equal(readStartReply(text), undefined, text);
  }
});

test('a crashed broadcast tells process and kind of reason, bare or tagged', () => {
  const kinds = [
    ['"NoInformation"', 'NoInformation'],
    ['"DaemonCrashed"', 'DaemonCrashed'],
    ['{"Unrecognized":""}', 'Unrecognized'],
    ['{"ChildWaitFailure":"x"}', 'ChildWaitFailure'],
    ['"Unrecognized"', 'other'],
    ['{"NoInformation":null}', 'other'],
    ['null', 'other'],
  ] as const;
  for (const [token, reason] of kinds) {
    assert.deepEqual(readCrashed(`{"processId":4711,"crashReason":${token}}`), {
      processId: 4711,
      reason,
    });
  }
  assert.deepEqual(readCrashed('{"processId":0}'), { processId: 0, reason: 'other' });
  assert.equal(readCrashed('{"crashReason":"NoInformation"}'), undefined);
});

test('stage, mode, matches and running are read, and nothing is made up', () => {
  assert.equal(readStage('{"stage":"RouteFound"}'), 'RouteFound');
  assert.equal(readStage('{"stage":"routeFound"}'), undefined);
  assert.equal(
    readNeighborhoodMode('{"gasPrice":18446744073709551615,"neighborhoodMode":"zero-hop"}'),
    'zero-hop',
  );
  assert.equal(readNeighborhoodMode('{"neighborhoodMode":null}'), undefined);
  assert.deepEqual(
    [
      readMatches('{"matches":true}'),
      readMatches('{"matches":false}'),
      readMatches('{"matches":"true"}'),
    ],
    [true, false, undefined],
  );
});
