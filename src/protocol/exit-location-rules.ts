/** Rules for `exitLocation` requests. */
import type { FieldError } from '../errors.js';
import { memberReader } from './codec.js';
import { integerWithin } from './decimal.js';
import type { IntegerInput } from './decimal.js';
import { itemSpans, readString } from './json-text.js';

/** The part of an `exitLocation` request that a caller decides (masq_lib/src/messages.rs:854-912). */
interface ExitLocations {
  readonly fallbackRouting: boolean;
  readonly exitLocations: readonly {
    readonly countryCodes: readonly string[];
    readonly priority: IntegerInput;
  }[];
}

/** Priority 0 underflows in the Node and panics in debug builds; times a thousand, great ones overflow (neighborhood/mod.rs:2133-2161). */
const MAX_PRIORITY = 1000n;
/** There are 249 country codes; a longer list only repeats itself. */
const MAX_COUNTRIES = 250;

/** Faults of an `exitLocation` request. Codes are only held to their form: the Node compares them and tells which are missing. */
export function exitLocationFaults(request: ExitLocations): readonly FieldError[] {
  const countries = request.exitLocations.reduce(
    (sum, { countryCodes }) => sum + countryCodes.length,
    0,
  );
  const tooMany: FieldError[] =
    countries > MAX_COUNTRIES || request.exitLocations.length > MAX_COUNTRIES
      ? [
          {
            pointer: '/exitLocations',
            detail: `must not name more than ${MAX_COUNTRIES} countries`,
          },
        ]
      : [];
  return [
    ...tooMany,
    ...request.exitLocations.flatMap((location, index) => [
      ...priorityFaults(`/exitLocations/${index}/priority`, location.priority),
      ...codeFaults(`/exitLocations/${index}/countryCodes`, location.countryCodes),
    ]),
  ];
}

function priorityFaults(pointer: string, priority: IntegerInput): FieldError[] {
  return integerWithin(priority, 1n, MAX_PRIORITY) === undefined
    ? [{ pointer, detail: `must be a whole number from 1 (first choice) to ${MAX_PRIORITY}` }]
    : [];
}

function codeFaults(pointer: string, codes: readonly string[]): FieldError[] {
  if (codes.length === 0) {
    return [
      { pointer, detail: 'must name at least one country; leave the whole entry out to name none' },
    ];
  }
  return codes.flatMap((code, index) =>
    /^[A-Z]{2}$/.test(code)
      ? []
      : [
          {
            pointer: `${pointer}/${index}`,
            detail: 'must be an ISO 3166 code of two capital letters, such as CZ',
          },
        ],
  );
}

/** What a request's payload asks for, as far as replacing a choice needs it; undefined if the payload is no request. */
export function readExitLocations(
  payload: string,
): { readonly fallbackRouting: boolean; readonly countryCodes: readonly string[] } | undefined {
  const member = memberReader(payload);
  const locations = member('exitLocations') ?? '';
  const items = itemSpans(locations);
  if (items === undefined) return undefined;
  const countryCodes = items.flatMap(({ start, end }) =>
    readStrings(memberReader(locations.slice(start, end))('countryCodes')),
  );
  return { fallbackRouting: member('fallbackRouting') === 'true', countryCodes };
}

/** The wanted countries without a known exit, of a reply; none if it cannot be read. */
export function readMissingCountries(payload: string): readonly string[] {
  return readStrings(memberReader(payload)('missingCountries'));
}

function readStrings(list: string | undefined): readonly string[] {
  const items = itemSpans(list ?? '') ?? [];
  return items
    .map(({ start, end }) => readString((list ?? '').slice(start, end)))
    .filter((text) => text !== undefined);
}
