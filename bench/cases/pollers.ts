/** Case 4: a thousand pollers of one reading; what reaches the Node. */
import { BenchPeer } from '../peer.js';
import { Client, requestText } from '../http-load.js';
import { gatewayBefore } from '../bench-case.js';
import type { BenchCase } from '../bench-case.js';

const POLLERS = 1_000;
const PAUSE_MS = 1_000;
const STRETCH_S = 5;
const MOST_READS = 1.1;
const MOST_MESSAGES = 1.25;
const REQUEST = requestText('GET', '/v1/node/descriptor');

/** See the file's head. */
export const pollers: BenchCase = {
  name: 'pollers',
  title: `${POLLERS} pollers of one reading, each asking once a second: what reaches the Node`,
  run: async (scene) => {
    const peer = await BenchPeer.open();
    const gateway = await gatewayBefore(scene.processes, peer.port);
    const clients = await Promise.all(
      Array.from({ length: POLLERS }, () => Client.open(gateway.port)),
    );
    const values = { reads: [] as number[], messages: [] as number[], answers: [] as number[] };
    for (let round = 0; round < scene.rounds; round++) {
      const before = { reads: peer.received.get('descriptor') ?? 0, messages: peer.messages };
      const answers = await poll(clients, STRETCH_S * PAUSE_MS);
      values.reads.push(((peer.received.get('descriptor') ?? 0) - before.reads) / STRETCH_S);
      values.messages.push((peer.messages - before.messages) / STRETCH_S);
      values.answers.push(answers / STRETCH_S);
      scene.tell(`round ${round + 1}`);
    }
    for (const client of clients) client.close();
    await gateway.close();
    peer.close();
    const row = { compared: 'value' } as const;
    return [
      { ...row, what: 'answers', unit: '1/s', values: values.answers },
      {
        ...row,
        what: 'readings at the Node',
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

async function poll(clients: readonly Client[], durationMs: number): Promise<number> {
  const endMs = performance.now() + durationMs;
  let answers = 0;
  const one = async (client: Client, at: number): Promise<void> => {
    await pause((at / clients.length) * PAUSE_MS);
    for (;;) {
      await client.ask(REQUEST);
      answers += 1;
      if (performance.now() + PAUSE_MS >= endMs) return;
      await pause(PAUSE_MS);
    }
  };
  await Promise.all([...clients.map(one), pause(durationMs)]);
  return answers;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
