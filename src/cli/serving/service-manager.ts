/** What systemd and a service say to each other: sockets handed over (sd_listen_fds(3)) and readiness (sd_notify(3)). */
import { execFile } from 'node:child_process';
import type { Terminal } from '../output/terminal.js';

/** The first file descriptor that is handed over. */
const FIRST_DESCRIPTOR = 3;
const NOTIFY_LIMIT_MS = 5_000;

/** The descriptors handed over to this very process; none where LISTEN_PID names another. */
export function inheritedSockets({
  environment,
  processId,
}: Pick<Terminal, 'environment' | 'processId'>): readonly number[] {
  const count = Number(environment['LISTEN_FDS'] ?? '0');
  if (processId === undefined || environment['LISTEN_PID'] !== String(processId)) return [];
  if (!Number.isInteger(count) || count < 1) return [];
  return Array.from({ length: count }, (_, index) => FIRST_DESCRIPTOR + index);
}

/**
 * Says READY=1 where a service manager waits for it (NOTIFY_SOCKET). Node cannot write to a datagram socket of that kind, so
 * `systemd-notify` does; its unit needs NotifyAccess=all. That it fails is no reason not to serve: the manager will say so.
 */
export function tellReady(environment: Terminal['environment']): Promise<void> {
  const socket = environment['NOTIFY_SOCKET'];
  if (socket === undefined || socket === '') return Promise.resolve();
  return new Promise((resolve) => {
    const options = { env: { ...environment }, timeout: NOTIFY_LIMIT_MS };
    execFile('systemd-notify', ['--ready'], options, () => resolve());
  });
}
