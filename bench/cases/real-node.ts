/** The same question to a real Node by `curl` through the gateway and by the `masq` command line, whole processes. */
import { dirname, join } from 'node:path';
import { openPeer } from '../../test/support/peers/peer-under-test.js';
import { untilAnswers, type BenchCase } from '../bench-case.js';
import { quantile } from '../measurement.js';
import type { Processes } from '../processes.js';
import { inTurns, sideOf, type Side } from '../turns.js';

const RUNS_PER_ROUND = 20;
const READY_LIMIT_MS = 20_000;

/** The descriptor of a real Node, three ways. */
export const realNode: BenchCase = {
  name: 'real-node',
  title: 'the descriptor of a real Node: curl through the gateway, and the masq command line',
  run: async (scene) => {
    const binary = process.env['MASQNODE_BIN'] ?? '';
    if (binary === '') {
      scene.skip('MASQNODE_BIN names no real MASQNode');
      return [];
    }
    const { processes } = scene;
    const masq = process.env['MASQ_BIN'] ?? join(dirname(binary), 'masq');
    const peer = await openPeer();
    try {
      const { ui } = await peer.startNode();
      await ui.close();
      const gateway = await processes.gateway(['--daemon-port', String(peer.daemonPort)]);
      const url = `http://127.0.0.1:${gateway.port}/v1/node/descriptor`;
      await untilAnswers(url, READY_LIMIT_MS);
      const curl = ['--disable', '--silent', '--fail', '--output', '/dev/null', url];
      const side = (command: string, args: readonly string[]): Side<number> =>
        sideOf(() => medianMs(processes, command, args));
      const byMasq = side(masq, ['--ui-port', String(peer.daemonPort), 'descriptor']);
      const fresh = side('curl', [...curl, '--header', 'Cache-Control: no-cache']);
      const shared = side('curl', curl);
      await inTurns(scene, 'commands', [byMasq, fresh, shared]);
      await gateway.close();
      const row = { unit: 'ms', compared: 'ratio', target: { atMost: 1 } } as const;
      const baseline = { what: 'masq descriptor', values: byMasq.values };
      return [
        { ...row, what: 'curl, a conversation each: p50', values: fresh.values, baseline },
        { ...row, what: 'curl, shared reads: p50', values: shared.values, baseline },
      ];
    } finally {
      await peer.close();
    }
  },
};

/** Milliseconds from the start of a process to its end. @throws Error if it fails. */
async function medianMs(
  processes: Processes,
  command: string,
  args: readonly string[],
): Promise<number> {
  const taken: number[] = [];
  for (let run = 0; run < RUNS_PER_ROUND; run++) {
    const startMs = performance.now();
    await processes.output({ command, args, role: 'load' });
    taken.push(performance.now() - startMs);
  }
  return quantile(taken, 0.5);
}
