/** The gateway of a soak, in a process of its own: told its Daemon's port, it tells its address and, when asked, what it holds. */
import { pino } from 'pino';
import { parseConfig } from '../src/config.js';
import { createGateway } from '../src/gateway.js';

/** What the process holds at an instant. */
export interface Holdings {
  /** Resident set, in bytes. */
  readonly rss: number;
  /** Heap in use after a garbage collection, in bytes. */
  readonly heap: number;
  /** Active resources by kind: sockets, servers, timers. */
  readonly resources: Readonly<Record<string, number>>;
}

/** Messages of the process to its parent. */
export type GatewayMessage =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'holdings'; readonly holdings: Holdings };

function holdings(): Holdings {
  globalThis.gc?.();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) {
    resources[name] = (resources[name] ?? 0) + 1;
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed, resources };
}

const tell = (message: GatewayMessage): void => void process.send?.(message);
const flags = { daemonPort: Number(process.argv[2]), port: 0, listen: ['127.0.0.1'] };
const gateway = createGateway(await parseConfig({ flags }), { logger: pino({ level: 'silent' }) });
const [url = ''] = await gateway.start();
process.on('message', () => tell({ kind: 'holdings', holdings: holdings() }));
process.once('disconnect', () => void gateway.close());
tell({ kind: 'listening', url });
