/** The gateway beside other servers. */
import type { BenchCase } from '../bench-case.js';
import { measureEvents } from '../peer-events.js';
import { measureReads } from '../peer-reads.js';

/** A small read, and events to many readers. */
export const peers: BenchCase = {
  name: 'peers',
  title: 'other servers: a small read, and events of 200 bytes to 1000 readers',
  onDemand: true,
  run: async (scene) => [...(await measureReads(scene)), ...(await measureEvents(scene))],
};
