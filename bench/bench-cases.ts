/** All cases, in the order in which they run. */
import type { BenchCase } from './bench-case.js';
import { cachedRead } from './cases/cached-read.js';
import { eightReads } from './cases/eight-reads.js';
import { largeReply } from './cases/large-reply.js';
import { peers } from './cases/peers.js';
import { pollers } from './cases/pollers.js';
import { realNode } from './cases/real-node.js';
import { sse } from './cases/sse.js';
import { startup } from './cases/startup.js';
import { uncached } from './cases/uncached.js';
import { writesCase } from './cases/writes.js';

/** By these names they are chosen. */
export const benchCases: readonly BenchCase[] = [
  cachedRead,
  uncached,
  eightReads,
  pollers,
  largeReply,
  sse,
  startup,
  writesCase,
  realNode,
  peers,
];
