/** The load of `direct-kill.ts`, asked of a gateway: 32 readers past the cache and a password check at a time. */

const WORKERS = 32;
const paths = ['descriptor', 'configuration', 'connection-status', 'financials'];

/** Asks for so many seconds; resolves with the number of answers, whatever they said. */
export async function readThroughGateway(url: string, seconds: number): Promise<number> {
  const endMs = performance.now() + seconds * 1000;
  const isOver = (): boolean => performance.now() > endMs;
  let answers = 0;
  const take = async (answer: Promise<Response>): Promise<void> => {
    await (await answer).arrayBuffer();
    answers += 1;
  };
  const worker = async (first: number): Promise<void> => {
    for (let turn = first; !isOver(); turn += 1) {
      const path = `${url}/v1/node/${paths[turn % paths.length] ?? 'descriptor'}`;
      await take(fetch(path, { headers: { 'cache-control': 'no-cache' } }));
    }
  };
  const checker = async (): Promise<void> => {
    const body = '{"dbPasswordOpt":"not the password"}';
    const headers = { 'content-type': 'application/json' };
    while (!isOver()) {
      await take(fetch(`${url}/v1/node/password/check`, { method: 'POST', headers, body }));
    }
  };
  await Promise.all([checker(), ...Array.from({ length: WORKERS }, (_, index) => worker(index))]);
  return answers;
}
