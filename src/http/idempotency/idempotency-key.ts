/** The Idempotency-Key header: what it may look like, and the fingerprint of the request that it belongs to. */
import { createHmac, randomBytes } from 'node:crypto';
import { isJsonArray, writeJson, type JsonValue } from '../../protocol/json-text.js';
import { requestFault } from '../../problems/request-faults.js';

// Bare, or as the string of a structured field, quotes and all (draft-ietf-httpapi-idempotency-key-header).
const form = /^(?:"([A-Za-z0-9._~:/+=@!-]{1,128})"|([A-Za-z0-9._~:/+=@!-]{1,128}))$/;

/** What makes two requests the same one. */
interface KeyedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: object;
  readonly bodyType: string;
  readonly body: JsonValue;
}

/** Reads the header; undefined where there is none. @throws GatewayError invalid-request for a key of another form. */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, quoted, bare] = form.exec(Array.isArray(header) ? header.join(',') : header) ?? [];
  const key = quoted ?? bare;
  if (key !== undefined) return key;
  throw requestFault(
    'invalid-request',
    'The Idempotency-Key header must hold one key of 1 to 128 letters, digits and . _ ~ : / + = @ ! -, for instance a UUID.',
  );
}

/** Makes fingerprints under a random key of this process, so that nobody can try passwords against a stored one. */
export class RequestFingerprints {
  readonly #secret = randomBytes(32);

  /** Equal for requests that ask for the same; says nothing about the body. */
  of({ method, path, query, bodyType, body }: KeyedRequest): string {
    const parameters = Object.entries(query).sort(byName);
    return createHmac('sha256', this.#secret)
      .update(JSON.stringify([method, path, parameters, bodyType]))
      .update(writeJson(sorted(body)))
      .digest('base64');
  }
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function sorted(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (isJsonArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(byName);
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
