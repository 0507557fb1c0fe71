/** Case 9: the same question to a real Node by `curl` through the gateway and by the `masq` command line, whole processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { openPeer } from '../../test/support/peer-under-test.js';
import type { BenchCase } from '../bench-case.js';
import { quantile } from '../measurement.js';

const RUNS_PER_ROUND = 20;
const READY_LIMIT_MS = 20_000;

/** See the file's head. */
export const realNode: BenchCase = {
  name: 'real-node',
  title: 'the descriptor of a real Node: curl through the gateway against the masq command line',
  run: async ({ processes, rounds, tell }) => {
    const binary = process.env['MASQNODE_BIN'] ?? '';
    if (binary === '') return { skipped: 'MASQNODE_BIN names no real MASQNode' };
    const masq = process.env['MASQ_BIN'] ?? join(dirname(binary), 'masq');
    const peer = await openPeer();
    try {
      const { ui } = await peer.startNode();
      await ui.close();
      const gateway = await processes.gateway(['--daemon-port', String(peer.daemonPort)]);
      const url = `http://127.0.0.1:${gateway.port}/v1/node/descriptor`;
      await untilReady(url);
      const curl = ['--silent', '--fail', '--output', '/dev/null', url];
      const fresh = ['--header', 'Cache-Control: no-cache', ...curl];
      const values = { fresh: [] as number[], shared: [] as number[], masq: [] as number[] };
      for (let round = 0; round < rounds; round++) {
        const taken = { fresh: [] as number[], shared: [] as number[], masq: [] as number[] };
        for (let run = 0; run < RUNS_PER_ROUND; run++) {
          taken.masq.push(await timed(masq, ['--ui-port', String(peer.daemonPort), 'descriptor']));
          taken.fresh.push(await timed('curl', fresh));
          taken.shared.push(await timed('curl', curl));
        }
        values.masq.push(quantile(taken.masq, 0.5));
        values.fresh.push(quantile(taken.fresh, 0.5));
        values.shared.push(quantile(taken.shared, 0.5));
        tell(`round ${round + 1}`);
      }
      await gateway.close();
      const row = { unit: 'ms', compared: 'ratio', target: { atMost: 1 } } as const;
      const baseline = { what: 'masq descriptor', values: values.masq };
      return [
        { ...row, what: 'curl, a conversation each: p50', values: values.fresh, baseline },
        { ...row, what: 'curl, shared readings: p50', values: values.shared, baseline },
      ];
    } finally {
      await peer.close();
    }
  },
};

async function untilReady(url: string): Promise<void> {
  const limit = performance.now() + READY_LIMIT_MS;
  while ((await fetch(url)).status !== 200) {
    if (performance.now() > limit) throw new Error('the gateway does not reach the Node');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Milliseconds from the start of a process to its end; fails where it does. */
async function timed(command: string, args: readonly string[]): Promise<number> {
  const startMs = performance.now();
  const child = spawn(command, args, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}`);
  return performance.now() - startMs;
}
