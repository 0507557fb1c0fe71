/** One request to a gateway, over TCP or its Unix socket. */
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ClientOptions } from './client-options.js';

/** A complete answer. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** How one request is made. */
export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole answer; of a stream, for its head. @default 10 s */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Why there was no answer: nobody listens, none came in time, or the connection broke. */
export type ConnectionFault = 'refused' | 'timed-out' | 'broken';

/** No gateway answered. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly fault: ConnectionFault;

  constructor(fault: ConnectionFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Gets one path whole. Rejects with ConnectionError. */
export async function get(
  options: ClientOptions,
  path: string,
  ask: AskOptions = {},
): Promise<GatewayAnswer> {
  const timeoutMs = ask.timeoutMs ?? TIMEOUT_MS;
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = ask.signal === undefined ? limit : AbortSignal.any([limit, ask.signal]);
  const response = await open(options, path, { ...ask, timeoutMs, signal });
  try {
    const text = await readWhole(response);
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  } catch (error) {
    throw asConnectionError(error, options, limit.aborted);
  }
}

/** Gets the head of an answer; the body is the caller's to read or to destroy. Rejects with ConnectionError. */
export function open(
  options: ClientOptions,
  path: string,
  { headers, timeoutMs = TIMEOUT_MS, signal }: AskOptions = {},
): Promise<IncomingMessage> {
  const url = new URL(`${options.url}${path}`);
  const begin = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    let late = false;
    const request = begin(url, {
      agent: false,
      headers: { ...authorization(options), ...headers },
      ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
      ...(signal === undefined ? {} : { signal }),
    });
    const timer = setTimeout(() => {
      late = true;
      request.destroy();
    }, timeoutMs);
    request.once('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // Stays: an error after the head has come ends the response, too, and is told there.
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(asConnectionError(error, options, late || isTimeout(signal)));
    });
    request.end();
  });
}

function isTimeout(signal: AbortSignal | undefined): boolean {
  const reason: unknown = signal?.reason;
  return reason instanceof Error && reason.name === 'TimeoutError';
}

function authorization({ token }: ClientOptions): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

async function readWhole(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('the answer is too long for a gateway');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asConnectionError(error: unknown, options: ClientOptions, late: boolean): ConnectionError {
  const where = options.socketPath ?? options.url;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (late) {
    return new ConnectionError('timed-out', `the gateway at ${where} did not answer in time`, {
      cause: error,
    });
  }
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    return new ConnectionError(
      'refused',
      `no gateway listens at ${where} (from ${options.socketPath === undefined ? options.urlOrigin : 'the socket setting'})`,
      { cause: error },
    );
  }
  return new ConnectionError('broken', `the connection to ${where} failed (${code ?? 'broken'})`, {
    cause: error,
  });
}
