/** Serves every operation the same way: negotiate, read, check, run, answer. */
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { operations } from '../../generated/operations.js';
import { GatewayError } from '../../errors.js';
import type {
  BodyRules,
  OperationEntry,
  OperationFacts,
  OperationId,
  PathOf,
  ReadBody,
} from '../../api/operation.js';
import type { Answer } from '../answers/answer.js';
import { inWantedForm } from '../answers/answer-form.js';
import type { WantedForm } from '../answers/answer-form.js';
import { writeAnswer } from '../answers/answer-writer.js';
import type { KeyedRequests } from '../idempotency/keyed-requests.js';
import { withCommand } from '../problems/suggested-commands.js';
import { notAcceptable } from '../../problems/request-faults.js';
import { negotiate } from '../requests/accept.js';
import type { Call } from '../requests/call.js';
import type { GatewayResponse } from '../requests/exchange.js';
import { preferredWaitS } from '../requests/prefer.js';
import { readRequestBody } from '../requests/request-body.js';
import { checkedQuery } from '../requests/request-query.js';
import { checkBody } from '../requests/validation.js';
import type { Handler, HandledId, Handlers } from './handlers.js';

/** An operation ready to be served. */
export interface ServedOperation {
  readonly facts: OperationFacts;
  /** Rejects with what becomes a problem document. */
  serve(request: Request, response: GatewayResponse): Promise<void>;
}

/** The operation with its handler. */
export function servedOperation<Id extends HandledId>(
  id: Id,
  handlers: Pick<Handlers, Id>,
  keys: KeyedRequests,
): ServedOperation {
  const entry: OperationEntry<Id> = operations[id];
  const handle: Handler<Id> = handlers[id];
  return {
    facts: entry,
    serve: (request, response) => serve(entry, handle, keys, request, response),
  };
}

async function serve<Id extends OperationId>(
  operation: OperationEntry<Id>,
  handle: Handler<Id>,
  keys: KeyedRequests,
  request: Request,
  response: GatewayResponse,
): Promise<void> {
  const { exchange } = response.locals;
  const { params, headers } = request;
  const answerType = negotiatedType(request, operation);
  const { none } = operation.query;
  const query = request.url.includes('?') ? checkedQuery(request.url, operation.query) : none;
  const body = operation.body.none ?? (await readBody(operation.body, request));
  if (!holdsPath(params, operation)) throw new Error(`${operation.path} lacks a parameter`);
  const call: Call<Id> = {
    operation,
    path: params,
    query,
    body,
    json: body.value,
    answerType,
    preferredWaitS: preferredWaitS(headers.prefer),
    newOnly: /\bno-cache\b/i.test(headers['cache-control'] ?? ''),
    exchange,
    request,
    response,
  };
  const run = (): Promise<Answer | undefined> => advisedAnswer(handle, call);
  const answer =
    operation.access === 'w'
      ? await keys.run(operation, { request, response, query, body }, run)
      : await run();
  if (answer === undefined) exchange.streamed = true;
  else {
    const formed = inWantedForm(answer, operation, wantedForm(headers));
    writeAnswer(response, formed instanceof Promise ? await formed : formed);
  }
}

function negotiatedType(request: Request, operation: OperationFacts): string {
  const { produces, acceptsAll } = operation;
  const type =
    negotiate(request.headers.accept, produces) ?? (acceptsAll ? produces[0] : undefined);
  if (type !== undefined) return type;
  throw notAcceptable(produces);
}

async function readBody<Body>(
  rules: BodyRules<Body>,
  request: IncomingMessage,
): Promise<ReadBody & Body> {
  const body = await readRequestBody(request, Object.keys(rules.validators));
  checkBody(rules, body);
  return body;
}

// No route has a wildcard, whose parameter would be a list.
function holdsPath<Id extends OperationId>(
  params: Request['params'],
  { pathParameters }: OperationEntry<Id>,
): params is Request['params'] & PathOf<Id> {
  return pathParameters.every((name) => typeof params[name] === 'string');
}

/** The handler's answer, or its error with the commands that cure it. */
async function advisedAnswer<Id extends OperationId>(
  handle: Handler<Id>,
  call: Call<Id>,
): Promise<Answer | undefined> {
  try {
    return await handle(call);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw withCommand(error, `http://${call.request.headers.host ?? '127.0.0.1'}`);
  }
}

function wantedForm(headers: Request['headers']): WantedForm {
  const encoding = headers['accept-encoding'];
  return {
    accept: headers.accept,
    acceptEncoding: Array.isArray(encoding) ? encoding.join(',') : encoding,
  };
}
