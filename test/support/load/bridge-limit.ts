/** Measures in virtual time how slow the BlockchainBridge may be before pacing lets its mailbox overflow. */
import { MailboxWorld, OVERFLOW, type WorldOptions } from '../peers/mailbox-world.js';

/** What is measured. */
export interface BridgeLoad {
  readonly messagesPerSecond: number;
  /** So many messages other UIs keep in each mailbox all the time. */
  readonly othersMost: number;
}

const STEP_MS = 0.1;
const MOST_MS = 100;
const RUN_MS = 3_000;
/** Long enough for a full bucket at the slowest rate. */
const REST_MS = 400;
/** Steady crowd; bursts with rests that fill the bucket; bursts that nearly do. */
const restsMs = [0, REST_MS, REST_MS / 4];
const kinds = ['tell', 'quick'] as const;

/** The largest delay of the bridge, in tenths of a millisecond, at which no schedule overflows its mailbox. */
export function bridgeLimitMs(load: BridgeLoad): number {
  let holds = 0;
  let breaks = Math.round(MOST_MS / STEP_MS);
  while (breaks - holds > 1) {
    const middle = Math.floor((holds + breaks) / 2);
    if (survives(load, middle * STEP_MS)) holds = middle;
    else breaks = middle;
  }
  return holds * STEP_MS;
}

/** True where every schedule leaves the Node alive. */
export function survives({ messagesPerSecond, othersMost }: BridgeLoad, bridgeMs: number): boolean {
  const options: WorldOptions = {
    messagesPerSecond,
    bridgeMs,
    othersMost,
    flooded: othersMost > 0,
    othersServiceMs: 0.05,
  };
  return restsMs.every((restMs) => kinds.every((kind) => livesThrough(options, restMs, kind)));
}

function livesThrough(
  options: WorldOptions,
  restMs: number,
  kind: (typeof kinds)[number],
): boolean {
  const node = new MailboxWorld(options);
  try {
    node.openLink();
    while (node.nowMs < RUN_MS) {
      for (let call = 0; call < 16; call += 1) node.call(kind, 0, RUN_MS, RUN_MS);
      node.runUntil(node.nowMs + (restMs === 0 ? 20 : restMs));
    }
    return true;
  } catch (error) {
    if (error instanceof Error && error.message === OVERFLOW) return false;
    throw error;
  }
}
