/** The body of a request: raw bytes within bounds, read losslessly. */
import type { IncomingMessage } from 'node:http';
import { parse } from 'lossless-json';
import type { ReadBody } from '../../api/operation.js';
import { GatewayError } from '../../errors.js';
import type { FieldError } from '../../errors.js';
import { isJsonArray } from '../../protocol/json-text.js';
import type { JsonValue } from '../../protocol/json-text.js';
import { invalidRequest, requestFault } from '../../problems/request-faults.js';
import { MAX_BODY_DEPTH, pointerToken, structureFault } from './json-structure.js';

/** Most bytes of a request body. */
export const MAX_BODY_BYTES = 1_048_576;
const JSON_TYPE = 'application/json';
/** No field takes more digits than a u64; reading a million of them would hold everybody up. */
const MAX_INTEGER_CHARS = 40;

/**
 * Reads the body of a request; no body and no content type is an empty object.
 * @throws GatewayError unsupported-media-type, too-large, or invalid-request with pointers; none of them quotes a value.
 */
export async function readRequestBody(
  request: IncomingMessage,
  mediaTypes: readonly string[] = [JSON_TYPE],
): Promise<ReadBody> {
  const mediaType = declaredType(request, mediaTypes);
  const bytes = await readBytes(request);
  if (bytes.length === 0) return { mediaType, value: {} };
  return { mediaType, value: readJsonBody(bytes) };
}

function declaredType(request: IncomingMessage, mediaTypes: readonly string[]): string {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw unsupported(
      'Compressed bodies are not taken. Send the body as it is, without Content-Encoding.',
    );
  }
  const transfer = request.headers['transfer-encoding'];
  if (transfer !== undefined && transfer.toLowerCase() !== 'chunked') {
    throw unsupported('The only Transfer-Encoding that is taken is "chunked".');
  }
  const header = request.headers['content-type'];
  if (header === undefined && !hasBody(request)) return JSON_TYPE;
  const [type = '', ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8);
  if (!mediaTypes.includes(type)) {
    throw unsupported(`Add the header "Content-Type: ${mediaTypes.join('" or "Content-Type: ')}".`);
  }
  if (charset !== undefined && charset.replaceAll('"', '') !== 'utf-8') {
    throw unsupported('JSON is UTF-8: leave the charset parameter of Content-Type out.');
  }
  return type;
}

function unsupported(detail: string): GatewayError {
  return requestFault('unsupported-media-type', detail);
}

function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return (
    request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
  );
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  if (!hasBody(request)) return Buffer.alloc(0);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) {
        request.pause();
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.once('end', () => resolve(Buffer.concat(chunks, length)));
    request.once('error', () => reject(brokenOff()));
    request.once('close', () => reject(brokenOff()));
  });
}

// The rest of the body is not read; on a connection that stays open it would be taken for the next request.
function tooLarge(): GatewayError {
  return requestFault('too-large', `The body has more than ${MAX_BODY_BYTES} bytes.`, {
    headers: { connection: 'close' },
  });
}

function brokenOff(): GatewayError {
  return requestFault('invalid-request', 'The body broke off.');
}

/** Reads JSON bytes without losing a digit. @throws GatewayError invalid-request; pointers name the place. */
export function readJsonBody(bytes: Uint8Array): JsonValue {
  const text = decodeText(bytes);
  const fault = structureFault(text);
  if (fault?.kind === 'too-deep') {
    throw fieldFault('', `The body is nested more than ${MAX_BODY_DEPTH} levels deep.`);
  }
  if (fault?.kind === 'duplicate-key') {
    throw fieldFault(fault.pointer, 'stands twice in its object; leave one out.');
  }
  const value = parseText(text);
  const broken = mayHoldSurrogates(text) ? loneSurrogate(value, '') : undefined;
  if (broken !== undefined) throw invalidRequest([broken]);
  return value;
}

function decodeText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fieldFault('', 'The body is not valid UTF-8.');
  }
  if (text.startsWith('\ufeff'))
    throw fieldFault('', 'The body begins with a byte order mark; leave it out.');
  return text;
}

function parseText(text: string): JsonValue {
  try {
    return parse(text, undefined, readNumber) as JsonValue; // the parser makes nothing but JSON values and our numbers
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw fieldFault('', `The body is not well-formed JSON${placeOf(error)}.`);
  }
}

// The parser's message quotes the character it stumbled on; only the place is passed on.
function placeOf(error: unknown): string {
  const place = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return place === undefined ? '' : ` (at character ${place})`;
}

// Integers stay exact; a fraction stays a number for the schema to judge where integers are needed.
function readNumber(text: string): number | bigint {
  const value = Number(text);
  const isInteger = /^-?\d+$/.test(text);
  if (isInteger && Number.isSafeInteger(value)) return value;
  if (isInteger && text.length <= MAX_INTEGER_CHARS) return BigInt(text);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw fieldFault(
      '',
      'A number is too large for its notation; write integers with all their digits.',
    );
  }
  return value;
}

function mayHoldSurrogates(text: string): boolean {
  return /\\u[dD][89a-fA-F]/.test(text);
}

function loneSurrogate(value: JsonValue, pointer: string): FieldError | undefined {
  if (typeof value === 'string') {
    return /\p{Surrogate}/u.test(value)
      ? { pointer, detail: 'holds half of a surrogate pair; no UTF-8 text can.' }
      : undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  const entries: readonly (readonly [string | number, JsonValue])[] = isJsonArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  for (const [key, item] of entries) {
    const place = pointer + pointerToken(key);
    const found =
      (typeof key === 'string' ? loneSurrogate(key, pointer) : undefined) ??
      loneSurrogate(item, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldFault(pointer: string, detail: string): GatewayError {
  return invalidRequest([{ pointer, detail }]);
}
