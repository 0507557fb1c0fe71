/**
 * `npm run hostile -- [--requests 100000] [--seed N]`: hostile requests over every route of a real gateway before a simulator.
 * Exit code 1 at the first frame that could harm a peer, death, undocumented answer, or request without one.
 */
import { parseArgs } from 'node:util';
import { runHostile, type HostileReport } from '../test/support/hostile/hostile-run.js';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const startedMs = Date.now();
const seconds = (): string => ((Date.now() - startedMs) / 1000).toFixed(0);

function print(report: HostileReport): void {
  console.log(`seed ${values.seed}, ${seconds()} s`);
  console.log(`requests\t${report.requests}\nframes judged\t${report.framesJudged}`);
  const { configurator, blockchainBridge } = report.mailboxMost;
  console.log(`most waiting\tConfigurator ${configurator}, BlockchainBridge ${blockchainBridge}`);
  for (const counts of [report.operations, report.answers]) {
    console.log('');
    for (const [key, count] of [...counts].sort()) console.log(`${key}\t${count}`);
  }
}

const report = await runHostile({
  requests: Number(values.requests),
  seed: Number(values.seed),
  onRound: ({ requests, framesJudged }) => {
    console.error(`${seconds()} s: ${requests} requests, ${framesJudged} frames judged`);
  },
});
print(report);
