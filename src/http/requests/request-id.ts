/** The name of one request in answers and log lines. */
import { randomUUID } from 'node:crypto';

const usable = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own X-Request-Id where it fits, else a new UUID. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && usable.test(header) ? header : randomUUID();
}
