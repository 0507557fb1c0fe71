/** One frozen Config from four sources: flags > environment > file > defaults. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import * as z from 'zod';
import { hostNames, listenAddresses, origins, permissionBits } from './config/access-settings.js';
import { unsafeCombinations } from './config/unsafe-combinations.js';

const MAX_PORT = 65535;
const port = (least: number) => z.coerce.number().int().min(least).max(MAX_PORT);
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const onOff = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');
const schema = z.object({
  listen: listenAddresses.default(['127.0.0.1', '::1']),
  port: port(0).default(5334),
  socket: z.string().min(1).optional(),
  socketMode: permissionBits.default('600'),
  daemonPort: port(1).default(5333),
  nodePort: port(1).optional(),
  messagesPerSecond: count(1, 10_000).default(100),
  maxStreams: count(1, 100_000).default(1000),
  adminTokenFile: z.string().min(1).optional(),
  readTokenFile: z.string().min(1).optional(),
  readOnly: onOff.default(false),
  metricsWithoutAuth: onOff.default(false),
  allowHost: hostNames.default([]),
  allowOrigin: origins.default([]),
  allowCrash: onOff.default(false),
  allowConfigFile: onOff.default(false),
  allowCustomFinancials: onOff.default(false),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export { isLoopback } from './config/access-settings.js';

/** Everything that can be set, checked and frozen. */
export type Config = Readonly<z.output<typeof schema>>;

/** Name of a setting. */
export type SettingName = keyof Config;

/** What help says of a setting. */
export interface SettingHelp {
  readonly help: string;
  /** Placeholder of the flag's value; absent for a switch. */
  readonly argument?: string;
  /** True where the value itself is never shown. */
  readonly secret?: true;
}

/** Every setting by name: the flag is its kebab-case, the variable its upper case behind `MASQ_GATEWAY_`. */
export const settings: Readonly<Record<SettingName, SettingHelp>> = {
  listen: {
    help: 'loopback addresses to listen on; none for the socket alone',
    argument: 'address...',
  },
  port: { help: 'port to listen on; 0 takes a free one', argument: 'port' },
  socket: { help: 'path of a Unix socket to listen on beside the addresses', argument: 'path' },
  socketMode: { help: 'permissions of the Unix socket, in octal', argument: 'mode' },
  daemonPort: { help: 'UI port of the MASQ Daemon', argument: 'port' },
  nodePort: { help: 'UI port of a Node that no Daemon tells of', argument: 'port' },
  messagesPerSecond: {
    help: 'most messages a second written to the Node, after a burst of 8; more endangers the Node',
    argument: 'count',
  },
  maxStreams: { help: 'most event streams open at once', argument: 'count' },
  adminTokenFile: { help: 'file with the token that opens everything', argument: 'file' },
  readTokenFile: { help: 'file with a token that opens reading alone', argument: 'file' },
  readOnly: { help: 'serve no writes and no secrets, whoever asks' },
  metricsWithoutAuth: { help: 'serve /metrics without a token' },
  allowHost: {
    help: 'host names beside localhost that the gateway answers to, at any port; needs a token',
    argument: 'name...',
  },
  allowOrigin: {
    help: 'exact origins whose pages may use the gateway; needs a token unless of this machine',
    argument: 'origin...',
  },
  allowCrash: { help: 'serve POST /v1/node/crash, for testing only' },
  allowConfigFile: { help: 'let setup set config-file' },
  allowCustomFinancials: {
    help: 'let financials ask for ranges; an unbounded reply can wedge the Node',
  },
  logLevel: { help: 'least severity that is logged', argument: 'level' },
};

/** A setting that stops the start; the message names it, where it came from and how to put it right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Where settings come from; each is unread input. */
export interface ConfigSources {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Path of a JSON or YAML file whose keys are the settings' names. */
  readonly file?: string | undefined;
}

