/** Case 10: how long /livez waits at most while one request of 1 MiB is read whose text is made to take long. */
import { hostileBodies } from '../../test/support/hostile/hostile-bodies.js';
import { gatewayBefore, type BenchCase } from '../bench-case.js';
import { Client, requestText } from '../http-load.js';
import type { Measurement } from '../measurement.js';

const BODY_BYTES = 1_048_576;
const MOST_MS = 50;
const WARM_REQUESTS = 200;
const PATH = '/v1/node/configuration/query';

/** See the file's head. */
export const slowRequests: BenchCase = {
  name: 'slow-requests',
  title: 'worst delay of /livez while one hostile body of 1 MiB is read',
  run: async ({ processes, rounds, tell }) => {
    const peer = await processes.peer();
    const gateway = await gatewayBefore(processes, peer.port);
    const sender = await Client.open(gateway.port);
    const reader = await Client.open(gateway.port);
    const live = requestText('GET', '/livez');
    for (let count = 0; count < WARM_REQUESTS; count++) await reader.ask(live);
    const measured: Measurement[] = [];
    for (const [name, body] of hostileBodies(BODY_BYTES)) {
      const request = requestText('POST', PATH, body);
      const values: number[] = [];
      for (let round = 0; round < rounds; round++) {
        let worstMs = 0;
        const progress = { isAnswered: false };
        const answered = (): void => void (progress.isAnswered = true);
        const answer = sender.ask(request).then(answered, answered); // each is refused with 400
        while (!progress.isAnswered) {
          const sentMs = performance.now();
          await reader.ask(live);
          worstMs = Math.max(worstMs, performance.now() - sentMs);
        }
        await answer;
        values.push(worstMs);
      }
      tell(name);
      measured.push({
        what: name,
        unit: 'ms',
        compared: 'value',
        values,
        target: { atMost: MOST_MS },
      });
    }
    for (const each of [sender, reader]) each.close();
    for (const each of [gateway, peer]) await each.close();
    return measured;
  },
};
