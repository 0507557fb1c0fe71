/** Case 7: from the start of the process to its listening, against a Node.js that does nothing; memory at rest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase, Scene } from '../bench-case.js';
import { residentBytes } from '../machine.js';
import { BenchPeer } from '../peer.js';

const STARTS_PER_ROUND = 5;
const MOST_RATIO = 2.5;
const MOST_MB = 70;
const REST_MS = 3_000;

/** See the file's head. */
export const startup: BenchCase = {
  name: 'startup',
  title: 'start of the process to the first connection it accepts; memory at rest',
  run: async (scene) => {
    const values = { ours: [] as number[], node: [] as number[], resident: [] as number[] };
    for (let round = 0; round < scene.rounds; round++) {
      const own: number[] = [];
      const bare: number[] = [];
      for (let start = 0; start < STARTS_PER_ROUND; start++) {
        bare.push(await nothing());
        own.push(await toListening(scene));
      }
      // Of a few starts the fastest: what is above it is the machine's other work.
      values.node.push(Math.min(...bare));
      values.ours.push(Math.min(...own));
      values.resident.push(await atRest(scene));
      scene.tell(`round ${round + 1}`);
    }
    return [
      {
        what: `start to listening, fastest of ${STARTS_PER_ROUND}`,
        unit: 'ms',
        compared: 'ratio',
        values: values.ours,
        baseline: { what: 'node -e 0, start to end', values: values.node },
        target: { atMost: MOST_RATIO },
      },
      {
        what: 'resident memory, both links looked for, nobody asking',
        unit: 'MB',
        compared: 'value',
        values: values.resident,
        target: { atMost: MOST_MB },
      },
    ];
  },
};

async function nothing(): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - startMs;
}

async function toListening({ processes }: Scene): Promise<number> {
  const port = await freePort();
  const startMs = performance.now();
  const args = ['serve', '--port', String(port), '--listen', '127.0.0.1', '--daemon-port', '1'];
  const child = spawn(process.execPath, [processes.gatewayFile, ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: 'ignore',
  });
  if (child.pid !== undefined) processes.machine.adopt(child.pid);
  while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 1));
  const elapsedMs = performance.now() - startMs;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return elapsedMs;
}

async function atRest({ processes }: Scene): Promise<number> {
  const peer = await BenchPeer.open();
  const gateway = await gatewayBefore(processes, peer.port);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const bytes = residentBytes(gateway.processId);
  await gateway.close();
  peer.close();
  return bytes / 1e6;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
