/** How every baseline starts to listen: on a free port of loopback, whose URL it prints. */
import type { Server } from 'node:http';

/** Listens and prints the URL that the bench waits for. */
export function listen(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') {
      console.log(`http://127.0.0.1:${address.port}`);
    }
  });
}
