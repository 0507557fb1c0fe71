/** HTTP by hand: bytes out, bytes in, for requests that no client library would send. */
import { connect, type Socket } from 'node:net';

const LIMIT_MS = 20_000;

/** One response out of a connection's bytes. */
export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A connection to the server at `url`; errors end it silently. */
export function dial(url: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined); // the close that follows says it
  return socket;
}

/** Sends `bytes` and gives everything that comes until the other side closes. */
export function exchange(url: string, bytes: string | Buffer): Promise<string> {
  const socket = dial(url);
  socket.write(bytes);
  return readAll(socket);
}

/** Everything that comes until the connection is closed. */
export function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      socket.destroy();
      reject(new Error(`still open after ${LIMIT_MS} ms: ${text}`));
    }, LIMIT_MS);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.once('close', () => {
      clearTimeout(limit);
      resolve(text);
    });
  });
}

/** Cuts a connection's bytes into responses by their Content-Length. */
export function responsesIn(text: string): readonly RawResponse[] {
  const responses: RawResponse[] = [];
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) throw new Error(`no response: ${rest}`);
    const [line = '', ...fields] = rest.slice(0, end).split('\r\n');
    const headers = new Map(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
      }),
    );
    const length = Number(headers.get('content-length') ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    responses.push({ status: Number(line.split(' ')[1]), headers, body });
    rest = rest.slice(end + 4 + length);
  }
  return responses;
}
