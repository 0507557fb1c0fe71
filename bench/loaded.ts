/** A stretch of load on one server: how much it took, and what that cost it. */
import { closedLoop } from './http-load.js';
import { processSeconds } from './machine.js';
import type { Server } from './processes.js';

/** What a stretch came to. */
export interface Loaded {
  readonly perSecond: number;
  /** Processor time of the server, microseconds a request: says the same whatever else the machine does. */
  readonly costUs: number;
}

/** As many requests as go over `connections` for `durationMs`. */
export async function loaded(
  { port, processId }: Server,
  connections: number,
  request: string,
  durationMs: number,
): Promise<Loaded> {
  const before = processSeconds(processId) ?? NaN;
  const { requests, perSecond } = await closedLoop(port, connections, [request], durationMs);
  const usedS = (processSeconds(processId) ?? NaN) - before;
  return { perSecond, costUs: (usedS / requests) * 1e6 };
}
