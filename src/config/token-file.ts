/** Access tokens from files: what others could read or guess is refused, and why is said. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import process from 'node:process';
import { SettingError } from '../errors.js';

/** Fewest characters of a token: 32 random ones of 16 kinds hold 128 bits. */
const MIN_TOKEN_LENGTH = 32;
/** Fewest different characters; a random token of the least length has fewer once in many thousands. */
const MIN_TOKEN_KINDS = 8;
const MAX_TOKEN_LENGTH = 512;
const MAX_FILE_BYTES = 4096;
/** RFC 6750, 2.1 (b64token): what a Bearer header can carry. */
const tokenForm = /^[A-Za-z0-9._~+/-]+=*$/;

/** Where the tokens are. */
interface TokenFiles {
  readonly adminTokenFile?: string | undefined;
  readonly readTokenFile?: string | undefined;
}

/** The tokens themselves; undefined where no file is set. Never shown. */
interface Tokens {
  readonly admin: string | undefined;
  readonly reader: string | undefined;
}

/** Who a file must not be open to, as far as a judgement needs it. @internal */
export type FileFacts = Pick<Stats, 'uid' | 'gid' | 'mode'> & { isFile(): boolean };

/**
 * Reads the files that are set.
 * @throws SettingError for a file that others can read or write, for a weak token, and for one token in both files.
 */
export function readTokens({ adminTokenFile, readTokenFile }: TokenFiles): Tokens {
  const admin = adminTokenFile === undefined ? undefined : readTokenFrom(adminTokenFile);
  const reader = readTokenFile === undefined ? undefined : readTokenFrom(readTokenFile);
  if (admin !== undefined && admin === reader) {
    throw new SettingError(
      `${adminTokenFile ?? ''} and ${readTokenFile ?? ''} hold the same token, so who may read could write; make another with: masq-gateway token create --out FILE`,
    );
  }
  return { admin, reader };
}

/** Why a file must not hold a token, or undefined; `uid` is the user that we run as, undefined where there are none. @internal */
export function fileFault(facts: FileFacts, uid: number | undefined): string | undefined {
  if (!facts.isFile()) return 'is not a regular file';
  if (uid === undefined) return undefined;
  if (facts.uid !== uid && facts.uid !== 0) return 'belongs to another user';
  if ((facts.mode & 0o077) === 0 || isServiceCredential(facts)) return undefined;
  const who = (facts.mode & 0o007) === 0 ? 'its group' : 'everybody';
  return `is open to ${who} (mode ${(facts.mode & 0o777).toString(8)}); close it with chmod 600`;
}

/** Why a token could be guessed or not be sent, or undefined. @internal */
export function tokenFault(token: string): string | undefined {
  if (token === '') return 'is empty';
  if (token.length > MAX_TOKEN_LENGTH) return `is longer than ${MAX_TOKEN_LENGTH} characters`;
  if (!tokenForm.test(token)) {
    return 'must be one line of letters, digits and - . _ ~ + /, and nothing else';
  }
  if (token.length < MIN_TOKEN_LENGTH) return `is shorter than ${MIN_TOKEN_LENGTH} characters`;
  const isPlain = new Set(token).size < MIN_TOKEN_KINDS || isRepetition(token);
  return isPlain ? 'is too regular and could be guessed' : undefined;
}

function readTokenFrom(path: string): string {
  const text = readPrivately(path);
  const token = text.trim();
  const fault = tokenFault(token);
  if (fault === undefined) return token;
  throw new SettingError(
    `The token in ${path} ${fault}. Make a good one with: masq-gateway token create --out FILE`,
  );
}

// The open file is judged, not its name, which could be pointed elsewhere in between. Without O_NONBLOCK a pipe would hang us.
function readPrivately(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const fault = fileFault(fstatSync(file), process.geteuid?.());
    if (fault !== undefined) throw new SettingError(`The token file ${path} ${fault}.`);
    const buffer = Buffer.alloc(MAX_FILE_BYTES);
    return buffer.toString('utf8', 0, readSync(file, buffer));
  } catch (error) {
    if (error instanceof SettingError) throw error;
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new SettingError(`The token file ${path} cannot be read (${reason}).`, { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

// systemd hands credentials over as root:root 0440, the service's user being let in by an access control list.
function isServiceCredential({ uid, gid, mode }: FileFacts): boolean {
  return uid === 0 && gid === 0 && (mode & 0o037) === 0;
}

// A text that is found in its own doubling before the end consists of repetitions.
function isRepetition(token: string): boolean {
  return (token + token).indexOf(token, 1) < token.length;
}
