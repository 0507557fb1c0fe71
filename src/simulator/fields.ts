/** Typed reading of request payloads; what does not fit is a misfit, and peers do not answer misfits. */
import { isJsonList, isJsonMap, type Json } from './serde-json.js';

/** A payload that does not fit its opcode: the peer treats the message as not meant for it. */
export class Misfit extends Error {
  override readonly name = 'Misfit';
}

export interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
}

/** u16, as `topRecordsOpt.count`. */
export const u16: IntegerRange = { min: 0n, max: 65_535n };
/** u64 and usize. */
export const u64: IntegerRange = { min: 0n, max: (1n << 64n) - 1n };
/** i64, as receivable amounts. */
export const i64: IntegerRange = { min: -(1n << 63n), max: (1n << 63n) - 1n };

/** Reads the fields of one object; every method but the `…Opt` ones throws Misfit where the field is absent or of another type. */
export class Fields {
  readonly #map: ReadonlyMap<string, Json>;

  constructor(map: ReadonlyMap<string, Json>) {
    this.#map = map;
  }

  string(name: string): string {
    const value = this.#map.get(name);
    if (typeof value !== 'string') throw new Misfit(name);
    return value;
  }

  stringOpt(name: string): string | undefined {
    return this.#isGiven(name) ? this.string(name) : undefined;
  }

  boolean(name: string): boolean {
    const value = this.#map.get(name);
    if (typeof value !== 'boolean') throw new Misfit(name);
    return value;
  }

  integer(name: string, range: IntegerRange): bigint {
    const value = this.#map.get(name);
    if (typeof value !== 'bigint' || value < range.min || value > range.max) throw new Misfit(name);
    return value;
  }

  integerOpt(name: string, range: IntegerRange): bigint | undefined {
    return this.#isGiven(name) ? this.integer(name, range) : undefined;
  }

  object(name: string): Fields {
    return asFields(this.#map.get(name), name);
  }

  objectOpt(name: string): Fields | undefined {
    return this.#isGiven(name) ? this.object(name) : undefined;
  }

  objects(name: string): readonly Fields[] {
    return this.#list(name).map((item) => asFields(item, name));
  }

  strings(name: string): readonly string[] {
    return this.#list(name).map((item) => {
      if (typeof item !== 'string') throw new Misfit(name);
      return item;
    });
  }

  #list(name: string): readonly Json[] {
    const value = this.#map.get(name);
    if (!isJsonList(value)) throw new Misfit(name);
    return value;
  }

  #isGiven(name: string): boolean {
    return (this.#map.get(name) ?? null) !== null;
  }
}

function asFields(value: Json | undefined, name: string): Fields {
  if (!isJsonMap(value)) throw new Misfit(name);
  return new Fields(value);
}
