/** A thousand pollers of one read; what reaches the Node. No baseline: these are counts, the same however fast the machine is. */
import { crowd, gatewayBefore, lasting, type BenchCase } from '../bench-case.js';
import { Client, requestText } from '../http-load.js';

const POLLERS = 1_000;
const PAUSE_MS = 1_000;
const STRETCH_MS = 5_000;
const MOST_READS = 1.1;
const MOST_MESSAGES = 1.25;
const REQUEST = requestText('GET', '/v1/node/descriptor');

/** Reads and messages per second at the Node. */
export const pollers: BenchCase = {
  name: 'pollers',
  title: `${POLLERS} pollers of one read, each asking once a second: what reaches the Node`,
  run: async (scene) => {
    const peer = await scene.processes.peer();
    const gateway = await gatewayBefore(scene.processes, peer.port);
    const clients = await Promise.all(
      Array.from({ length: crowd(scene, POLLERS) }, () => Client.open(gateway.port)),
    );
    const durationMs = lasting(scene, STRETCH_MS);
    const values = { reads: [] as number[], messages: [] as number[], answers: [] as number[] };
    for (let round = 0; round < scene.rounds; round++) {
      const before = await peer.received();
      const perSecond = (count: number): number => (count * 1000) / durationMs;
      values.answers.push(perSecond(await poll(clients, durationMs)));
      const after = await peer.received();
      values.reads.push(perSecond(after.of('descriptor') - before.of('descriptor')));
      values.messages.push(perSecond(after.all - before.all));
      scene.tell(`round ${round + 1}`);
    }
    for (const client of clients) client.close();
    await gateway.close();
    await peer.close();
    const row = { compared: 'value' } as const;
    return [
      { ...row, what: 'responses, all of them 200', unit: '1/s', values: values.answers },
      {
        ...row,
        what: 'reads at the Node',
        unit: '1/s',
        values: values.reads,
        target: { atMost: MOST_READS },
      },
      {
        ...row,
        what: 'messages at the Node, fences included',
        unit: '1/s',
        values: values.messages,
        target: { atMost: MOST_MESSAGES },
      },
    ];
  },
};

/** Resolves with the number of responses. */
async function poll(clients: readonly Client[], durationMs: number): Promise<number> {
  const endMs = performance.now() + durationMs;
  let answers = 0;
  const one = async (client: Client, at: number): Promise<void> => {
    const firstMs = (at / clients.length) * PAUSE_MS;
    for (let dueMs = endMs - durationMs + firstMs; dueMs < endMs; dueMs += PAUSE_MS) {
      await pause(dueMs - performance.now());
      await client.ask(REQUEST);
      answers += 1;
    }
  };
  await Promise.all([...clients.map(one), pause(durationMs)]);
  return answers;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
