/** The documentation page: Swagger UI from our own files, loaded when first asked for. */
import { readFile } from 'node:fs/promises';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { negotiate } from '../requests/accept.js';
import { writeAnswer } from '../responses/answer-writer.js';
import { openapiJsonFile } from '../../package-files.js';
import { memberSpans } from '../../protocol/json-text.js';
import { methodNotAllowed, notAcceptable } from '../../problems/request-faults.js';
import { JSON_TYPE } from '../responses/answer.js';
import type { GatewayResponse } from '../requests/exchange.js';

/** The page and the handlers of its files. */
interface Docs {
  readonly html: string;
  /** The API's description, its server being whoever serves the page. */
  readonly description: string;
  readonly headers: RequestHandler;
  readonly files: readonly RequestHandler[];
}

const HTML_TYPE = 'text/html';
const DESCRIPTION_PATH = '/openapi.json';

/** Serves `/docs` and the files below it. */
export function addDocs(app: Express): void {
  let loading: Promise<Docs> | undefined;
  app.use('/docs', (request: Request, response: Response, next: NextFunction) => {
    loading ??= loadDocs().catch((error: unknown) => {
      loading = undefined; // the next one who asks tries again
      throw error;
    });
    loading.then((docs) => serve(docs, request, response as GatewayResponse, next)).catch(next);
  });
}

async function loadDocs(): Promise<Docs> {
  const [{ default: swagger }, { default: helmet }, description] = await Promise.all([
    import('swagger-ui-express'),
    import('helmet'),
    readFile(openapiJsonFile, 'utf8'),
  ]);
  const options = { swaggerUrl: `/docs${DESCRIPTION_PATH}`, customSiteTitle: 'masq-gateway' };
  return {
    description: withOwnServer(description),
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
  exchange.route = '/docs';
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    if (request.method !== 'OPTIONS') throw methodNotAllowed(request.method, ALLOW);
    response.writeHead(204, { allow: ALLOW, 'x-request-id': exchange.requestId }).end();
    return;
  }
  response.setHeader('x-request-id', exchange.requestId);
  docs.headers(request, response, (error?: unknown) => {
    if (error !== undefined) next(error);
    else if (request.path === '/') sendPage(docs, request, response);
    else if (request.path === DESCRIPTION_PATH) sendDescription(docs, response);
    else if (NOT_OURS.test(request.path)) next();
    else runAll(docs.files, request, response, next);
  });
}

const ALLOW = 'GET, HEAD, OPTIONS';
/** Swagger UI answers this one by itself, and not with a problem document. */
const NOT_OURS = /package\.json$/;

/** "Try it out" must call the address at which the page was opened: its policy allows no other, and ports differ. */
function withOwnServer(description: string): string {
  const servers = memberSpans(description)?.get('servers');
  if (servers === undefined) return description;
  return `${description.slice(0, servers.start)}[{"url":"/"}]${description.slice(servers.end)}`;
}

function sendDescription(docs: Docs, response: GatewayResponse): void {
  writeAnswer(response, {
    status: 200,
    type: JSON_TYPE,
    body: docs.description,
    headers: { 'cache-control': 'no-cache' },
  });
}

function sendPage(docs: Docs, request: Request, response: GatewayResponse): void {
  if (negotiate(request.headers.accept, [HTML_TYPE]) === undefined) {
    throw notAcceptable([HTML_TYPE]);
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
