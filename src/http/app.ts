/** The Express application, built without listening. */
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { Admission } from './access/admission.js';
import type { AppDeps } from './app-deps.js';
import { writeProblem } from './answers/answer-writer.js';
import { openTo } from './access/cross-origin.js';
import { addDocs } from './pages/docs.js';
import { Exchange, requestIdOf } from './requests/exchange.js';
import type { GatewayResponse } from './requests/exchange.js';
import { decide, guardedHeaders, namesManyHosts } from './access/guard.js';
import { requestFault } from '../problems/request-faults.js';
import { KeyedRequests } from './idempotency/keyed-requests.js';
import { allHandlers } from './operations/handlers.js';
import { problemOf } from './problems/problem.js';
import { tellWhenDone } from './requests/finished-request.js';
import type { RequestSinks } from './requests/finished-request.js';
import { addRoutes } from './routes.js';
import { readTraceParent } from './requests/trace-parent.js';
import { WrongTokens } from './access/wrong-tokens.js';

/** Most headers of a request. Node drops what comes behind the 2,000th, be it the Origin: there must be no such place. */
export const MAX_HEADERS = 200;

/** Builds the application; it holds no timers or sockets of its own. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.disable('query parser');
  app.set('env', 'production'); // whatever slips past our own handlers must not show a stack
  app.enable('case sensitive routing');
  app.enable('strict routing');
  const sinks = { ...deps, audit: deps.logger.child({ audit: true }) };
  app.use((request: Request, response: Response, next: NextFunction) => {
    admit(request, response as GatewayResponse, deps, sinks);
    const handle = plain.get(pathOf(request.url));
    if (handle === undefined) next();
    else handle(request, response, next);
  });
  const keys = new KeyedRequests(deps.idempotency);
  const plain = addRoutes(app, allHandlers(deps), keys, admissionOf(deps));
  addDocs(app);
  app.use(() => {
    throw requestFault('not-found', 'Nothing is served at this path; GET / lists the routes.');
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.destroyed)
      next(); // nobody is there to be told
    else answerFault(error, response as GatewayResponse, deps.logger);
  });
  return app;
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function admissionOf(deps: AppDeps): Admission {
  return new Admission({ ...deps, wrongTokens: new WrongTokens(deps.now) });
}

/** Names the request, and turns away whom the guard does not let in. */
function admit(
  request: Request,
  response: GatewayResponse,
  deps: AppDeps,
  sinks: RequestSinks,
): void {
  const requestId = requestIdOf(request.headers['x-request-id']);
  const exchange = new Exchange(requestId, deps.now(), response);
  exchange.trace = readTraceParent(request.headers.traceparent);
  response.locals.exchange = exchange;
  tellWhenDone(request, response, sinks, deps.now);
  if (deps.settings.allowedOrigins.length > 0) response.setHeader('vary', 'Origin');
  if (request.rawHeaders.length > 2 * MAX_HEADERS) {
    const detail = `A request may have ${MAX_HEADERS} headers.`;
    throw requestFault('headers-too-large', detail, { headers: { connection: 'close' } });
  }
  if (namesManyHosts(request.rawHeaders)) {
    throw requestFault('invalid-request', 'A request has one Host header.');
  }
  const decision = decide(guardedHeaders(request.headers), deps.settings);
  if (!decision.allowed) throw requestFault(decision.code, decision.detail);
  if (decision.allowedOrigin !== undefined) openTo(decision.allowedOrigin, response);
  if (request.url.startsWith('/') || request.url === '*') return;
  throw requestFault(
    'invalid-request',
    'The gateway is no proxy: the request line must hold a path, not a whole address.',
  );
}

function answerFault(error: unknown, response: GatewayResponse, logger: Logger): void {
  if (problemOf(error).code === 'internal-error') logFault(error, response, logger);
  writeProblem(response, error);
}

// Its name and place are logged, not its message, which may quote what was asked.
function logFault(error: unknown, response: GatewayResponse, logger: Logger): void {
  const stack = error instanceof Error ? (error.stack ?? '').split('\n    at ').slice(1, 6) : [];
  const name = error instanceof Error ? error.name : typeof error;
  logger.error({ requestId: response.locals.exchange.requestId, fault: name, at: stack }, 'fault');
}
