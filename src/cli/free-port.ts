/** Whether a port of this machine is free. */
import { createServer } from 'node:net';

/** True if `port` can be listened on at 127.0.0.1 right now; a moment later somebody else may have taken it. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
