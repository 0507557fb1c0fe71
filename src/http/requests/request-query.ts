/** Query parameters: known ones read by kind, unknown ones refused with the name that was probably meant. */
import type { QueryKind, QueryRules } from '../../api/operation.js';
import type { FieldError } from '../../errors.js';
import { didYouMean } from '../../protocol/suggestion.js';
import { invalidRequest, requestFault } from '../../problems/request-faults.js';
import { fieldErrors } from './validation.js';

type QueryShape = Readonly<Record<string, QueryKind>>;

type QueryValues = Readonly<Record<string, string | boolean | number | readonly string[]>>;

type QueryValue = QueryValues[string];

const flags: Readonly<Record<string, boolean>> = { true: true, '': true, false: false };
const NOTHING: QueryValues = {};

/** The query of `url`, read and checked. @throws GatewayError invalid-request as {@link readQuery} does. */
export function checkedQuery<Query>(url: string, rules: QueryRules<Query>): Query {
  const values = readQuery(url, rules.kinds, rules.unknown);
  if (values === NOTHING || rules.fits === undefined) return rules.none;
  if (rules.fits(values)) return values;
  const errors = fieldErrors(rules.fits.errors ?? [], values).map(({ pointer, detail }) => ({
    pointer: pointer.replace(/^\//, '?'),
    detail,
  }));
  const detail = errors.map((fault) => `${fault.pointer}: ${fault.detail}`).join(' ');
  throw requestFault('invalid-request', detail, { errors });
}

/**
 * Reads the query of `url` (path and query as they came).
 * @throws GatewayError invalid-request whose pointers are `?name`; values are not repeated. @internal
 */
export function readQuery(
  url: string,
  shape: QueryShape,
  unknown: 'refused' | 'ignored',
): QueryValues {
  const start = url.indexOf('?');
  if (start < 0 || start === url.length - 1) return NOTHING;
  const parameters = new URLSearchParams(url.slice(start + 1));
  const values: Record<string, QueryValue> = {};
  const faults: FieldError[] = [];
  for (const name of new Set(parameters.keys())) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (kind === undefined) {
      if (unknown === 'refused') faults.push(unknownParameter(name, shape));
      continue;
    }
    const value = readValue(kind, parameters.getAll(name));
    if (typeof value === 'object' && 'fault' in value) {
      faults.push({ pointer: `?${name}`, detail: value.fault });
    } else {
      values[name] = value;
    }
  }
  if (faults.length > 0) throw invalidRequest(faults);
  return values;
}

function unknownParameter(name: string, shape: QueryShape): FieldError {
  const known = Object.keys(shape);
  const list = known.length === 0 ? 'This route takes none.' : `Known: ${known.join(', ')}.`;
  return {
    pointer: `?${name}`,
    detail: `is no parameter of this route. ${list}${didYouMean(name, known)}`,
  };
}

function readValue(
  kind: QueryKind,
  texts: readonly string[],
): QueryValue | { readonly fault: string } {
  if (kind === 'list')
    return texts.flatMap((text) => text.split(',')).filter((text) => text !== '');
  if (texts.length > 1) return { fault: 'is given more than once.' };
  const text = texts[0] ?? '';
  if (kind === 'text') return text;
  if (kind === 'flag') {
    return (
      (Object.hasOwn(flags, text) ? flags[text] : undefined) ?? { fault: 'must be true or false.' }
    );
  }
  return /^\d{1,15}$/.test(text) ? Number(text) : { fault: 'must be a whole number.' };
}
