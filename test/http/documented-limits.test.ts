import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseConfig } from '../../src/config.js';
import { DEFAULT_STREAM_LIMITS } from '../../src/events/event-streams.js';
import { MAX_HEADERS } from '../../src/http/app.js';
import { MAX_PIPELINED_REQUESTS } from '../../src/http/listening/connection.js';
import { MAX_BODY_DEPTH } from '../../src/http/requests/json-reader.js';
import { MAX_BODY_BYTES } from '../../src/http/requests/request-body.js';
import { DEFAULT_SERVER_LIMITS } from '../../src/http/listening/server.js';
import { DAEMON_QUEUE_PLACES } from '../../src/peer/daemon/daemon-queue.js';
import { QUEUE_PLACES } from '../../src/peer/node/pacing-state.js';
import { peerTimings } from '../../src/peer/timings.js';

const text = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');
const KIB = 1024;

function valueOf(bound: string): string {
  const row = text.split('\n').find((line) => line.startsWith(`| ${bound}`));
  return row?.split('|')[2]?.trim() ?? `no row "${bound}"`;
}

test('SECURITY.md names the limits of clients as they are', async () => {
  const limits = DEFAULT_SERVER_LIMITS;
  const { maxStreams } = await parseConfig({});
  assert.equal(valueOf('connections'), `${limits.maxConnections} on each address`);
  assert.equal(valueOf('time for the headers'), `${limits.headersTimeoutMs / 1000} s`);
  assert.equal(valueOf('time for a whole request'), `${limits.requestTimeoutMs / 1000} s`);
  assert.equal(valueOf('idle connection'), `${limits.keepAliveTimeoutMs / 1000} s`);
  const headers = `${limits.maxHeaderBytes / KIB} KiB, ${MAX_HEADERS} headers`;
  assert.equal(valueOf('request line and headers'), headers);
  assert.equal(valueOf('body'), `${MAX_BODY_BYTES / KIB / KIB} MiB, not compressed`);
  assert.equal(valueOf('nesting'), `${MAX_BODY_DEPTH} levels`);
  assert.equal(valueOf('requests open at once'), String(MAX_PIPELINED_REQUESTS));
  const untaken = `${limits.answerTakenMs / 1000} s without a byte taken`;
  assert.equal(valueOf('answer that'), untaken);
  assert.equal(valueOf('event streams'), `${maxStreams}, setting \`maxStreams\``);
  const { cutOffBytes } = DEFAULT_STREAM_LIMITS;
  assert.equal(valueOf('event stream that'), `${cutOffBytes / KIB / KIB} MiB`);
  assert.equal(QUEUE_PLACES, DAEMON_QUEUE_PLACES);
  assert.equal(valueOf('requests waiting'), `${QUEUE_PLACES} for each`);
});

test('SECURITY.md names the times of peers as they are', () => {
  const { closeLimitMs, closeRestartMs, probeLaterMs } = peerTimings;
  const { firstFenceRetryMs, firstFenceRetryMostMs } = peerTimings;
  for (const words of [
    `given up after ${closeLimitMs / 1000} s`,
    `ends within ${closeRestartMs / 1000} s`,
    `${firstFenceRetryMs / 1000}, 4, 8 … ${firstFenceRetryMostMs / 1000} s`,
    `noticed within ${probeLaterMs / 1000} s`,
  ]) {
    assert.ok(text.includes(words), words);
  }
});
