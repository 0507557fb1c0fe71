/** `masq-gateway token create`: a token of 256 random bits into a file that only its owner can read. */
import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, openSync, unlinkSync, writeSync } from 'node:fs';
import type { Command } from 'commander';
import type { Flags } from '../gateway/client-options.js';
import { CommandError, exitCodes, type Terminal } from '../output/terminal.js';

const TOKEN_BYTES = 32;
const OWNER_ONLY = 0o600;

export function addTokenCommand(program: Command, terminal: Terminal): void {
  program
    .command('token')
    .description('access tokens of the gateway')
    .command('create')
    .description('write a new token of 256 random bits into a file that only its owner can read')
    .requiredOption('--out <file>', 'file to make; one that is there is never written over')
    .action((flags: Flags) => createToken(String(flags['out']), terminal));
}

/** Writes a new token to `path`, which must not exist yet. @throws CommandError (cannotCreate) where it cannot be made. */
function createToken(path: string, terminal: Pick<Terminal, 'out'>): void {
  try {
    writeNewFile(path, `${randomBytes(TOKEN_BYTES).toString('base64url')}\n`);
  } catch (error) {
    throw new CommandError(exitCodes.cannotCreate, `${path} cannot be made: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  terminal.out.write(
    [
      `${path} holds a new token that only you can read.`,
      '  masq-gateway --admin-token-file FILE   opens everything to it, --read-token-file opens reading alone',
      "  sed 's/^/Authorization: Bearer /' FILE | curl -H @- URL   sends it, unseen by other users of this machine",
      '',
    ].join('\n'),
  );
}

// `wx` follows no link and writes over nothing; the mode is given again because the umask may only have narrowed it.
function writeNewFile(path: string, text: string): void {
  const file = openSync(path, 'wx', OWNER_ONLY);
  try {
    fchmodSync(file, OWNER_ONLY);
    writeSync(file, text);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return code === 'EEXIST' ? 'it is there already, and a token is never written over' : code;
}
