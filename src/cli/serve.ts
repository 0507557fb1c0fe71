/** `masq-gateway serve`: runs the gateway until it is told to stop. */
import type { Config } from '../config.js';
import { createGateway } from '../gateway.js';
import type { Gateway } from '../gateway.js';
import { createLogger } from './logger.js';
import { CommandError, exitCodes, stopped } from './terminal.js';
import type { Terminal } from './terminal.js';

/** Serves until `terminal.stop`. @throws CommandError (unavailable) where the address cannot be listened on. */
export async function serve(config: Config, terminal: Terminal): Promise<void> {
  const gateway = createGateway(config, { logger: await createLogger(config.logLevel, terminal) });
  const url = await startGateway(gateway);
  terminal.out.write(greeting(url, config.daemonPort));
  await stopped(terminal.stop);
  await gateway.close();
}

/** Starts the gateway and gives its first URL. @throws CommandError (unavailable) where no address can be listened on. */
export async function startGateway(gateway: Gateway): Promise<string> {
  try {
    const urls = await gateway.start();
    return urls[0] ?? '';
  } catch (error) {
    await gateway.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.unavailable, `cannot listen: ${reason}`, { cause: error });
  }
}

function greeting(url: string, daemonPort: number): string {
  return [
    `masq-gateway listens on ${url}, for the Daemon on port ${daemonPort}.`,
    `  curl ${url}/v1/status`,
    `  curl -N ${url}/v1/events`,
    `  open ${url}/docs`,
    '',
  ].join('\n');
}
