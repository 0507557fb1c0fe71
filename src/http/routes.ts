/** Operations by path: one Express route each, so that a wrong method can be told from a wrong path. */
import type { Express, NextFunction, Request, Response } from 'express';
import type { Admission } from './access/admission.js';
import { preflightHeaders } from './access/cross-origin.js';
import { methodNotAllowed } from '../problems/request-faults.js';
import type { KeyedRequests } from './idempotency/keyed-requests.js';
import type { GatewayResponse, Operation } from './operation.js';
import { handleOperation } from './operation-handler.js';

/** What serves one path. */
export type PathHandler = (request: Request, response: Response, next: NextFunction) => void;

/**
 * Adds a route per path; HEAD follows GET, OPTIONS lists the methods, all others are 405. Gives the handlers of the paths without
 * parameters by path: whoever knows one need not try the expressions of all routes before it (docs/performance.md).
 */
export function addRoutes(
  app: Express,
  operations: readonly Operation[],
  keys: KeyedRequests,
  admission: Admission,
): ReadonlyMap<string, PathHandler> {
  const plain = new Map<string, PathHandler>();
  for (const [path, ofPath] of byPath(operations)) {
    const byMethod = new Map<string, Operation>(ofPath.map((each) => [each.method, each]));
    const get = byMethod.get('GET');
    if (get !== undefined) byMethod.set('HEAD', get);
    const allow = [...byMethod.keys(), 'OPTIONS'].join(', ');
    const template = path.replace(/:(\w+)/g, '{$1}');
    const route: Route = { byMethod, allow, keys, admission };
    const handle: PathHandler = (request, response, next) => {
      (response as GatewayResponse).locals.exchange.route = template;
      serve(route, request, response as GatewayResponse).catch(next);
    };
    app.route(path).all(handle); // app.all would make one object for each of Node's 35 methods: 4 MB in all
    if (template === path) plain.set(path, handle);
  }
  return plain;
}

function byPath(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) {
    const known = paths.get(operation.path);
    if (known === undefined) paths.set(operation.path, [operation]);
    else known.push(operation);
  }
  return paths;
}

interface Route {
  readonly byMethod: ReadonlyMap<string, Operation>;
  /** The methods of the path, as the Allow header lists them. */
  readonly allow: string;
  readonly keys: KeyedRequests;
  readonly admission: Admission;
}

async function serve(
  { byMethod, allow, keys, admission }: Route,
  request: Request,
  response: GatewayResponse,
): Promise<void> {
  const operation = byMethod.get(request.method);
  if (operation !== undefined) {
    response.locals.exchange.serves(operation);
    await admission.admit(operation, request, response);
    await handleOperation(operation, request, response, keys);
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
