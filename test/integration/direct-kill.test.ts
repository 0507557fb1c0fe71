/** The difference that the gateway makes: the same reads and password checks, asked directly and through it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { demoSetup } from '../../src/simulator/demo-data.js';
import { createSimulator } from '../../src/simulator/simulator.js';
import { killNodeDirectly } from '../support/load/direct-kill.js';
import { readThroughGateway } from '../support/load/gateway-reads.js';
import { openGateway } from '../support/http/gateway-under-test.js';

const LIMIT_MS = 10_000;
const SECONDS = 3;

describe('32 readers and a password check at a time', () => {
  test('kill a simulated Node that is asked directly', async (t) => {
    const simulator = createSimulator({ setup: demoSetup(), keyDerivationMs: 10 });
    t.after(() => simulator.close());
    await simulator.start();
    const { dead } = await killNodeDirectly(await simulator.startNodeByHand(), LIMIT_MS);
    assert.ok(dead);
    assert.match(simulator.deaths[0]?.reason ?? '', /recipient #4 has died/);
  });

  test('leave it alive, and half of its mailbox free, where a gateway stands between', async (t) => {
    const simulator = createSimulator({ setup: demoSetup(), keyDerivationMs: 10 });
    const { daemonPort } = await simulator.start();
    const gateway = await openGateway(daemonPort, { logLevel: 'silent' });
    t.after(async () => {
      await gateway.close();
      await simulator.close();
    });
    await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
    await gateway.ask('POST /v1/node/start');
    assert.ok((await readThroughGateway(gateway.url, SECONDS)) > 100);
    assert.deepEqual(simulator.deaths, []);
    assert.ok(simulator.mailboxHighWater.configurator <= 8);
  });
});
