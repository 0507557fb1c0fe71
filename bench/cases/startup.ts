/** From the start of the process to the first connection it accepts, beside Node.js that does nothing and bare node:http; memory at rest. */
import { once } from 'node:events';
import { gatewayBefore, lasting, type BenchCase, type Scene } from '../bench-case.js';
import { residentBytes } from '../machine.js';
import { freePort, untilAccepts } from '../ports.js';
import type { Processes } from '../processes.js';
import { inTurns, sideOf } from '../turns.js';

const STARTS_PER_ROUND = 5;
const START_LIMIT_MS = 30_000;
const MOST_RATIO = 2.5;
const MOST_MB = 70;
const REST_MS = 3_000;

/** Time to the first connection and resident memory at rest. */
export const startup: BenchCase = {
  name: 'startup',
  title: 'start of the process to the first connection it accepts; memory at rest',
  run: async (scene) => {
    const { processes } = scene;
    const starts = scene.quick ? 1 : STARTS_PER_ROUND;
    // The fastest of a few starts: what is above it is the machine's other work.
    const fastest = (start: () => Promise<number>) =>
      sideOf(async () => {
        const taken: number[] = [];
        for (let at = 0; at < starts; at++) taken.push(await start());
        return Math.min(...taken);
      });
    const ours = fastest(() => toListening(processes, (port) => gatewayOn(processes, port)));
    const bare = fastest(() => toListening(processes, bareOn));
    const nothing = fastest(() => startToEnd(processes));
    await inTurns(scene, 'starts', [nothing, bare, ours]);
    const resident: number[] = [];
    for (let round = 0; round < scene.rounds; round++) resident.push(await atRest(scene));
    const row = {
      what: `start to listening, fastest of ${starts}`,
      unit: 'ms',
      compared: 'ratio',
      values: ours.values,
    } as const;
    return [
      { ...row, baseline: { what: 'bare node:http, start to listening', values: bare.values } },
      {
        ...row,
        baseline: { what: 'node -e 0, start to end', values: nothing.values },
        target: { atMost: MOST_RATIO },
      },
      {
        what: 'resident memory, both links looked for, no requests',
        unit: 'MB',
        compared: 'value',
        values: resident,
        target: { atMost: MOST_MB },
      },
    ];
  },
};

function gatewayOn({ gatewayFile }: Processes, port: number): readonly string[] {
  const fixed = ['serve', '--listen', '127.0.0.1', '--daemon-port', '1'];
  return [gatewayFile, ...fixed, '--port', String(port)];
}

function bareOn(port: number): readonly string[] {
  const server = `http.createServer((_, response) => response.end()).listen(${port}, '127.0.0.1')`;
  return ['--eval', `const http = require('node:http'); ${server};`];
}

async function startToEnd(processes: Processes): Promise<number> {
  const startMs = performance.now();
  const program = { command: process.execPath, args: ['--eval', '0'], role: 'server' } as const;
  await once(processes.start(program, 'ignore'), 'exit');
  return performance.now() - startMs;
}

async function toListening(
  processes: Processes,
  argsOn: (port: number) => readonly string[],
): Promise<number> {
  const port = await freePort();
  const startMs = performance.now();
  const program = { command: process.execPath, args: argsOn(port), role: 'server' } as const;
  const child = processes.start(program, 'ignore');
  await untilAccepts(port, START_LIMIT_MS);
  const elapsedMs = performance.now() - startMs;
  await processes.end(child);
  return elapsedMs;
}

async function atRest(scene: Scene): Promise<number> {
  const peer = await scene.processes.peer();
  const gateway = await gatewayBefore(scene.processes, peer.port);
  await new Promise((resolve) => setTimeout(resolve, lasting(scene, REST_MS)));
  const bytes = residentBytes(gateway.processId);
  await gateway.close();
  await peer.close();
  return bytes / 1e6;
}
