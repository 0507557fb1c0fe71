/** What generated validators are: type guards that say what is wrong, in bounded time and without the data itself. */

/** One fault of a request. It never holds the value that it is about. */
export interface ValidationFault {
  /** JSON pointer to the value, or to the object whose key is at fault. */
  readonly instancePath: string;
  /** Keyword of JSON Schema, or `exactInteger`, `rule`, `maxValues`. */
  readonly keyword: string;
  /** What the keyword asked for. */
  readonly params: Readonly<Record<string, unknown>>;
  /** To be read after the name of the value: "must be …". */
  readonly message?: string | undefined;
  readonly propertyName?: string;
  /** Of an unknown key: `properties` holds the keys that are known there. */
  readonly parentSchema?: { readonly properties: Readonly<Record<string, true>> };
}

/** True if the data fits; if not, `errors` holds its faults until the next call, at most 64 of them. */
export interface Validator<T = unknown> {
  (data: unknown): data is T;
  errors?: readonly ValidationFault[] | null;
  /** How many further faults there were. */
  omitted?: number;
}

/** A fault as ajv's standalone code reports it. */
interface AjvFault extends ValidationFault {
  readonly params: {
    readonly additionalProperty?: string;
    readonly known?: readonly string[];
    readonly allowedValues?: readonly unknown[];
  };
}

/** A function of ajv's standalone code. */
interface AjvValidator {
  (data: unknown): boolean;
  errors?: readonly AjvFault[] | null;
}

/** Most members and items of a request together; a larger one could fit no schema and would only take time. */
export const MAX_VALUES = 8192;
const MAX_FAULTS = 64;

const tooMuch: ValidationFault = {
  instancePath: '',
  keyword: 'maxValues',
  params: { limit: MAX_VALUES },
  message: `must not hold more than ${MAX_VALUES} values`,
};

/** The validator around ajv's code; it looks at no data of more than 8,192 values. */
export function bounded<T>(validate: AjvValidator): Validator<T> {
  const check: Validator<T> = (data): data is T => {
    check.errors = null;
    check.omitted = 0;
    if (holdsTooMuch(data)) {
      check.errors = [tooMuch];
      return false;
    }
    if (validate(data)) return true;
    const leaves = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
    validate.errors = null;
    check.errors = leaves.slice(0, MAX_FAULTS).map(withoutData);
    check.omitted = leaves.length - check.errors.length;
    return false;
  };
  check.errors = null;
  return check;
}

function holdsTooMuch(data: unknown): boolean {
  const open = [data];
  let count = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    count += items.length;
    if (count > MAX_VALUES) return true;
    for (const item of items) open.push(item);
  }
  return false;
}

function withoutData(fault: AjvFault): ValidationFault {
  const { instancePath, keyword, params, message, propertyName } = fault;
  const plain = {
    instancePath,
    keyword,
    params,
    message,
    ...(propertyName === undefined ? {} : { propertyName }),
  };
  if (keyword === 'additionalProperties') {
    const { additionalProperty, known = [] } = params;
    const properties = Object.fromEntries(known.map((key) => [key, true] as const));
    return { ...plain, params: { additionalProperty }, parentSchema: { properties } };
  }
  if (keyword === 'enum') {
    const { allowedValues = [] } = params;
    const words = allowedValues.filter(
      (value) => typeof value === 'string' || typeof value === 'number',
    );
    return { ...plain, params: { allowedValues: words } };
  }
  return plain;
}
