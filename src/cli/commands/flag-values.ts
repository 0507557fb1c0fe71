/** Values of flags, read once. All throw CommandError (usage) that names the flag. */
import { readRange, type PluginRange } from './check.js';
import { CommandError, exitCodes } from '../output/terminal.js';

const MAX_PORT = 65_535;
const MAX_SECONDS = 86_400;
const MS_PER_S = 1000;

/** A range of a monitoring plugin; undefined where the flag is not given. */
export function rangeOf(value: unknown, flag: string): PluginRange | undefined {
  if (value === undefined) return undefined;
  const range = readRange(textOf(value));
  if (range === undefined) {
    throw usage(
      `${flag} takes a range such as 10, 10:, ~:10, 10:20 or @10:20, not "${textOf(value)}"`,
    );
  }
  return range;
}

export function secondsOf(value: unknown, flag: string): number {
  const seconds = Number(value);
  if (seconds > 0 && seconds <= MAX_SECONDS) return Math.max(1, Math.round(seconds * MS_PER_S));
  throw usage(`${flag} takes a number of seconds up to ${MAX_SECONDS}, not "${textOf(value)}"`);
}

export function daemonPortOf(value: unknown): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= MAX_PORT) return port;
  throw usage(`--daemon-port takes a number from 1 to ${MAX_PORT}, not "${textOf(value)}"`);
}

/** Words of a flag that may be given often, or hold several with commas between. */
export function wordsOf(value: unknown): readonly string[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  return given
    .filter((word) => typeof word === 'string')
    .flatMap((word) => word.split(','))
    .filter((word) => word !== '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function usage(message: string): CommandError {
  return new CommandError(exitCodes.usage, message);
}
