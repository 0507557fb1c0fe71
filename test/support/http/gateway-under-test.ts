/** A whole gateway over real sockets; every answer that passes through it is held to openapi.yaml. */
import { pino } from 'pino';
import { parseConfig } from '../../../src/config.js';
import { createGateway } from '../../../src/gateway.js';
import type { PeerTimings } from '../../../src/peer/timings.js';
import {
  assertProblem,
  assertResponse,
  documentedOperations,
  parseExact,
} from './openapi-check.js';

/** One answer of the gateway. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body where it is JSON: integers beyond 2^53 as bigint. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a request carries beside method and path. */
export interface AskOptions {
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly rawBody?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A gateway before some Daemon port. */
export interface GatewayUnderTest {
  readonly url: string;
  /** `POST /v1/node/start` and the like; fails where the answer is not as documented. */
  ask(route: string, options?: AskOptions): Promise<Answer>;
  /** Asks until the answer fits; for states that a peer reaches by itself. */
  until(route: string, fits: (answer: Answer) => boolean): Promise<Answer>;
  /** Everything logged so far. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

const UNTIL_LIMIT_MS = 20_000;
const UNTIL_PAUSE_MS = 20;

const operations = documentedOperations().map(({ operationId, method, path }) => ({
  operationId,
  method,
  path,
  form: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
}));

/** Starts a gateway on a free port before the Daemon at `daemonPort`. */
export async function openGateway(
  daemonPort: number,
  flags: Readonly<Record<string, unknown>> = {},
  timings: Partial<PeerTimings> = {},
): Promise<GatewayUnderTest> {
  const config = await parseConfig({
    flags: { daemonPort, port: 0, listen: ['127.0.0.1'], ...flags },
  });
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const gateway = createGateway(config, { logger, timings });
  const [url = ''] = await gateway.start();
  const ask = (route: string, options: AskOptions = {}): Promise<Answer> =>
    exchange(url, route, options);
  return {
    url,
    log,
    ask,
    until: async (route, fits) => {
      const endMs = Date.now() + UNTIL_LIMIT_MS;
      for (;;) {
        const answer = await ask(route);
        if (fits(answer)) return answer;
        if (Date.now() > endMs) throw new Error(`${route} never came to fit: ${answer.text}`);
        await new Promise((resolve) => setTimeout(resolve, UNTIL_PAUSE_MS));
      }
    },
    close: () => gateway.close(),
  };
}

async function exchange(url: string, route: string, options: AskOptions): Promise<Answer> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const body =
    options.rawBody ?? (options.body === undefined ? null : JSON.stringify(options.body));
  const response = await fetch(`${url}${path}`, {
    method,
    body,
    headers: {
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  assertDocumented(method, path, { status: response.status, type, text });
  const parsed: unknown = /[/+]json/.test(type) ? parseExact(text) : {};
  return { status: response.status, headers: response.headers, text, body: asRecord(parsed) };
}

/** The operation of the document that a method and a path (with or without query) belong to. */
export function operationAt(method: string, path: string): string | undefined {
  const bare = path.split(/[?#]/)[0] ?? '';
  // A path without parameters goes before one with: PUT on it is not PUT on its sibling.
  const literal = operations.filter((each) => each.path === bare);
  const ofPath = literal.length > 0 ? literal : operations.filter(({ form }) => form.test(bare));
  return ofPath.find((each) => each.method === method)?.operationId;
}

/** Fails unless the answer is as documented for its operation, or a problem where there is none. */
export function assertDocumented(
  method: string,
  path: string,
  { status, type, text }: { readonly status: number; readonly type: string; readonly text: string },
): void {
  const operationId = operationAt(method, path);
  if (operationId === undefined) assertProblem(status, type, text);
  else assertResponse(operationId, status, type, text);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
