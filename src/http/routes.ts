/** Operations by path: one Express route each, so that a wrong method can be told from a wrong path. */
import type { Express, NextFunction, Request, Response } from 'express';
import type { Admission } from './access/admission.js';
import { preflightHeaders } from './access/cross-origin.js';
import { methodNotAllowed } from '../problems/request-faults.js';
import type { KeyedRequests } from './idempotency/keyed-requests.js';
import { handledIds, type Handlers } from './operations/handlers.js';
import { servedOperation, type ServedOperation } from './operations/serving.js';
import type { GatewayResponse } from './requests/exchange.js';

type PathHandler = (request: Request, response: Response, next: NextFunction) => void;

/**
 * Adds a route per path; HEAD follows GET, OPTIONS lists the methods, all others are 405. Returns the handlers of the paths without
 * parameters by path: looking one up saves trying the expressions of all routes before it (docs/performance.md).
 */
export function addRoutes(
  app: Express,
  handlers: Handlers,
  keys: KeyedRequests,
  admission: Admission,
): ReadonlyMap<string, PathHandler> {
  const plain = new Map<string, PathHandler>();
  for (const [path, byMethod] of byPath(handlers, keys)) {
    const get = byMethod.get('GET');
    if (get !== undefined) byMethod.set('HEAD', get);
    const allow = [...byMethod.keys(), 'OPTIONS'].join(', ');
    const route: Route = { byMethod, allow, admission };
    const handle: PathHandler = (request, response, next) => {
      (response as GatewayResponse).locals.exchange.route = path;
      serve(route, request, response as GatewayResponse).catch(next);
    };
    app.route(path.replace(/\{(\w+)\}/g, ':$1')).all(handle); // app.all would make one object for each of Node's 35 methods: 4 MB in all
    if (!path.includes('{')) plain.set(path, handle);
  }
  return plain;
}

function byPath(
  handlers: Handlers,
  keys: KeyedRequests,
): Map<string, Map<string, ServedOperation>> {
  const paths = new Map<string, Map<string, ServedOperation>>();
  for (const id of handledIds) {
    const operation = servedOperation(id, handlers, keys);
    const { path, method } = operation.facts;
    const methods = paths.get(path) ?? new Map<string, ServedOperation>();
    paths.set(path, methods.set(method, operation));
  }
  return paths;
}

interface Route {
  readonly byMethod: ReadonlyMap<string, ServedOperation>;
  /** The methods of the path, as the Allow header lists them. */
  readonly allow: string;
  readonly admission: Admission;
}

async function serve(
  { byMethod, allow, admission }: Route,
  request: Request,
  response: GatewayResponse,
): Promise<void> {
  const operation = byMethod.get(request.method);
  if (operation !== undefined) {
    response.locals.exchange.serves(operation.facts);
    await admission.admit(operation.facts, request, response);
    await operation.serve(request, response);
  } else if (request.method === 'OPTIONS') {
    response.writeHead(204, {
      allow,
      'x-request-id': response.locals.exchange.requestId,
      ...preflightHeaders(request.headers, allow),
    });
    response.end();
  } else {
    throw methodNotAllowed(request.method, allow);
  }
}
