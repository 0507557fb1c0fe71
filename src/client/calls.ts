/** One call: openapi-fetch writes the request, the answer is read exactly, a refusal is thrown. */
import createFetchClient from 'openapi-fetch';
import { beginningOf } from '../dashboard/event-stream.js';
import type { Answer, CallExtras, CallOptions, Method, PathOf, TextPath } from './call-types.js';
import { connectionError, type Connection } from './connection.js';
import { errorOf, mediaType, UnexpectedAnswer } from './errors.js';
import { readJson, writeJson } from './exact-json.js';

/** No answer of a gateway comes near it. */
const MAX_ANSWER_CHARACTERS = 64 * 1024 * 1024;

type Sender = <M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  options: CallOptions<P, M> | undefined,
) => Promise<Answer<P, M>>;

/** The paths as openapi-fetch sees them here: their types have been checked before it is called. */
type LoosePaths = Record<string, Record<Method, LooseOperation>>;
interface LooseOperation {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly responses: { readonly 200: { readonly content: { readonly 'text/plain': string } } };
}

/** The paths whose answer is no JSON. */
const textPaths: Readonly<Record<TextPath, true>> = {
  '/': true,
  '/dashboard/{file}': true,
  '/docs': true,
  '/metrics': true,
  '/openapi.yaml': true,
  '/v1/node/neighborhood/graph.dot': true,
  '/v1/node/neighborhood/graph.svg': true,
};

export function createSender(connection: Connection): Sender {
  const client = createFetchClient<LoosePaths>({
    baseUrl: connection.baseUrl,
    fetch: connection.fetch,
    bodySerializer: writeJson,
  });
  client.use({ onResponse: ({ request, response }) => answered(request, response) });
  const send = async (method: Method, path: string, options: CallExtras): Promise<unknown> => {
    const { idempotencyKey, headers, ...init } = options;
    const { data, response } = await client.request(method, path, {
      ...init,
      parseAs: 'text',
      headers: {
        ...connection.headers,
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
        ...headers,
      },
    });
    return bodyOf(path, response, data ?? '');
  };
  // Here, and only here, an answer is taken for what openapi.yaml says that it is.
  return async <M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    options: CallOptions<P, M> | undefined,
  ) => (await send(method, path, options ?? {})) as Answer<P, M>;
}

/** The answer with its text at hand. A JSON answer is one whatever its status: `/readyz` says with 503 what is not ready. */
async function answered(request: Request, response: Response): Promise<Response> {
  const text = await textOf(request, response);
  if (!response.ok && mediaType(response) !== 'application/json') throw errorOf(response, text);
  const type = response.headers.get('content-type') ?? '';
  return new Response(text, { headers: { 'content-type': type } });
}

async function textOf(request: Request, response: Response): Promise<string> {
  try {
    const text = await beginningOf(response, MAX_ANSWER_CHARACTERS);
    if (text.length <= MAX_ANSWER_CHARACTERS) return text;
    throw new Error(`the answer has more than ${MAX_ANSWER_CHARACTERS} characters`);
  } catch (error) {
    throw connectionError(error, request.url, request.signal);
  }
}

function bodyOf(path: string, response: Response, text: string): unknown {
  if (Object.hasOwn(textPaths, path)) return text;
  const type = mediaType(response);
  if (type !== 'application/json') throw new UnexpectedAnswer(response.status, type);
  try {
    return readJson(text);
  } catch (error) {
    throw new UnexpectedAnswer(response.status, type, error);
  }
}
