/** The only place where answers and problems go out. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { GatewayResponse } from '../requests/exchange.js';
import type { Answer } from './answer.js';
import {
  PROBLEM_TYPE,
  problemDocument,
  problemHeaders,
  problemOf,
  problemStatus,
} from '../problems/problem.js';

/** Writes a complete answer; for HEAD Node keeps the body back. */
export function writeAnswer(response: GatewayResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const body = answer.bytes ?? answer.body;
  const headers: Record<string, string | number> = {
    'content-type': answer.type,
    'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.length,
    'x-request-id': response.locals.exchange.requestId,
    'x-content-type-options': 'nosniff',
  };
  Object.assign(headers, answer.headers);
  if (answer.variesBy !== undefined) headers['vary'] = varyOf(response, answer.variesBy);
  response.writeHead(answer.status, headers);
  endWithOthers(response, body);
}

/** The Vary header: what the whole application varies by stands on the response already, the answer adds its own. */
export function varyOf(response: GatewayResponse, own: readonly string[]): string {
  const common = response.getHeader('vary');
  return typeof common === 'string' ? [common, ...own].join(', ') : own.join(', ');
}

/** Answers with the problem that `error` stands for. Where headers are out already, all that is left is to break off. */
export function writeProblem(response: GatewayResponse, error: unknown): void {
  const { exchange } = response.locals;
  const problem = problemOf(error);
  const uuid = randomUUID();
  exchange.problem = { code: problem.code, outcome: problem.outcome, instance: uuid };
  if (response.headersSent) {
    response.destroy();
    return;
  }
  writeAnswer(response, {
    status: problemStatus(problem),
    type: PROBLEM_TYPE,
    body: problemDocument(problem, { requestId: exchange.requestId, uuid }),
    headers: { 'cache-control': 'no-store', ...problemHeaders(problem) },
  });
}

interface GatheredBody {
  readonly response: ServerResponse;
  readonly body: string | Buffer;
}

let gathered: GatheredBody[] = [];

/**
 * Ends a response whose head is written, once what has arrived by now is dealt with: the bodies of one turn of the event loop leave together
 * at its end. While the gateway reads the next request a client that was answered at once falls asleep again, and waking it costs more
 * than anything else that a request does (docs/performance.md).
 */
export function endWithOthers(response: ServerResponse, body: string | Buffer): void {
  if (gathered.length === 0) setImmediate(endAll);
  gathered.push({ response, body });
}

function endAll(): void {
  const ending = gathered;
  gathered = [];
  for (const { response, body } of ending) {
    if (!response.destroyed) response.end(body); // else its caller left in this very turn
  }
}
