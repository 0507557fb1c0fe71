/** Requests written behind each other on one connection, and clients that leave in the middle. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { dial } from './raw-http.js';

/** A request as bytes, without a body unless given one. */
export function requestBytes(
  route: string,
  { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const fields = Object.entries({
    Host: 'localhost',
    ...(text === ''
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': String(text.length) }),
    ...headers,
  });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${route} HTTP/1.1\r\n${lines}\r\n${text}`;
}

/** How a client leaves: by closing its socket, or with a reset. */
export const departures = ['close', 'reset'] as const;
export type Departure = (typeof departures)[number];

/** Ends a client's socket; resolves when it is gone on this side. */
export async function leave(socket: Socket, how: Departure = 'close'): Promise<void> {
  if (socket.destroyed) return;
  const gone = once(socket, 'close');
  if (how === 'reset') socket.resetAndDestroy();
  else socket.destroy();
  await gone;
}

/** A client that has written `bytes` in one go. */
export async function pipeline(url: string, bytes: string): Promise<Socket> {
  const socket = dial(url);
  await new Promise<void>((resolve) => {
    socket.write(bytes, () => resolve());
  });
  return socket;
}
