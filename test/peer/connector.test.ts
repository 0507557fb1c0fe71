import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Connector } from '../../src/peer/links/connector.js';
import type { OpeningListener } from '../../src/peer/links/transport.js';
import { peerTimings } from '../../src/peer/timings.js';

const PORT = 5333;

test('the pause after a failed attempt is shorter by what the attempt took', (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  let nowMs = 0;
  const attempts: OpeningListener[] = [];
  const connector = new Connector({
    openTransport: (_port, listener) => {
      attempts.push(listener);
      return () => undefined;
    },
    timings: peerTimings,
    random: () => 0.999,
    now: () => nowMs,
    onOpen: () => undefined,
    onFailed: (port) => connector.connectLater(port),
  });
  connector.connect(PORT);
  for (let refusals = 1; refusals <= 8; refusals++) {
    attempts.at(-1)?.onFailed('refused');
    mock.timers.tick(peerTimings.backoffMostMs);
    assert.equal(attempts.length, refusals + 1);
  }
  nowMs += peerTimings.handshakeLimitMs;
  attempts.at(-1)?.onFailed('timed-out');
  mock.timers.tick(0);
  assert.equal(attempts.length, 10, 'due at once');
  attempts.at(-1)?.onFailed('refused');
  mock.timers.tick(peerTimings.backoffMostMs / 2);
  assert.equal(attempts.length, 10, 'made up for once only');
  connector.stop();
});
