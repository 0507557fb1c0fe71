/** The file in which a gateway that listens leaves its URL, so that clients on the same machine find it. */
import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';

type Environment = Readonly<Record<string, string | undefined>>;

const FILE_NAME = 'url';
const PRIVATE_DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o644;
const OTHERS_MAY_WRITE = 0o022;
/** The runtime directory that systemd makes for `RuntimeDirectory=masq-gateway`; its clients do not get the variable. */
const SYSTEM_DIRECTORY = '/run/masq-gateway';

/** Where this process leaves the URL: in RUNTIME_DIRECTORY, else below XDG_RUNTIME_DIR, else below the temporary folder. */
export function urlFilePath(environment: Environment): string {
  const own = environment['RUNTIME_DIRECTORY']?.split(':')[0];
  if (own !== undefined && own !== '') return join(own, FILE_NAME);
  const ofUser = environment['XDG_RUNTIME_DIR'];
  if (ofUser !== undefined && ofUser !== '') return join(ofUser, 'masq-gateway', FILE_NAME);
  return join(tmpdir(), `masq-gateway-${ownUserId()}`, FILE_NAME);
}

/**
 * Writes the URL; resolves with what takes it away again, unless another gateway has put its own there meanwhile.
 * Rejects where the directory cannot be made, or where others could put a URL there.
 */
export async function leaveUrl(
  environment: Environment,
  url: string,
): Promise<() => Promise<void>> {
  const path = urlFilePath(environment);
  await mkdir(dirname(path), { recursive: true, mode: PRIVATE_DIRECTORY_MODE });
  if (!(await isTrusted(dirname(path)))) {
    throw new Error(`${dirname(path)} belongs to others or can be written to by others`);
  }
  const text = `${url}\n`;
  await rm(path, { force: true });
  await writeFile(path, text, { mode: FILE_MODE, flag: 'wx' });
  return async () => {
    const present = await readFile(path, 'utf8').catch(() => undefined);
    if (present === text) await rm(path, { force: true });
  };
}

/** The URL that a gateway of this user or of the system has left, and the file; undefined where none has. */
export async function findUrl(
  environment: Environment,
): Promise<{ readonly url: string; readonly path: string } | undefined> {
  for (const path of [urlFilePath(environment), join(SYSTEM_DIRECTORY, FILE_NAME)]) {
    const url = await readTrusted(path);
    if (url !== undefined) return { url, path };
  }
  return undefined;
}

async function readTrusted(path: string): Promise<string | undefined> {
  try {
    if (!(await isTrusted(dirname(path))) || !(await isTrusted(path))) return undefined;
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return undefined; // no gateway has left anything there
  }
}

/** Whoever can write there could send our tokens to himself. */
async function isTrusted(path: string): Promise<boolean> {
  const { uid, mode } = await lstat(path);
  return (uid === ownUserId() || uid === 0) && (mode & OTHERS_MAY_WRITE) === 0;
}

function ownUserId(): number {
  return process.getuid?.() ?? 0;
}
