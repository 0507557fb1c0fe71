/** Takes the metrics from a gateway and puts them where a collector finds them, whole or not at all. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClientOptions } from '../gateway/client-options.js';
import { ask, ConnectionError } from '../gateway/gateway-connection.js';
import { print, CommandError, endOf, exitCodes, type Terminal } from '../output/terminal.js';

/** Where the file is, and how often it is written; once where there is no interval. */
interface MetricsFile {
  readonly path: string;
  readonly intervalMs: number | undefined;
}

// Collectors run as other users; who does not want them to read it sets a umask.
const READABLE_BY_ALL = 0o644;

/** Prints the metrics. @throws ConnectionError; CommandError (refused) where the gateway does not give them. */
export async function printMetrics(options: ClientOptions, terminal: Terminal): Promise<void> {
  await print(terminal, await fetchMetrics(options, endOf(terminal)));
}

/**
 * Writes the file, once or until the terminal says stop; without an answer it says only that there is none.
 * @throws CommandError (cannotCreate) where it cannot be written; without an interval also what {@link printMetrics} throws.
 */
export async function writeMetrics(
  options: ClientOptions,
  { path, intervalMs }: MetricsFile,
  terminal: Terminal,
): Promise<void> {
  let told: string | undefined;
  do {
    const fault = await writeOnce(options, path, terminal.stop);
    if (fault !== undefined && intervalMs === undefined) throw fault;
    if (fault?.message !== told && !terminal.stop.aborted) {
      terminal.err.write(
        `${new Date().toISOString()} ${fault?.message ?? 'the gateway answers'}\n`,
      );
    }
    told = fault?.message;
  } while (intervalMs !== undefined && (await passes(intervalMs, terminal.stop)));
  // Nobody writes it any more: what it says would stay as if it were new.
  if (intervalMs !== undefined) await rm(path, { force: true });
}

/** Why the gateway gave no metrics, which the file then says, too. */
async function writeOnce(
  options: ClientOptions,
  path: string,
  stop: AbortSignal,
): Promise<Error | undefined> {
  try {
    const metrics = await fetchMetrics(options, stop);
    await replaceFile(path, `${metrics.trimEnd()}\n${upMetric(1)}`);
    return undefined;
  } catch (error) {
    const isAnswerless =
      error instanceof ConnectionError ||
      (error instanceof CommandError && error.exitCode === exitCodes.refused);
    if (!isAnswerless) throw error;
    if (!stop.aborted) await replaceFile(path, upMetric(0));
    return error;
  }
}

async function fetchMetrics(options: ClientOptions, signal: AbortSignal): Promise<string> {
  return (await ask(options, (client) => client.get('/metrics'), { signal })).value;
}

/** Whoever reads the file sees the old text or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, text, { mode: READABLE_BY_ALL, flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined); // what made the writing fail is told
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'no reason told';
    throw new CommandError(exitCodes.cannotCreate, `${path} cannot be written (${reason})`, {
      cause: error,
    });
  }
}

function upMetric(value: 0 | 1): string {
  return [
    '# HELP masq_gateway_textfile_up Whether the gateway answered when this file was written.',
    '# TYPE masq_gateway_textfile_up gauge',
    `masq_gateway_textfile_up ${value}`,
    '',
  ].join('\n');
}

/** True after that time; false where it was cut short. */
async function passes(ms: number, stop: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal: stop }).catch(() => false);
}
