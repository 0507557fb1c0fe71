/** A gateway as commands ask it: the typed client over TCP or a Unix socket, its failures in words. */
import {
  createGatewayClient,
  GatewayProblem,
  GatewayUnreachable,
  UnexpectedAnswer,
  type ClientOptions as Connection,
  type GatewayClient,
} from '../../client/client.js';
import { nodeFetch } from '../../client/node-fetch.js';
import type { ClientOptions } from './client-options.js';
import { printable, CommandError, exitCodes } from '../output/terminal.js';

export interface AskOptions {
  /** For the whole response. @default 10 s */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answered<T> {
  readonly value: T;
  /** The gateway's own clock, Unix ms, whole seconds; undefined if it did not say. */
  readonly clockMs: number | undefined;
}

/** Why there was no response: nobody listens, none came in time, or the connection broke. */
type ConnectionFault = 'refused' | 'timed-out' | 'broken';

export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly fault: ConnectionFault;

  constructor(fault: ConnectionFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

const TIMEOUT_MS = 10_000;
const UNAUTHORIZED = 401;
const TOKEN_CURE = ' Name a file that holds a token with --token-file.';

export function connectionTo({
  url,
  token,
  socketPath,
}: ClientOptions): Required<Omit<Connection, 'token'>> & Connection {
  return { baseUrl: url, fetch: nodeFetch(socketPath), ...(token === undefined ? {} : { token }) };
}

/** Makes one call. Rejects with ConnectionError, or CommandError (refused) if the answer is not what was asked for. */
export async function ask<T>(
  options: ClientOptions,
  call: (client: GatewayClient) => Promise<T>,
  { timeoutMs = TIMEOUT_MS, signal }: AskOptions = {},
): Promise<Answered<T>> {
  const limit = AbortSignal.timeout(timeoutMs);
  const ending = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  const connection = connectionTo(options);
  let clockMs = NaN;
  const client = createGatewayClient({
    ...connection,
    fetch: async (request) => {
      const response = await connection.fetch(new Request(request, { signal: ending }));
      clockMs = Date.parse(response.headers.get('date') ?? '');
      return response;
    },
  });
  try {
    const value = await call(client);
    return { value, clockMs: Number.isNaN(clockMs) ? undefined : clockMs };
  } catch (error) {
    throw inWords(error, options, limit.aborted);
  }
}

/** The error that a command ends with; `isLate`: the time was up. */
export function inWords(error: unknown, options: ClientOptions, isLate = false): unknown {
  if (error instanceof GatewayUnreachable) return unreachable(error.cause, options, isLate);
  if (error instanceof GatewayProblem) {
    const { status, code, detail } = error;
    return refused(status, `${code}: ${printable(detail)}`, error);
  }
  if (error instanceof UnexpectedAnswer) {
    return refused(error.status, 'not an answer of a masq-gateway.', error);
  }
  return error;
}

function refused(status: number, words: string, cause: unknown): CommandError {
  const cure = status === UNAUTHORIZED ? TOKEN_CURE : '';
  const message = `the gateway answered with status ${status}, ${words}${cure}`;
  return new CommandError(exitCodes.refused, message, { cause });
}

function unreachable(cause: unknown, options: ClientOptions, isLate: boolean): ConnectionError {
  const where = options.socketPath ?? options.url;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'broken';
  if (isLate) {
    return new ConnectionError('timed-out', `the gateway at ${where} did not answer in time`, {
      cause,
    });
  }
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    const origin = options.socketPath === undefined ? options.urlOrigin : 'the socket setting';
    const message = `no gateway listens at ${where} (from ${origin})`;
    return new ConnectionError('refused', message, { cause });
  }
  return new ConnectionError('broken', `the connection to ${where} failed (${code})`, { cause });
}
