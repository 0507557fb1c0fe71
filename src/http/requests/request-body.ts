/** The body of a request: raw bytes within bounds, read losslessly. */
import type { IncomingMessage } from 'node:http';
import type { ReadBody } from '../../api/operation.js';
import type { JsonValue } from '../../protocol/json-text.js';
import type { GatewayError } from '../../errors.js';
import { requestFault } from '../../problems/request-faults.js';
import { bodyFault, readJson } from './json-reader.js';

/** Most bytes of a request body. */
export const MAX_BODY_BYTES = 1_048_576;
const JSON_TYPE = 'application/json';

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
    const ended = (): void => {
      if (!request.readableEnded) reject(brokenOff());
    };
    request.once('error', ended);
    request.once('close', ended);
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
  return readJson(decodeText(bytes));
}

function decodeText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw bodyFault('The body is not valid UTF-8.');
  }
  if (text.startsWith('\ufeff'))
    throw bodyFault('The body begins with a byte order mark; leave it out.');
  return text;
}
