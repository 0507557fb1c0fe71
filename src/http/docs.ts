/** The documentation page: Swagger UI from our own files, loaded when first asked for. */
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { negotiate } from './accept.js';
import { writeAnswer } from './answer-writer.js';
import { HttpError } from './http-error.js';
import type { GatewayResponse } from './operation.js';

/** The page and the handlers of its files. */
interface Docs {
  readonly html: string;
  readonly headers: RequestHandler;
  readonly files: readonly RequestHandler[];
}

const HTML_TYPE = 'text/html';

/** Serves `/docs` and the files below it. */
export function addDocs(app: Express): void {
  let loading: Promise<Docs> | undefined;
  app.use('/docs', (request: Request, response: Response, next: NextFunction) => {
    loading ??= loadDocs();
    loading.then((docs) => serve(docs, request, response as GatewayResponse, next)).catch(next);
  });
}

async function loadDocs(): Promise<Docs> {
  const [{ default: swagger }, { default: helmet }] = await Promise.all([
    import('swagger-ui-express'),
    import('helmet'),
  ]);
  const options = { swaggerUrl: '/openapi.json', customSiteTitle: 'masq-gateway' };
  return {
    // Its links are relative to /docs/; this way the page stands at /docs as well.
    html: swagger.generateHTML(undefined, options).replaceAll('"./', '"/docs/'),
    headers: helmet({
      // Scripts from our own files only; Swagger UI puts styles into its elements.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: false,
    }),
    files: swagger.serveFiles(undefined, options),
  };
}

function serve(docs: Docs, request: Request, response: GatewayResponse, next: NextFunction): void {
  const { exchange } = response.locals;
  exchange.operationId = 'getDocs';
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    if (request.method !== 'OPTIONS') throw wrongMethod();
    response.writeHead(204, { allow: ALLOW, 'x-request-id': exchange.requestId }).end();
    return;
  }
  response.setHeader('x-request-id', exchange.requestId);
  docs.headers(request, response, (error?: unknown) => {
    if (error !== undefined) next(error);
    else if (isPage(request)) sendPage(docs, request, response);
    else runAll(docs.files, request, response, next);
  });
}

const ALLOW = 'GET, HEAD, OPTIONS';

function wrongMethod(): HttpError {
  return new HttpError({
    code: 'method-not-allowed',
    detail: `This route has no such method; it has ${ALLOW}.`,
    headers: { allow: ALLOW },
  });
}

function isPage(request: Request): boolean {
  return request.path === '/';
}

function sendPage(docs: Docs, request: Request, response: GatewayResponse): void {
  if (negotiate(request.headers.accept, [HTML_TYPE]) === undefined) {
    throw new HttpError({
      code: 'not-acceptable',
      detail: 'This page is text/html; the Accept header rules that out.',
    });
  }
  writeAnswer(response, {
    status: 200,
    type: `${HTML_TYPE}; charset=utf-8`,
    body: docs.html,
    headers: { 'cache-control': 'no-cache' },
  });
}

/** Runs handlers one after the other, as Express would, without a router of its own. */
function runAll(
  handlers: readonly RequestHandler[],
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const [first, ...rest] = handlers;
  if (first === undefined) {
    next();
    return;
  }
  const goOn: NextFunction = (error?: unknown) => {
    if (error === undefined || error === null) runAll(rest, request, response, next);
    else next(error);
  };
  Promise.resolve(first(request, response, goOn)).catch(next);
}
