/** What a gateway says when it listens. */
import type { Gateway } from '../gateway.js';

type Hops = ReturnType<Gateway['hops']>;

const SETTLE_LIMIT_MS = 500;
const SETTLE_STEP_MS = 10;

/** The hops once the first look at them has come to something, or half a second is over. */
export async function settledHops(gateway: Gateway, stop: AbortSignal): Promise<Hops> {
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
export function greeting(url: string, daemonPort: number, { daemon, node }: Hops): string {
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
