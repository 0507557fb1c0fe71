/** Where log lines go: JSON lines on standard error, readable ones where that is a terminal. */
import { pino } from 'pino';
import type { Logger } from 'pino';
import { GatheredLines } from './gathered-lines.js';
import type { Terminal } from './terminal.js';

/** The process's logger; nothing but fields listed at each call ever reaches it. */
export async function createLogger(level: string, terminal: Terminal): Promise<Logger> {
  if (terminal.err.isTTY !== true) return pino({ level }, new GatheredLines(terminal.err));
  const { default: pretty } = await import('pino-pretty'); // development comfort; not loaded under a service manager
  return pino({ level }, pretty({ destination: terminal.err, ignore: 'pid,hostname' }));
}
