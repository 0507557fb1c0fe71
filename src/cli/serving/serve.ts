/** `masq-gateway serve`: runs the gateway until it is told to stop. */
import type { Logger } from 'pino';
import type { Config } from '../../config.js';
import { SettingError } from '../../errors.js';
import { createGateway, type Gateway, type GatewayDeps } from '../../gateway.js';
import { createLog } from './logger.js';
import { leaveUrl } from '../gateway/runtime-directory.js';
import { inheritedSockets, tellReady } from './service-manager.js';
import { CommandError, exitCodes, stopped, type Terminal } from '../output/terminal.js';
import { startTracing } from './tracing.js';
import { unknownVariables } from '../unknown-variables.js';

type Hops = ReturnType<Gateway['hops']>;

const SETTLE_LIMIT_MS = 500;
const SETTLE_STEP_MS = 10;

/** The hops once the first look at them has come to something, or half a second is over. */
async function settledHops(gateway: Gateway, stop: AbortSignal): Promise<Hops> {
  const endMs = Date.now() + SETTLE_LIMIT_MS;
  while (!isSettled(gateway.hops()) && Date.now() < endMs && !stop.aborted) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_STEP_MS));
  }
  return gateway.hops();
}

function isSettled({ daemon, node }: Hops): boolean {
  if (daemon.link === 'connecting' || node.link === 'connecting') return false;
  return daemon.state !== 'up' || node.state !== 'unknown';
}

/** URL, hop states and three curl lines. */
function greeting(url: string, daemonPort: number, { daemon, node }: Hops): string {
  const target = curlTarget(url);
  return [
    `masq-gateway listens on ${url}`,
    `  Daemon on port ${daemonPort}: ${daemon.state}${daemon.state === 'down' ? ', looked for until it comes' : ''}`,
    `  Node: ${node.state}${node.port === null ? '' : `, port ${node.port}`}`,
    'Try, in another shell:',
    `  curl ${target}/v1/status`,
    `  curl -N ${target}/v1/events`,
    `  curl ${target}/`,
    ...(url.startsWith('unix:')
      ? []
      : [`The whole API, to read and to try in a browser: ${url}/docs`]),
    '',
  ].join('\n');
}

/** What curl is told to reach the gateway. */
function curlTarget(url: string): string {
  return url.startsWith('unix:')
    ? `--unix-socket ${url.slice('unix:'.length)} http://localhost`
    : url;
}

/** Serves until `terminal.stop`. @throws CommandError (unavailable) where the address cannot be listened on. */
export async function serve(config: Config, terminal: Terminal): Promise<void> {
  const { logger, droppedLines } = await createLog(config.logLevel, terminal);
  for (const text of unknownVariables(terminal.environment)) logger.warn(text);
  const tracing = await startTracing(terminal.environment, logger);
  const gateway = makeGateway(config, logger, {
    droppedLogLines: droppedLines,
    inheritedSockets: inheritedSockets(terminal),
    ...(tracing === undefined ? {} : { onRequestDone: tracing.onRequestDone }),
  });
  const url = await startGateway(gateway);
  const takeUrlAway = await publishUrl(url, terminal, logger);
  // On a terminal SIGHUP means that the terminal is gone, and the gateway goes with it.
  const ignoreHangUp =
    terminal.err.isTTY === true ? undefined : terminal.onHangUp?.(() => reload(gateway, logger));
  await tellReady(terminal.environment);
  terminal.out.write(greeting(url, config.daemonPort, await settledHops(gateway, terminal.stop)));
  await stopped(terminal.stop);
  await takeUrlAway();
  await gateway.close();
  await tracing?.close();
  ignoreHangUp?.();
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
export function makeGateway(
  config: Config,
  logger: Logger,
  deps: Omit<GatewayDeps, 'logger'> = {},
): Gateway {
  try {
    return createGateway(config, { ...deps, logger });
  } catch (error) {
    return refuseSetting(error);
  }
}

function refuseSetting(error: unknown): never {
  if (!(error instanceof SettingError)) throw error;
  throw new CommandError(exitCodes.config, error.message, { cause: error });
}

// A convenience for clients: where it cannot be had, the gateway serves all the same.
async function publishUrl(
  url: string,
  { environment }: Terminal,
  logger: Logger,
): Promise<() => Promise<void>> {
  if (url === 'unix:') return () => Promise.resolve(); // handed over, its path unknown
  try {
    return await leaveUrl(environment, url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    logger.warn({ reason }, 'the URL file cannot be written; clients need --url');
    return () => Promise.resolve();
  }
}

/** A token file that does not do leaves the tokens as they were: nobody is locked out by a slip. */
function reload(gateway: Gateway, logger: Logger): void {
  try {
    gateway.reload();
    logger.info('the token files were read again');
  } catch (error) {
    const reason = error instanceof SettingError ? error.message : 'unknown reason';
    logger.error({ reason }, 'the token files were not read again; the tokens stay as they were');
  }
}