/** `daemonPort` → `daemon-port`. */
export function flagName(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `daemonPort` → `MASQ_GATEWAY_DAEMON_PORT`. */
export function variableName(setting: string): string {
  return `MASQ_GATEWAY_${flagName(setting).replaceAll('-', '_').toUpperCase()}`;
}

/** The settings, and where each came from: `--flag`, `VARIABLE`, `name in FILE` or `default`. */
export interface ReadSettings {
  readonly config: Config;
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * Reads the settings from all sources; a flag beats the environment, that beats the file, that beats the default.
 * @throws ConfigError for a value that does not fit or a file that cannot be read.
 */
export async function parseConfig(sources: ConfigSources): Promise<Config> {
  return (await readSettings(sources)).config;
}

/** As {@link parseConfig}, with the origin of every setting. */
export async function readSettings(sources: ConfigSources): Promise<ReadSettings> {
  const file = sources.file === undefined ? {} : await readConfigFile(sources.file);
  const picked = new Map(Object.keys(settings).map((name) => [name, pick(name, sources, file)]));
  const values = Object.fromEntries([...picked].map(([name, { value }]) => [name, value]));
  const parsed = schema.safeParse(values);
  if (parsed.success) {
    const unsafe = unsafeCombinations(parsed.data);
    if (unsafe.length > 0)
      throw new ConfigError(`These settings are not safe together.\n${unsafe.join('\n')}`);
    const from = new Map([...picked].map(([name, { origin }]) => [name, origin]));
    return { config: Object.freeze(parsed.data), origins: from };
  }
  const faults = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const origin = picked.get(name)?.origin ?? 'nowhere';
    return `Setting ${name} (from ${origin}): ${reasonOf(issue)}. ${cureOf(name)}`;
  });
  throw new ConfigError(faults.join('\n'));
}

interface Picked {
  readonly value: unknown;
  readonly origin: string;
}

function pick(
  name: string,
  sources: ConfigSources,
  file: Readonly<Record<string, unknown>>,
): Picked {
  const flag = sources.flags?.[name];
  if (flag !== undefined) return { value: flag, origin: `--${flagName(name)}` };
  const variable = sources.environment?.[variableName(name)];
  if (variable !== undefined && variable !== '')
    return { value: variable, origin: variableName(name) };
  const value = file[name];
  const origin = value === undefined ? 'default' : `${name} in ${sources.file ?? 'the file'}`;
  return { value, origin };
}

function reasonOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'custom' && typeof issue.input === 'string'
    ? `"${issue.input}" ${issue.message}`
    : issue.message;
}

function cureOf(name: string): string {
  const help = Object.entries(settings).find(([known]) => known === name)?.[1];
  if (help === undefined) return '';
  const argument = help.argument === undefined ? '' : ` <${help.argument}>`;
  return `Write --${flagName(name)}${argument} or ${variableName(name)}: ${help.help}.`;
}

async function readConfigFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration file ${path} cannot be read.`, { cause: error });
  }
  const content = await readConfigText(path, text);
  const record = z.record(z.string(), z.unknown()).safeParse(content ?? {});
  if (!record.success)
    throw new ConfigError(`The configuration file ${path} must hold one object.`);
  const unknown = Object.keys(record.data).filter((key) => !(key in settings));
  if (unknown.length > 0) {
    const known = Object.keys(settings).join(', ');
    throw new ConfigError(
      `The configuration file ${path} has unknown keys: ${unknown.join(', ')}. Known: ${known}.`,
    );
  }
  return record.data;
}

async function readConfigText(path: string, text: string): Promise<unknown> {
  try {
    if (extname(path) === '.json') return JSON.parse(text) as unknown;
    const yaml = await import('yaml'); // only who has a YAML file pays for loading it
    return yaml.parse(text) as unknown;
  } catch (error) {
    throw new ConfigError(`The configuration file ${path} is not well-formed.`, { cause: error });
  }
}
