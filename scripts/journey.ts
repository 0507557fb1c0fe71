/**
 * Counts what one warm request touches: `tsx scripts/journey.ts [FILTER]` runs a gateway in this process and a simulator in another, and prints
 * for a few requests how many files of src/, functions and calls one answer takes (precise coverage of V8). With `--list` each function, too.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Session } from 'node:inspector/promises';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { parseConfig } from '../src/config.js';
import { createGateway } from '../src/gateway.js';
import { createSimulator } from '../src/simulator/simulator.js';

const SIMULATOR = '--simulator';
const source = join(import.meta.dirname, '..', 'src');
const WARM_UPS = 20;
/** After this a stored reading is stale, and what a request leaves to the event loop is done. */
const PAUSE_MS = 1_100;

interface Journey {
  readonly name: string;
  readonly path: string;
  readonly init?: RequestInit;
  /** True if the request before must be long enough ago. */
  readonly isPaused?: boolean;
}

const change = { 'content-type': 'application/json' };
const journeys: readonly Journey[] = [
  { name: 'GET descriptor, cached', path: '/v1/node/descriptor' },
  { name: 'GET descriptor, uncached', path: '/v1/node/descriptor', isPaused: true },
  { name: 'GET status', path: '/v1/status' },
  {
    name: 'PUT setup/gas-price',
    path: '/v1/setup/gas-price',
    init: { method: 'PUT', headers: change, body: '{"value":"5"}' },
  },
];

if (process.argv.includes(SIMULATOR)) await simulate();
else await measure();

async function simulate(): Promise<void> {
  const simulator = createSimulator({ setup: { 'neighborhood-mode': 'zero-hop' } });
  process.send?.((await simulator.start()).daemonPort);
  process.once('disconnect', () => void simulator.close());
}

async function measure(): Promise<void> {
  const simulator = fork(import.meta.filename, [SIMULATOR]);
  const [daemonPort] = (await once(simulator, 'message')) as [number];
  const config = await parseConfig({ flags: { daemonPort, port: 0, listen: ['127.0.0.1'] } });
  const gateway = createGateway(config, { logger: pino({ level: 'silent' }) });
  const [url = ''] = await gateway.start();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const filter = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';
  try {
    await fetch(`${url}/readyz?require=daemon&wait=10`);
    // The setup is frozen while a Node runs: changes first.
    const chosen = journeys.filter(({ name }) => name.includes(filter)).reverse();
    for (const journey of chosen) {
      if (journey.path.startsWith('/v1/node/') && gateway.hops().node.state !== 'running') {
        await fetch(`${url}/v1/node/start?ensure=true`, { method: 'POST' });
        await fetch(`${url}/readyz?require=node&wait=10`);
      }
      await travel(session, url, journey);
    }
  } finally {
    session.disconnect();
    await gateway.close();
    simulator.disconnect();
  }
}

async function travel(session: Session, url: string, journey: Journey): Promise<void> {
  const { name, path, init, isPaused } = journey;
  const go = async (): Promise<void> => {
    const answer = await fetch(url + path, init);
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  for (let each = 0; each < WARM_UPS; each += 1) await go();
  if (isPaused === true) await delay(PAUSE_MS);
  else await go();
  await session.post('Profiler.takePreciseCoverage');
  await go();
  await new Promise((resolve) => setImmediate(resolve)); // the log line of the request
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const touched = result
    .filter(({ url: script }) => script.startsWith('file://'))
    .map(({ url: script, functions }) => ({
      file: relative(source, fileURLToPath(script)),
      functions: functions
        .map(({ functionName, ranges }) => ({ functionName, calls: ranges[0]?.count ?? 0 }))
        .filter(({ calls }) => calls > 0),
    }))
    .filter(({ file, functions }) => !file.startsWith('..') && functions.length > 0);
  const functions = touched.flatMap((each) => each.functions);
  const calls = functions.reduce((sum, each) => sum + each.calls, 0);
  console.log(`${name}: ${touched.length} files, ${functions.length} functions, ${calls} calls`);
  if (!process.argv.includes('--list')) return;
  for (const { file, functions: ofFile } of touched)
    for (const { functionName, calls: count } of ofFile)
      console.log(`  ${file} ${functionName === '' ? '(anonymous)' : functionName} ${count}`);
}
