/** Heavy polite traffic through a gateway: many readers that bypass the cache, one writer that changes the password in a loop. */

/** What became of the requests of one load. */
export interface LoadResult {
  /** Answers by status and, for problems, code: `200`, `429 waiting-room-full` … */
  readonly answers: ReadonlyMap<string, number>;
  readonly reads: number;
  readonly passwordChanges: number;
}

/** A load to be run; `passwords` are changed back and forth, the first being the present one. */
export interface Load {
  readonly url: string;
  readonly seconds: number;
  readonly readers: number;
  readonly passwords: readonly [string, string];
}

const paths = ['descriptor', 'connection-status', 'configuration', 'financials', 'neighborhood'];

/** Runs the load and resolves when every request has been answered; ends by itself after `seconds`. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const answers = new Map<string, number>();
  const endMs = Date.now() + load.seconds * 1000;
  const count = async (response: Response): Promise<boolean> => {
    const key = await answerKey(response);
    answers.set(key, (answers.get(key) ?? 0) + 1);
    return response.ok;
  };
  const reader = async (first: number): Promise<number> => {
    let reads = 0;
    for (; Date.now() < endMs; reads++) {
      const path = paths[(first + reads) % paths.length] ?? '';
      await count(
        await fetch(`${load.url}/v1/node/${path}`, { headers: { 'cache-control': 'no-cache' } }),
      );
    }
    return reads;
  };
  const readers = Array.from({ length: load.readers }, (_, index) => reader(index));
  const changes = changePasswords(load, endMs, count);
  const reads = await Promise.all(readers);
  return { answers, reads: reads.reduce((sum, n) => sum + n, 0), passwordChanges: await changes };
}

async function changePasswords(
  load: Load,
  endMs: number,
  count: (response: Response) => Promise<boolean>,
): Promise<number> {
  let [current, next] = load.passwords;
  let changes = 0;
  // An even number of changes, so that the load ends with the password it began with.
  while (Date.now() < endMs || changes % 2 === 1) {
    const response = await fetch(`${load.url}/v1/node/password/change`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ oldPasswordOpt: current, newPassword: next }),
    });
    if (await count(response)) {
      [current, next] = [next, current];
      changes++;
    } else if (Date.now() >= endMs) {
      break;
    }
  }
  return changes;
}

async function answerKey(response: Response): Promise<string> {
  const text = await response.text();
  const code = /"code":"([a-z-]+)"/.exec(text)?.[1];
  return response.ok || code === undefined ? String(response.status) : `${response.status} ${code}`;
}
