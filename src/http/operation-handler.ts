/** One handler for every operation: negotiate, read, validate, run, answer. */
import type { Request } from 'express';
import { GatewayError } from '../errors.js';
import type { JsonValue } from '../protocol/json-text.js';
import { negotiate } from './requests/accept.js';
import { inWantedForm } from './answers/answer-form.js';
import type { WantedForm } from './answers/answer-form.js';
import { writeAnswer } from './answers/answer-writer.js';
import { noMembers } from './requests/canonical-payload.js';
import { notAcceptable } from '../problems/request-faults.js';
import type { KeyedRequests } from './idempotency/keyed-requests.js';
import type { Call, GatewayResponse, Operation } from './operation.js';
import { preferredWaitS } from './requests/prefer.js';
import { readRequestBody } from './requests/request-body.js';
import { readQuery } from './requests/request-query.js';
import { validate } from './requests/validation.js';
import type { Validator } from './requests/validation.js';

/** Runs an operation for a request. Rejects with what becomes a problem document. */
export async function handleOperation(
  operation: Operation,
  request: Request,
  response: GatewayResponse,
  keys: KeyedRequests,
): Promise<void> {
  const { exchange } = response.locals;
  const answerType = negotiatedType(request, operation);
  const query = readQuery(request.url, operation.query ?? {}, operation.unknownQuery ?? 'refused');
  if (operation.queryValidator !== undefined) validateQuery(operation.queryValidator, query);
  const body = operation.method === 'GET' ? noBody : await readBody(operation, request);
  const call: Call = {
    params: request.params as Call['params'], // no route has a wildcard, whose parameter would be a list
    query,
    body: body.value,
    bodyType: body.mediaType,
    answerType,
    preferredWaitS: preferredWaitS(request.headers.prefer),
    newOnly: /\bno-cache\b/i.test(request.headers['cache-control'] ?? ''),
    exchange,
    request,
    response,
  };
  const answer = await keys.run(operation, call);
  if (answer === undefined) exchange.streamed = true;
  else {
    const formed = inWantedForm(answer, operation, wantedForm(request.headers));
    writeAnswer(response, formed instanceof Promise ? await formed : formed);
  }
}

function wantedForm(headers: Request['headers']): WantedForm {
  const encoding = headers['accept-encoding'];
  return {
    accept: headers.accept,
    acceptEncoding: Array.isArray(encoding) ? encoding.join(',') : encoding,
  };
}

function negotiatedType(request: Request, operation: Operation): string {
  const type = negotiate(request.headers.accept, operation.produces);
  if (type !== undefined) return type;
  if (operation.acceptsAll === true && operation.produces[0] !== undefined)
    return operation.produces[0];
  throw notAcceptable(operation.produces);
}

function validateQuery(validator: Validator, query: Call['query']): void {
  try {
    validate(validator, query);
  } catch (error) {
    throw error instanceof GatewayError ? asQueryFault(error) : error;
  }
}

// Faults of the query are named as its parameters, not as places in a body.
function asQueryFault(error: GatewayError): GatewayError {
  const errors = error.errors.map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^\//, '?'),
    detail,
  }));
  const detail = errors.map((fault) => `${fault.pointer}: ${fault.detail}`).join(' ');
  return error.with({ detail, errors });
}

const noBody = { mediaType: '', value: noMembers } as const;

async function readBody(
  operation: Operation,
  request: Request,
): Promise<{ readonly mediaType: string; readonly value: JsonValue }> {
  const body = await readRequestBody(request, operation.consumes);
  validate(validatorFor(operation, body.mediaType), body.value);
  return body;
}

function validatorFor(operation: Operation, mediaType: string): Validator {
  return operation.bodyValidators?.[mediaType] ?? operation.bodyValidator ?? emptyBody;
}

/** Takes an empty object only: for operations that have nothing to be told. */
const emptyBody: Validator = (data) => {
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  const keys = isObject ? Object.keys(data) : [];
  emptyBody.errors = isObject
    ? keys.map((key) => ({
        instancePath: '',
        keyword: 'additionalProperties',
        params: { additionalProperty: key },
      }))
    : [{ instancePath: '', keyword: 'type', params: { type: 'object' } }];
  return isObject && keys.length === 0;
};
