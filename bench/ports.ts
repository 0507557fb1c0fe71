/** Ports of servers that do not print theirs. */
import { connect, createServer, type AddressInfo } from 'node:net';

const ATTEMPT_EVERY_MS = 1;

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

/** Resolves as soon as a connection to the port is accepted. @throws Error after `limitMs`. */
export async function untilAccepts(port: number, limitMs: number): Promise<void> {
  const limit = performance.now() + limitMs;
  while (!(await accepts(port))) {
    if (performance.now() > limit) throw new Error(`nothing listens within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, ATTEMPT_EVERY_MS));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
