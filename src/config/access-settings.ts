/** Shapes of the settings that say who may come in: host names, origins of pages, the mode of a socket. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** True for an address literal that only this machine can reach. */
export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return loopback.check(address, 'ipv4');
  return isIPv6(address) && loopback.check(address, 'ipv6');
}

/** True for an origin whose pages only this machine can serve; browsers resolve names below localhost by themselves. */
export function isLoopbackOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  const name = hostname.replace(/^\[|\]$/g, '');
  return isLoopback(name) || name === 'localhost' || name.endsWith('.localhost');
}

const NO_ADDRESS = 'none';
const hostName = /^(?![.-])[a-z0-9._-]{1,253}(?<![.-])$/;
const socketMode = /^0?[0-7]{3}$/;
const OWNER_USES = 0o600;
const EXECUTES = 0o111;

/** A list, or a text of items between commas or blanks. */
const list = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean)),
]);

/** Loopback addresses; `none` alone stands for no address at all. */
export const listenAddresses = list
  .transform((items) => (items.length === 1 && items[0] === NO_ADDRESS ? [] : items))
  .pipe(
    z.array(
      z.string().refine(isLoopback, {
        message:
          'is not a loopback address. The gateway has full power over a Node and its money, so it listens on 127.0.0.1 and ::1 only; forward the port (ssh -L) to reach it from elsewhere',
      }),
    ),
  );

/** Names without scheme, port or wildcard, in lower case. */
export const hostNames = list
  .transform((items) => items.map((item) => item.toLowerCase()))
  .pipe(
    z.array(
      z.string().refine((name) => hostName.test(name), {
        message: 'is not a host name: it is given alone, without scheme, port, path or *',
      }),
    ),
  );

/** Exact origins, as a browser writes them into the Origin header. */
export const origins = list.pipe(
  z.array(
    z
      .string()
      .refine(isOrigin, {
        message:
          'is not an origin: it is given exactly as the browser sends it, such as https://ui.example or http://localhost:3000, without path, * or null',
      })
      .refine((origin) => !isOrigin(origin) || isProtected(origin), {
        message:
          'is served without TLS from another machine: whoever stands between could put a page of their own in its place, so only https origins are allowed there',
      }),
  ),
);

/** Octal digits; from YAML also the number that has these digits. */
export const permissionBits = z.union([z.string(), z.number().transform(String)]).pipe(
  z.string().refine(
    (text) => {
      const mode = socketMode.test(text) ? Number.parseInt(text, 8) : 0;
      return (mode & OWNER_USES) === OWNER_USES && (mode & EXECUTES) === 0;
    },
    { message: 'is not the mode of a socket: octal digits such as 600, 660 or 666' },
  ),
);

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && origin === text && !hostname.includes('*');
}

function isProtected(origin: string): boolean {
  return origin.startsWith('https:') || isLoopbackOrigin(origin);
}
