/** `masq-gateway/client/node-fetch`: a `fetch` over node:http, which can also connect to a Unix socket. Node.js only. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';

/** Statuses whose responses have no body. */
const bodiless: readonly number[] = [204, 205, 304];

/**
 * A value for the client's `fetch` option: each request has a connection of its own, to `socketPath` if there is one; the URL's
 * host is then only a name. Rejects with what node:http reports.
 */
export function nodeFetch(socketPath?: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = Buffer.from(await request.arrayBuffer());
    const begin = request.url.startsWith('https:') ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent = begin(request.url, {
        method: request.method,
        agent: false,
        headers: Object.fromEntries(request.headers),
        signal: request.signal,
        ...(socketPath === undefined ? {} : { socketPath }),
      });
      // Stays: an error after the head has come ends the body, too, and is reported there.
      sent.on('error', reject);
      sent.once('response', (answer) => resolve(responseOf(answer)));
      sent.end(body.length === 0 ? undefined : body);
    });
  };
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(answer.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  if (!bodiless.includes(status)) {
    // Cancelling the body ends the connection.
    return new Response(Readable.toWeb(answer) as ReadableStream, { status, headers });
  }
  answer.resume();
  return new Response(null, { status, headers });
}
