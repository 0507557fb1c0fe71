/** What a case is, and what it works with. */
import type { Measurement } from './measurement.js';
import type { Processes, Server } from './processes.js';
import type { Rounds } from './turns.js';

/** What a case is given. */
export interface Scene extends Rounds {
  readonly processes: Processes;
  /** Length of one stretch of load, milliseconds. */
  readonly stretchMs: number;
  /** Reports what this machine lacks for a part of the case, or for all of it. */
  readonly skip: (why: string) => void;
}

/** One case; it closes what it opened. */
export interface BenchCase {
  readonly name: string;
  readonly title: string;
  /** True if it runs only when its name is given. */
  readonly onDemand?: true;
  run(scene: Scene): Promise<readonly Measurement[]>;
}

/** Nothing listens there: the gateway is given its Node's port. */
const NO_DAEMON = ['--daemon-port', '1'];
const RAISED = ['--messages-per-second', '10000'];
const READY_LIMIT_MS = 10_000;

/** How a gateway is started. */
export interface GatewayChoice {
  /** True: the bucket towards the Node is raised, so that it is not what is measured. */
  readonly raised?: boolean;
  readonly flags?: readonly string[];
  /** Flags of Node.js itself. */
  readonly nodeFlags?: readonly string[];
}

/** A gateway in front of a bench peer, ready for requests. */
export async function gatewayBefore(
  processes: Processes,
  peerPort: number,
  { raised = false, flags = [], nodeFlags = [] }: GatewayChoice = {},
): Promise<Server> {
  const node = ['--node-port', String(peerPort)];
  const bucket = raised ? RAISED : [];
  const gateway = await processes.gateway([...NO_DAEMON, ...node, ...bucket, ...flags], nodeFlags);
  await untilAnswers(`http://127.0.0.1:${gateway.port}/v1/node/descriptor`, READY_LIMIT_MS);
  return gateway;
}

/** Resolves when the URL answers with 200. @throws Error after `limitMs`. */
export async function untilAnswers(url: string, limitMs: number): Promise<void> {
  const limit = performance.now() + limitMs;
  while ((await fetch(url)).status !== 200) {
    if (performance.now() > limit) throw new Error('the gateway does not reach its peer');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Length of a pause or of a fixed stretch: as given, or a glimpse of it in a smoke run. */
export function lasting({ quick }: Rounds, ms: number): number {
  return quick ? Math.min(ms, QUICK_MS) : ms;
}

const QUICK_MS = 200;

/** How many clients: as given, or a few in a smoke run. */
export function crowd({ quick }: Rounds, count: number): number {
  return quick ? Math.min(count, QUICK_CROWD) : count;
}

const QUICK_CROWD = 20;
