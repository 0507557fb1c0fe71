/** `masq-gateway simulate`: a simulated Daemon and Node, for who has none or does not want to risk one. */
import { createServer } from 'node:net';
import { createSimulator } from '../../simulator/simulator.js';
import { CommandError, exitCodes, stopped, type Terminal } from '../output/terminal.js';

/** True if `port` can be listened on at 127.0.0.1 right now; a moment later somebody else may have taken it. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** The Daemon's usual UI port (masq_lib/src/constants.rs:15). */
const DAEMON_PORT = 5333;

/** Simulates until `terminal.stop`. @throws CommandError for a port that is no port or is taken. */
export async function simulate(portFlag: unknown, terminal: Terminal): Promise<void> {
  const port = portFlag === undefined ? DAEMON_PORT : Number(portFlag);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new CommandError(exitCodes.usage, `--daemon-port must be a number from 0 to 65535`);
  }
  if (port !== 0 && !(await isPortFree(port))) {
    throw new CommandError(
      exitCodes.unavailable,
      `port ${port} is taken; --daemon-port 0 takes a free one`,
    );
  }
  const simulator = createSimulator({ demo: true, daemonPort: port });
  const { daemonPort } = await simulator.start();
  terminal.out.write(
    `A simulated MASQ Daemon listens on ws://127.0.0.1:${daemonPort}, subprotocol MASQNode-UIv2.\n`,
  );
  await stopped(terminal.stop);
  await simulator.close();
}
