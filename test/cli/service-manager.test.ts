import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inheritedSockets, tellReady } from '../../src/cli/serving/service-manager.js';

const sockets = (environment: Record<string, string>, processId?: number): readonly number[] =>
  inheritedSockets({ environment, ...(processId === undefined ? {} : { processId }) });

test('sockets are taken over only by the process that they are for', () => {
  assert.deepEqual(sockets({ LISTEN_PID: '42', LISTEN_FDS: '2' }, 42), [3, 4]);
  assert.deepEqual(sockets({ LISTEN_PID: '42', LISTEN_FDS: '2' }, 43), []);
  assert.deepEqual(sockets({ LISTEN_PID: '42', LISTEN_FDS: '2' }), []);
  assert.deepEqual(sockets({ LISTEN_PID: '42', LISTEN_FDS: 'many' }, 42), []);
  assert.deepEqual(sockets({}, 42), []);
});

test('without a service manager nobody is told of readiness', async () => {
  await tellReady({});
});
