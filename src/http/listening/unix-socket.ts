/**
 * Listening at a path. The socket is made and given its mode inside a private folder and only then linked to its name, so that
 * nobody can connect under another mode, and nothing that stands there already is ever written over.
 */
import { chmod, link, lstat, mkdtemp, rename, rm, stat, unlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { SettingError } from '../../errors.js';
import { StartError } from './start-error.js';

/** Where to listen and who may connect. */
export interface SocketPlace {
  readonly path: string;
  /** Permission bits, such as 0o600. */
  readonly mode: number;
}

/** A socket that is listened on. */
export interface OwnedSocket {
  /** Absolute. */
  readonly path: string;
  /** Takes the name away if it still leads to this socket. Idempotent. */
  release(): Promise<void>;
}

/** Longest address of a Unix socket that all systems take, in bytes. */
const MAX_PATH_BYTES = 103;
const PROBE_TIMEOUT_MS = 1_000;
const PRIVATE_PREFIX = '.masq-gateway-';
const PRIVATE_NAME = 's';
const STICKY_BIT = 0o1000;
const OTHERS_WRITE = 0o002;

/**
 * Listens at a path; what a dead gateway has left there is replaced.
 * @throws StartError in-use where somebody listens, unavailable for a folder that cannot be used.
 * @throws SettingError where what stands there is no socket, or where everybody could put another in its place.
 */
export async function listenAtPath(server: Server, place: SocketPlace): Promise<OwnedSocket> {
  const path = resolve(place.path);
  await refuseFolder(path);
  const folder = await mkdtemp(join(dirname(path), PRIVATE_PREFIX)).catch((error: unknown) => {
    throw unavailable(path, error);
  });
  try {
    const inside = join(folder, PRIVATE_NAME);
    await clearAway(path, join(folder, 'old'));
    await listening(server, inside);
    await chmod(inside, place.mode);
    await link(inside, path);
    const { dev, ino } = await lstat(inside);
    return { path, release: () => release(path, { dev, ino }) };
  } catch (error) {
    throw asStartError(path, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `living`: somebody answers, or may. `dead`: a socket without a listener. */
async function probe(path: string): Promise<'living' | 'dead'> {
  return new Promise((resolveWith) => {
    const socket = connect({ path, timeout: PROBE_TIMEOUT_MS });
    const end = (verdict: 'living' | 'dead'): void => {
      socket.destroy();
      resolveWith(verdict);
    };
    socket.once('connect', () => end('living'));
    socket.once('timeout', () => end('living'));
    // Only a refusal says that nobody listens; a full queue and a forbidden socket may well have a listener.
    socket.on('error', (error) => end(codeOf(error) === 'ECONNREFUSED' ? 'dead' : 'living'));
  });
}

async function refuseFolder(path: string): Promise<void> {
  const folder = dirname(path);
  const longest = Math.max(
    Buffer.byteLength(path),
    Buffer.byteLength(join(folder, `${PRIVATE_PREFIX}XXXXXX`, PRIVATE_NAME)),
  );
  if (longest > MAX_PATH_BYTES) {
    throw new SettingError(`The path of the socket is too long for this system: ${path}.`);
  }
  const { mode } = await stat(folder).catch((error: unknown) => {
    throw unavailable(path, error);
  });
  if ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY_BIT) === 0) {
    throw new SettingError(
      `Everybody may replace files in ${folder}, the socket and so the gateway too; choose a folder that only its user can write to.`,
    );
  }
}

/** Takes a dead socket away. It is moved aside and asked once more, for in between another gateway may have come. */
async function clearAway(path: string, aside: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new SettingError(
      `${path} is there already and is no socket, so it is left alone; name another path with the setting socket.`,
    );
  }
  if ((await probe(path)) === 'living') throw inUse(path);
  await rename(path, aside);
  const moved = await lstat(aside);
  if (moved.isSocket() && (await probe(aside)) === 'dead') return;
  await link(aside, path);
  throw inUse(path);
}

async function release(
  path: string,
  own: { readonly dev: number; readonly ino: number },
): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSocket() !== true || found.dev !== own.dev || found.ino !== own.ino) return;
  await unlink(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolveWith, reject) => {
    server.once('error', reject);
    server.listen({ path }, () => {
      server.removeListener('error', reject);
      resolveWith();
    });
  });
}

function asStartError(path: string, error: unknown): Error {
  if (error instanceof StartError || error instanceof SettingError) return error;
  return codeOf(error) === 'EEXIST' ? inUse(path) : unavailable(path, error);
}

function inUse(path: string): StartError {
  return new StartError('in-use', `Somebody listens on ${path} already.`);
}

function unavailable(path: string, error: unknown): StartError {
  const code = codeOf(error) ?? 'unknown reason';
  return new StartError('unavailable', `The gateway cannot listen on ${path} (${code}).`, error);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
