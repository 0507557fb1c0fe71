/** A simulator, the chaos proxy before it, a whole gateway before that, and a reader of its event stream. */
import type { PeerTimings } from '../../../src/peer/timings.js';
import { demoSetup } from '../../../src/simulator/demo-data.js';
import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../../src/simulator/simulator.js';
import { ChaosProxy } from './chaos-proxy.js';
import type { ChaosLane } from './chaos-lane.js';
import { StreamReader } from '../http/stream-reader.js';
import { openGateway, type Answer, type GatewayUnderTest } from '../http/gateway-under-test.js';

/** Limits of a twentieth: 250 ms for quick reads, 1 s for the Daemon, 1.5 s for the Configurator. */
export const chaosTimings: Partial<PeerTimings> = {
  conversationLimitFactor: 0.05,
  handshakeLimitMs: 300,
  closeLimitMs: 100,
  backoffFirstMs: 10,
  backoffMostMs: 200,
  fenceLimitMs: 250,
  firstFenceRetryMs: 100,
  firstFenceRetryMostMs: 400,
  unresponsiveRetryMs: 300,
  quietTimeMs: 100,
  probeSoonMs: 100,
  probeLaterMs: 300,
  probeFreshMs: 50,
  crashedProbeMs: 100,
  orphanConfirmMs: 200,
  nodeOpenAfterStartMs: 1_000,
  shutdownWaitMs: 500,
  shutdownLimitMs: 1_000,
  scanWaitMs: 250,
  payablesHoldMs: 50,
};

/** Within so long after the peer's return everything works again by itself. */
export const RECOVERY_LIMIT_MS = 5_000;

/** Everything open; close it when the test is done. */
export interface ChaosScene {
  readonly simulator: Simulator;
  readonly proxy: ChaosProxy;
  readonly gateway: GatewayUnderTest;
  readonly events: StreamReader;
  readonly lane: (hop: 'daemon' | 'node') => ChaosLane;
  /** How often a peer got a message that holds `content`. */
  readonly received: (content: string) => number;
  /** Resolves when a peer has got it. */
  readonly arrived: (content: string) => Promise<void>;
  /** Resolves with the milliseconds until Daemon and Node answer through the gateway; fails after the limit. */
  readonly recovered: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Opens it all; with `node` (the default) a Node runs and both links are open. */
export async function openChaos(
  options: {
    readonly simulator?: SimulatorOptions;
    readonly timings?: Partial<PeerTimings>;
    readonly node?: boolean;
  } = {},
): Promise<ChaosScene> {
  const simulator = createSimulator({ setup: demoSetup(), ...options.simulator });
  const { daemonPort } = await simulator.start();
  const proxy = await ChaosProxy.open(daemonPort);
  const gateway = await openGateway(proxy.port, {}, { ...chaosTimings, ...options.timings });
  const events = await StreamReader.open(gateway.url);
  await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
  if (options.node !== false) await gateway.ask('POST /v1/node/start');
  const received = (content: string): number =>
    simulator.received.filter(({ text }) => text.includes(content)).length;
  return {
    simulator,
    proxy,
    gateway,
    events,
    lane: (hop) => (hop === 'daemon' ? proxy.daemon : proxy.node),
    received,
    arrived: (content) => eventually(() => received(content) > 0, `${content} never arrived`),
    recovered: () => recovered(gateway, options.node !== false),
    close: async () => {
      events.close();
      await gateway.close();
      await proxy.close();
      await simulator.close();
    },
  };
}

async function recovered(gateway: GatewayUnderTest, node: boolean): Promise<number> {
  const begunMs = performance.now();
  const fresh = { headers: { 'cache-control': 'no-cache' } };
  const route = node ? 'GET /v1/node/descriptor' : 'GET /v1/setup';
  let last: Answer | undefined;
  while (performance.now() - begunMs < RECOVERY_LIMIT_MS) {
    const status = await gateway.ask('GET /v1/status');
    const { daemonState, daemonLink, nodeState } = status.body;
    const up = daemonState === 'up' && daemonLink === 'open';
    last = status;
    if (up && nodeState === (node ? 'running' : 'stopped')) {
      last = await gateway.ask(route, fresh);
      if (last.status === 200) return performance.now() - begunMs;
    }
    await pause();
  }
  throw new Error(`no recovery within ${RECOVERY_LIMIT_MS} ms: ${last?.text ?? ''}`);
}

/** Waits for what comes about by itself. */
export async function eventually(isTrue: () => boolean, complaint: string): Promise<void> {
  const endMs = Date.now() + RECOVERY_LIMIT_MS;
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error(complaint);
    await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
