/** Every state that the hops can be in, each brought about on a simulator before a real gateway. */
import type { HopsSnapshot } from '../../src/peer/peers.js';
import { demoSetup } from '../../src/simulator/demo-data.js';
import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/simulator.js';
import { openGateway, type GatewayUnderTest } from './http/gateway-under-test.js';
import { quickTimings } from './peers-on-simulator.js';

/** A state, and what brings it about. */
export interface HopScene {
  readonly name: string;
  readonly daemon: HopsSnapshot['daemon']['state'];
  readonly node: HopsSnapshot['node']['state'];
  readonly overall: 'ok' | 'degraded' | 'down';
  /** Limits of conversations in this scene against the shipped ones; small where nothing has to last. */
  readonly limitFactor?: number;
  readonly simulator?: SimulatorOptions;
  readonly arrange: (simulator: Simulator, gateway: GatewayUnderTest) => Promise<void>;
}

const start = async (gateway: GatewayUnderTest): Promise<void> => {
  await gateway.ask('POST /v1/node/start');
  await gateway.until('GET /v1/status', ({ body }) => body['routeFound'] === true);
};

/** The scenes; none leaves anything for the next. */
export const hopScenes: readonly HopScene[] = [
  {
    name: 'no Daemon',
    daemon: 'down',
    node: 'unknown',
    overall: 'down',
    arrange: (simulator) => simulator.killDaemon(),
  },
  {
    name: 'a Daemon that hangs',
    daemon: 'unresponsive',
    node: 'unknown',
    overall: 'down',
    arrange: async (simulator, gateway) => {
      await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
      simulator.freezeDaemon();
      await gateway.ask('GET /v1/setup');
    },
  },
  {
    name: 'a stopped Node',
    daemon: 'up',
    node: 'stopped',
    overall: 'degraded',
    arrange: () => Promise.resolve(),
  },
  {
    name: 'a Node that was killed',
    daemon: 'up',
    node: 'stopped',
    overall: 'degraded',
    arrange: async (simulator, gateway) => {
      await start(gateway);
      await simulator.killNode();
    },
  },
  {
    name: 'a running Node',
    daemon: 'up',
    node: 'running',
    overall: 'ok',
    arrange: (_simulator, gateway) => start(gateway),
  },
  {
    name: 'a running Node whose Daemon is gone',
    daemon: 'down',
    node: 'running',
    overall: 'degraded',
    arrange: async (simulator, gateway) => {
      await start(gateway);
      await simulator.killDaemon();
    },
  },
  {
    name: 'a Node in the Daemon’s place',
    daemon: 'absent',
    node: 'running',
    overall: 'ok',
    arrange: async (simulator) => {
      await simulator.killDaemon();
      await simulator.startNodeByHand();
    },
  },
  {
    name: 'an orphan',
    daemon: 'up',
    node: 'orphan',
    overall: 'degraded',
    arrange: async (simulator, gateway) => {
      await start(gateway);
      await simulator.restartDaemon();
    },
  },
  {
    name: 'a Node that hangs',
    daemon: 'up',
    node: 'unresponsive',
    overall: 'down',
    arrange: async (simulator, gateway) => {
      await start(gateway);
      simulator.wedgeNode();
      await gateway.ask('GET /v1/node/descriptor', { headers: { 'cache-control': 'no-cache' } });
    },
  },
];

/** Scenes that pass by themselves: held here for as long as a test looks. */
export const passingScenes: readonly HopScene[] = [
  {
    name: 'a Node that is being started',
    daemon: 'up',
    node: 'starting',
    overall: 'degraded',
    limitFactor: 10,
    // Not by a frozen Daemon: a probe that is under way by then would keep the start in the queue.
    simulator: { launchMs: 60_000 },
    arrange: async (_simulator, gateway) => {
      await gateway.until('GET /v1/status', ({ body }) => body['nodeState'] === 'stopped');
      void gateway.ask('POST /v1/node/start').catch(ignoreEnd);
    },
  },
  {
    name: 'a Node that is being stopped',
    daemon: 'up',
    node: 'stopping',
    overall: 'degraded',
    limitFactor: 10,
    arrange: async (simulator, gateway) => {
      await start(gateway);
      simulator.wedgeNode();
      void gateway.ask('POST /v1/node/shutdown').catch(ignoreEnd);
    },
  },
];

// The scene ends before the answer comes, and the connection with it.
function ignoreEnd(): void {
  return;
}

/** Opens a gateway in a scene, and closes all when `body` is done. */
export async function inScene(
  scene: HopScene,
  body: (gateway: GatewayUnderTest, simulator: Simulator) => Promise<void>,
): Promise<void> {
  const simulator = createSimulator({ setup: demoSetup(), ...scene.simulator });
  const { daemonPort } = await simulator.start();
  const timings = {
    ...quickTimings,
    conversationLimitFactor: scene.limitFactor ?? 0.05,
    unresponsiveRetryMs: 30_000,
    ...(scene.limitFactor === undefined
      ? {}
      : { shutdownWaitMs: 60_000, fenceLimitMs: 60_000, closeRestartMs: 100 }),
  };
  const gateway = await openGateway(daemonPort, {}, timings);
  try {
    await gateway.until('GET /v1/status', ({ body: { daemonState } }) => daemonState === 'up');
    await scene.arrange(simulator, gateway);
    await gateway.until(
      'GET /v1/status',
      ({ body: { daemonState, nodeState } }) =>
        daemonState === scene.daemon && nodeState === scene.node,
    );
    await body(gateway, simulator);
  } finally {
    await gateway.close();
    await simulator.close();
  }
}
