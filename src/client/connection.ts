/** How the client reaches a gateway: its address, who asks, and a `fetch` whose failures have a name. */
import { GatewayUnreachable } from './errors.js';

export interface ClientOptions {
  /** @default 'http://127.0.0.1:5334' */
  readonly baseUrl?: string;
  /** Sent as `Authorization: Bearer`, where the gateway was given tokens. */
  readonly token?: string;
  /** @default the global one */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @throws GatewayUnreachable, or the reason of the request's signal where that was the end of it. */
  readonly fetch: (request: Request) => Promise<Response>;
}

const DEFAULT_BASE_URL = 'http://127.0.0.1:5334';

/** The connection that these options describe; nothing is sent. */
export function connectionOf(options: ClientOptions): Connection {
  const baseUrl = withoutLastSlashes(options.baseUrl ?? DEFAULT_BASE_URL);
  const send = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  return {
    baseUrl,
    headers: options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` },
    fetch: async (request) => {
      try {
        return await send(request);
      } catch (error) {
        throw connectionError(error, request.url, request.signal);
      }
    },
  };
}

function withoutLastSlashes(url: string): string {
  let end = url.length;
  while (url.endsWith('/', end)) end -= 1;
  return url.slice(0, end);
}

/** What a failure of `fetch`, or of reading its answer, is called. */
export function connectionError(error: unknown, url: string, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : new GatewayUnreachable(url, error);
}
