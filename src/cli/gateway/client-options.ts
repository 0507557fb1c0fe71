/** Which gateway a client command asks, and with which token: one set of options for all of them. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { findUrl } from './runtime-directory.js';
import { CommandError, exitCodes, type Terminal } from '../output/terminal.js';

/** What commander hands to an action. */
export type Flags = Readonly<Record<string, unknown>>;

export interface ClientOptions {
  /** Without a slash at its end. */
  readonly url: string;
  /** Where the URL came from: `--url`, a variable, a file, or `the default`. */
  readonly urlOrigin: string;
  /** Unix socket that is connected to in place of the URL's host. */
  readonly socketPath: string | undefined;
  readonly tokenFile: string | undefined;
  /** Read from `tokenFile`. Never shown. */
  readonly token: string | undefined;
}

export const clientVariables = {
  url: 'MASQ_GATEWAY_URL',
  socket: 'MASQ_GATEWAY_SOCKET',
  tokenFile: 'MASQ_GATEWAY_TOKEN_FILE',
} as const;

const DEFAULT_URL = 'http://127.0.0.1:5334';
const SOCKET_SCHEME = 'unix:';
const SOCKET_URL = 'http://localhost';
const tokenForm = /^[\x21-\x7e]{1,4096}$/;

export function addClientOptions(command: Command): Command {
  return command
    .option(
      '--url <url>',
      `the gateway, http://… or unix:PATH (also ${clientVariables.url}; default: what a running gateway has left in the runtime directory, else ${DEFAULT_URL})`,
    )
    .option('--socket <path>', `Unix socket of the gateway (also ${clientVariables.socket})`)
    .option(
      '--token-file <file>',
      `file that holds the token (also ${clientVariables.tokenFile}); never on the command line, where all can read it`,
    );
}

/**
 * Reads the options; a flag beats its variable, that beats the URL file of a running gateway, that beats the default.
 * @throws CommandError (config) for a URL that is none or a token file that cannot be used.
 */
export async function readClientOptions(
  flags: Flags,
  terminal: Pick<Terminal, 'environment'>,
): Promise<ClientOptions> {
  const { url: named, origin } = await chooseUrl(flags, terminal);
  const { url, socketPath } = readUrl(named, origin);
  const tokenFile = pick(flags['tokenFile'], terminal.environment[clientVariables.tokenFile]);
  return {
    url,
    urlOrigin: origin,
    socketPath: pick(flags['socket'], terminal.environment[clientVariables.socket]) ?? socketPath,
    tokenFile,
    token: tokenFile === undefined ? undefined : await readToken(tokenFile),
  };
}

async function chooseUrl(
  flags: Flags,
  { environment }: Pick<Terminal, 'environment'>,
): Promise<{ readonly url: string; readonly origin: string }> {
  const flag = pick(flags['url']);
  if (flag !== undefined) return { url: flag, origin: '--url' };
  const variable = pick(environment[clientVariables.url]);
  if (variable !== undefined) return { url: variable, origin: clientVariables.url };
  const found = await findUrl(environment);
  if (found !== undefined) return { url: found.url, origin: found.path };
  return { url: DEFAULT_URL, origin: 'the default' };
}

function pick(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/** A gateway that listens on a socket alone leaves `unix:PATH`. */
function readUrl(
  text: string,
  origin: string,
): { readonly url: string; readonly socketPath: string | undefined } {
  return text.startsWith(SOCKET_SCHEME)
    ? { url: SOCKET_URL, socketPath: text.slice(SOCKET_SCHEME.length) }
    : { url: checkedUrl(text, origin), socketPath: undefined };
}

function checkedUrl(text: string, origin: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isUsable = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === undefined || !isUsable || url.search !== '' || url.hash !== '') {
    throw new CommandError(
      exitCodes.config,
      `${origin}: "${text}" is not the URL of a gateway; write it like ${DEFAULT_URL}`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new CommandError(
      exitCodes.config,
      `${origin}: a URL is no place for a token; put it into a file and name that with --token-file`,
    );
  }
  return url.href.replace(/\/$/, '');
}

async function readToken(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new CommandError(
      exitCodes.config,
      `the token file ${path} cannot be read (${reason}); name another with --token-file`,
      { cause: error },
    );
  }
  const token = text.trim();
  if (tokenForm.test(token)) return token;
  throw new CommandError(
    exitCodes.config,
    `the token file ${path} must hold one token and nothing else`,
  );
}
