/** `masq-gateway serve`: runs the gateway until it is told to stop. */
import type { Config } from '../config.js';
import { SettingError } from '../errors.js';
import { createGateway } from '../gateway.js';
import type { Gateway } from '../gateway.js';
import type { Logger } from 'pino';
import { createLogger } from './logger.js';
import { CommandError, exitCodes, stopped } from './terminal.js';
import type { Terminal } from './terminal.js';

/** Serves until `terminal.stop`. @throws CommandError (unavailable) where the address cannot be listened on. */
export async function serve(config: Config, terminal: Terminal): Promise<void> {
  const gateway = makeGateway(config, await createLogger(config.logLevel, terminal));
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
    if (error instanceof SettingError) return refuseSetting(error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.unavailable, `cannot listen: ${reason}`, { cause: error });
  }
}

/** A gateway that has read its tokens. @throws CommandError (config) for a token file that does not do. */
export function makeGateway(config: Config, logger: Logger): Gateway {
  try {
    return createGateway(config, { logger });
  } catch (error) {
    return refuseSetting(error);
  }
}

function refuseSetting(error: unknown): never {
  if (!(error instanceof SettingError)) throw error;
  throw new CommandError(exitCodes.config, error.message, { cause: error });
}

/** What curl is told to reach the gateway. */
function curlTarget(url: string): string {
  return url.startsWith('unix:')
    ? `--unix-socket ${url.slice('unix:'.length)} http://localhost`
    : url;
}

function greeting(url: string, daemonPort: number): string {
  return [
    `masq-gateway listens on ${url}, for the Daemon on port ${daemonPort}.`,
    `  curl ${curlTarget(url)}/v1/status`,
    `  curl -N ${curlTarget(url)}/v1/events`,
    ...(url.startsWith('unix:') ? [] : [`  open ${url}/docs`]),
    '',
  ].join('\n');
}
