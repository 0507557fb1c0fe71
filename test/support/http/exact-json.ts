/** JSON with exact integers, for judges of frames and answers. */
import { parse } from 'lossless-json';

/** A JSON value; integers are bigint, all other numbers number. */
export type Json = null | boolean | string | bigint | number | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The value of a text; undefined where it is no JSON. */
export function readJson(text: string): Json | undefined {
  try {
    return parse(text, undefined, (digits) =>
      /^-?\d+$/.test(digits) ? BigInt(digits) : Number(digits),
    ) as Json;
  } catch {
    return undefined; // no JSON: that is the answer
  }
}

/** True for an object that is no list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
