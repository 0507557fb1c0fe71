/** The file in which a gateway that listens leaves its URL, so that clients on the same machine find it. */
import { chmod, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';

type Environment = Readonly<Record<string, string | undefined>>;

const FILE_NAME = 'url';
const PRIVATE_DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o644;
const OTHERS_MAY_WRITE = 0o022;
const ROOT_ID = 0;
/** The runtime directory that systemd makes for `RuntimeDirectory=masq-gateway`; its clients do not get the variable. */
const SYSTEM_DIRECTORY = '/run/masq-gateway';

/** Where this process leaves the URL: in RUNTIME_DIRECTORY, else below XDG_RUNTIME_DIR, else below the temporary folder. @internal */
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
  await chmod(path, FILE_MODE); // a service's umask would keep it from everybody else
  return async () => {
    const present = await readFile(path, 'utf8').catch(() => undefined);
    if (present === text) await rm(path, { force: true });
  };
}

/** The URL that a gateway of this user or of the system has left, and the file; undefined where none has. */
export async function findUrl(
  environment: Environment,
  systemDirectory = SYSTEM_DIRECTORY,
): Promise<{ readonly url: string; readonly path: string } | undefined> {
  const ours = urlFilePath(environment);
  for (const path of [ours, join(systemDirectory, FILE_NAME)]) {
    const url = await readTrusted(path, path !== ours);
    if (url !== undefined) return { url, path };
  }
  return undefined;
}

async function readTrusted(path: string, isOfSystem: boolean): Promise<string | undefined> {
  try {
    const owners = isOfSystem ? await serviceUsers(dirname(path)) : [];
    if (!(await isTrusted(dirname(path), owners))) return undefined;
    if (!(await isTrusted(path, owners))) return undefined;
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return undefined; // no gateway has left anything there
  }
}

// systemd gives the directory to the service's user, whom nobody knows before; where only root can make it, root has chosen him.
async function serviceUsers(directory: string): Promise<readonly number[]> {
  const { uid, mode } = await lstat(dirname(directory));
  if (uid !== ROOT_ID || (mode & OTHERS_MAY_WRITE) !== 0) return [];
  return [(await lstat(directory)).uid];
}

/** Whoever can write there could send our tokens to himself. */
async function isTrusted(path: string, others: readonly number[] = []): Promise<boolean> {
  const { uid, mode } = await lstat(path);
  return [ownUserId(), ROOT_ID, ...others].includes(uid) && (mode & OTHERS_MAY_WRITE) === 0;
}

function ownUserId(): number {
  return process.getuid?.() ?? 0;
}
