/** Where a Unix socket lies that a service manager has handed over; Node.js does not tell. */
import { fstatSync, readFileSync } from 'node:fs';

/** Num RefCount Protocol Flags Type St Inode Path, in proc(5). */
const row = /^\S+ \S+ \S+ \S+ \S+ \S+ +(\d+) (\/.+)$/;

/** The path of the socket behind a descriptor; undefined where the system does not tell, or where it has none. */
export function inheritedPath(descriptor: number): string | undefined {
  try {
    return pathInTable(readFileSync('/proc/net/unix', 'utf8'), fstatSync(descriptor).ino);
  } catch {
    return undefined; // no Linux: clients have to be told the path
  }
}

/** The path of the socket with this inode number in Linux's table of Unix sockets. @internal */
export function pathInTable(table: string, inode: number): string | undefined {
  for (const line of table.split('\n')) {
    const [, number, path] = row.exec(line) ?? [];
    if (Number(number) === inode) return path;
  }
  return undefined;
}
