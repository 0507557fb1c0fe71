/** What a case is, and what it works with. */
import type { Measurement } from './measurement.js';
import type { Processes, Server } from './processes.js';

/** What is at hand for a case. */
export interface Scene {
  readonly processes: Processes;
  readonly rounds: number;
  /** Length of one stretch of load, milliseconds. */
  readonly stretchMs: number;
  /** Says how far things are. */
  readonly tell: (text: string) => void;
}

/** One case; it closes what it opened. */
export interface BenchCase {
  readonly name: string;
  readonly title: string;
  /** Resolves with what it measured, or why it did not. */
  run(scene: Scene): Promise<readonly Measurement[] | { readonly skipped: string }>;
}

/** Nothing listens there: the gateway's Node is told to it by port. */
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

/** A gateway before a bench peer, ready to be asked. */
export async function gatewayBefore(
  processes: Processes,
  peerPort: number,
  { raised = false, flags = [], nodeFlags = [] }: GatewayChoice = {},
): Promise<Server> {
  const node = ['--node-port', String(peerPort)];
  const bucket = raised ? RAISED : [];
  const gateway = await processes.gateway([...NO_DAEMON, ...node, ...bucket, ...flags], nodeFlags);
  const limit = performance.now() + READY_LIMIT_MS;
  while ((await fetch(`http://127.0.0.1:${gateway.port}/v1/node/descriptor`)).status !== 200) {
    if (performance.now() > limit) throw new Error('the gateway does not reach its peer');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return gateway;
}
