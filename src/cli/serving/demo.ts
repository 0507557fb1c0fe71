/** `masq-gateway demo`: simulator and gateway together, for a first look without a Daemon. */
import type { Config } from '../../config.js';
import { createSimulator } from '../../simulator/simulator.js';
import { isPortFree } from './simulate.js';
import { createLog } from './logger.js';
import { makeGateway, startGateway } from './serve.js';
import { stopped, type Terminal } from '../output/terminal.js';

/** Runs the demo until `terminal.stop`; takes free ports where the usual ones are taken. */
export async function demo(config: Config, terminal: Terminal): Promise<void> {
  const simulator = createSimulator({ demo: true, daemonPort: await freeOr(config.daemonPort) });
  const { daemonPort } = await simulator.start();
  try {
    const { logger, droppedLines } = await createLog(config.logLevel, terminal);
    const settings = { ...config, daemonPort, port: await freeOr(config.port) };
    const gateway = makeGateway(settings, logger, { droppedLogLines: droppedLines });
    terminal.out.write(greeting(await startGateway(gateway), daemonPort));
    await stopped(terminal.stop);
    await gateway.close();
  } finally {
    await simulator.close();
  }
}

async function freeOr(port: number): Promise<number> {
  return port === 0 || (await isPortFree(port)) ? port : 0;
}

function greeting(url: string, daemonPort: number): string {
  return [
    `A simulated Daemon listens on port ${daemonPort}; the gateway in front of it listens on ${url}. Try in another shell:`,
    '',
    `  export MASQ_GATEWAY_URL=${url}`,
    '  curl $MASQ_GATEWAY_URL/v1/status',
    '  curl -N $MASQ_GATEWAY_URL/v1/events',
    '  curl -X POST $MASQ_GATEWAY_URL/v1/node/start',
    '  curl $MASQ_GATEWAY_URL/v1/node/descriptor',
    '  curl $MASQ_GATEWAY_URL/v1/node/financials',
    '  curl -o graph.svg $MASQ_GATEWAY_URL/v1/node/neighborhood/graph.svg',
    '  curl -X POST $MASQ_GATEWAY_URL/v1/node/shutdown',
    '',
    `Dashboard: ${url}`,
    `API documentation: ${url}/docs`,
    'Press Ctrl-C to stop the demo.',
    '',
  ].join('\n');
}
