/** A checked body written anew, in the only spelling that the peers take. */
import { noMembers } from '../../api/rules.js';
import { isJsonArray, writeJson, type JsonValue } from '../../protocol/json-text.js';

/** Request fields that are integers to the peers and that a caller may also give as decimal strings. */
const integerFields: ReadonlySet<string> = new Set([
  'count',
  'minAgeS',
  'maxAgeS',
  'minAmountGwei',
  'maxAmountGwei',
  'mnemonicPhraseSizeOpt',
  'priority',
]);

/** The JSON text of a checked request; decimal strings of integer fields become numbers, digit for digit. */
export function canonicalPayload(body: JsonValue): string {
  if (body === noMembers) return '{}';
  return writeJson(withIntegers(body));
}

function withIntegers(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (isJsonArray(value)) return value.map(withIntegers);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      integerFields.has(key) && typeof item === 'string' ? BigInt(item) : withIntegers(item),
    ]),
  );
}
