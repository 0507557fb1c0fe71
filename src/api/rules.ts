/** How the bodies and queries of the generated operations are judged. */
import type { BodyRules, QueryKind, QueryRules, ReadBody } from './operation.js';
import type { Validator } from './validator.js';

/** The value of a body that is not there; always this very object, so that it is recognized without a look. */
export const noMembers: Readonly<Record<string, never>> = {};

/** Rules for a body of the media types that have a validator; no validator stands for an operation that never has a body. */
export function bodyRules<Body>(
  validators: Readonly<Record<string, Validator>>,
  none?: ReadBody & Body,
): BodyRules<Body> {
  return {
    none,
    validators,
    fits: (body): body is ReadBody & Body => validators[body.mediaType]?.(body.value) === true,
  };
}

/** The body of operations that never have one. */
export const noBody: BodyRules<{
  readonly mediaType: 'application/json';
  readonly value: Readonly<Record<string, never>>;
}> = bodyRules({}, { mediaType: 'application/json', value: noMembers });

/** Rules for a query of these parameters; without a validator there are none. */
export function queryRules<Query>(
  none: Query,
  unknown: 'refused' | 'ignored',
  kinds: Readonly<Record<string, QueryKind>> = {},
  fits?: Validator<Query>,
): QueryRules<Query> {
  return { none, unknown, kinds, fits };
}
