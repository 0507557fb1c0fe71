/** The log on standard error: JSON lines, or readable ones if that is a terminal. */
import { pino, type Logger } from 'pino';
import { BatchedLog } from '../output/batched-log.js';
import type { Terminal } from '../output/terminal.js';

/** A logger, and what it could not write. */
interface ProcessLog {
  readonly logger: Logger;
  /** Lines dropped so far because standard error did not take them. */
  readonly droppedLines: () => number;
}

/** The process's logger; nothing but fields listed at each call ever reaches it. */
export async function createLog(level: string, { err }: Terminal): Promise<ProcessLog> {
  const log = new BatchedLog(err, (lines) =>
    logger.warn({ dropped: lines }, 'log lines dropped: standard error did not take them'),
  );
  const logger = pino({ level }, err.isTTY === true ? await readable(log) : log);
  return { logger, droppedLines: () => log.dropped };
}

/** For people at a terminal; its package is not loaded under a service manager. */
async function readable(log: BatchedLog): Promise<Pick<BatchedLog, 'write'>> {
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({ ignore: 'pid,hostname' });
  return { write: (line) => log.write(pretty(line)) };
}
