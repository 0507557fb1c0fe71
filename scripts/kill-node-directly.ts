/**
 * WHY THERE IS A GATEWAY: `tsx scripts/kill-node-directly.ts [--port N]` kills a MASQ Node within a second with nothing but
 * polite, well-formed reads, the kind that any dashboard asks. By default it makes a simulated Node of its own, kills that, then
 * puts a gateway before another one and shows that it lives under the same load. `--port N` aims at a Node's UI port on 127.0.0.1 instead, and
 * really kills it: money may be on its way, so use a Node that is there to be killed.
 */
import { parseArgs } from 'node:util';
import { createSimulator } from '../src/simulator/simulator.js';
import { demoSetup } from '../src/simulator/demo-data.js';
import { openGateway } from '../test/support/http/gateway-under-test.js';
import { killNodeDirectly } from '../test/support/load/direct-kill.js';
import { readThroughGateway } from '../test/support/load/gateway-reads.js';

const LIMIT_MS = 10_000;
const GATEWAY_SECONDS = 5;

const { values } = parseArgs({ options: { port: { type: 'string' } } });
if (values.port === undefined) await showTheDifference();
else await kill(Number(values.port), 'the Node');

async function kill(port: number, what: string): Promise<void> {
  console.log(
    `Without a gateway: 32 readers and a password check straight at ${what}, port ${port}.`,
  );
  const { dead, tookMs, written } = await killNodeDirectly(port, LIMIT_MS);
  const end = dead ? 'is DEAD' : 'lives';
  console.log(`After ${tookMs.toFixed(0)} ms and ${written} messages ${what} ${end}.`);
}

async function showTheDifference(): Promise<void> {
  const simulator = createSimulator({ setup: demoSetup(), keyDerivationMs: 10 });
  const { daemonPort } = await simulator.start();
  await kill(await simulator.startNodeByHand(), 'a simulated Node');
  const gateway = await openGateway(daemonPort, { logLevel: 'silent' });
  await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
  await gateway.ask('POST /v1/node/start');
  console.log('Through the gateway, shipped settings: the same readers and password check.');
  const answers = await readThroughGateway(gateway.url, GATEWAY_SECONDS);
  const end = simulator.nodePort === undefined ? 'is DEAD' : 'LIVES';
  console.log(`After ${GATEWAY_SECONDS} s and ${answers} answers a simulated Node ${end}.`);
  await gateway.close();
  await simulator.close();
}
