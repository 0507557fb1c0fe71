/** Rules for `financials` requests: the Node's own limits, and ours against replies that would wedge it. */
import type { FieldError } from '../errors.js';
import { I64_MAX, I64_MIN, integerWithin } from './decimal.js';
import type { IntegerInput } from './decimal.js';

/** A range of a custom query; ages in seconds, amounts in gwei; of receivables the amounts may be negative. */
interface FinancialsRange {
  readonly minAgeS: IntegerInput;
  readonly maxAgeS: IntegerInput;
  readonly minAmountGwei: IntegerInput;
  readonly maxAmountGwei: IntegerInput;
}

/** A `financials` request (masq_lib/src/messages.rs:591-693); an absent field and null are the same. @internal */
export interface Financials {
  readonly statsRequired: boolean;
  readonly topRecordsOpt?: { readonly count: IntegerInput; readonly orderedBy: string } | null;
  readonly customQueriesOpt?: {
    readonly payableOpt?: FinancialsRange | null;
    readonly receivableOpt?: FinancialsRange | null;
  } | null;
}

/** What the rules must know of their surroundings. */
interface FinancialsRuleOptions {
  /** Whether custom ranges may be asked for: their replies have no limit, and one that is too large wedges the Node's UI for good. */
  readonly allowCustomFinancials: boolean;
}

/** The most records that may be asked for: the reply must fit the Node's free socket buffer. */
const MAX_TOP_RECORDS = 200;

/** How top records may be ordered, in the Node's exact spelling. */
const recordOrders = ['Age', 'Balance'] as const;

/** Faults of a `financials` request. */
export function financialsFaults(
  request: Financials,
  options: FinancialsRuleOptions,
): readonly FieldError[] {
  const top = request.topRecordsOpt ?? undefined;
  const custom = request.customQueriesOpt ?? undefined;
  if (!request.statsRequired && top === undefined && custom === undefined) {
    return [
      {
        pointer: '',
        detail:
          'asks for nothing: set statsRequired to true, or give topRecordsOpt or customQueriesOpt',
      },
    ];
  }
  return [
    ...(top === undefined ? [] : topFaults(top)),
    ...(custom === undefined ? [] : customFaults(custom, top !== undefined, options)),
  ];
}

function topFaults(top: NonNullable<Financials['topRecordsOpt']>): FieldError[] {
  const faults: FieldError[] = [];
  if (integerWithin(top.count, 0n, BigInt(MAX_TOP_RECORDS)) === undefined) {
    faults.push({
      pointer: '/topRecordsOpt/count',
      detail: `must be a whole number from 0 to ${MAX_TOP_RECORDS}: a longer reply could block the Node's UI for good`,
    });
  }
  if (!recordOrders.some((order) => order === top.orderedBy)) {
    faults.push({
      pointer: '/topRecordsOpt/orderedBy',
      detail: 'must be Age or Balance, spelt so',
    });
  }
  return faults;
}

function customFaults(
  custom: NonNullable<Financials['customQueriesOpt']>,
  besideTop: boolean,
  options: FinancialsRuleOptions,
): FieldError[] {
  const pointer = '/customQueriesOpt';
  if (besideTop)
    return [
      { pointer, detail: 'must not stand beside topRecordsOpt; ask for one of them at a time' },
    ];
  if (!options.allowCustomFinancials) {
    return [
      {
        pointer,
        detail:
          "is switched off: a reply without limit can block the Node's UI for good. Ask for topRecordsOpt, or switch it on in the gateway (allowCustomFinancials).",
      },
    ];
  }
  return [
    ...rangeFaults(`${pointer}/payableOpt`, custom.payableOpt, 0n),
    ...rangeFaults(`${pointer}/receivableOpt`, custom.receivableOpt, I64_MIN),
  ];
}

function rangeFaults(
  pointer: string,
  range: FinancialsRange | null | undefined,
  leastAmount: bigint,
): FieldError[] {
  if (range === null || range === undefined) return [];
  return [
    ...boundsFaults(pointer, ['minAgeS', 'maxAgeS'], range, 0n),
    ...boundsFaults(pointer, ['minAmountGwei', 'maxAmountGwei'], range, leastAmount),
  ];
}

function boundsFaults(
  pointer: string,
  [low, high]: readonly [keyof FinancialsRange, keyof FinancialsRange],
  range: FinancialsRange,
  least: bigint,
): FieldError[] {
  const exact = [low, high].map((name) => integerWithin(range[name], least, I64_MAX));
  const faults = [low, high]
    .filter((_, index) => exact[index] === undefined)
    .map((name) => ({
      pointer: `${pointer}/${name}`,
      detail: `must be a whole number from ${least.toString()} to ${I64_MAX.toString()}`,
    }));
  const [from, to] = exact;
  return from !== undefined && to !== undefined && from > to
    ? [{ pointer: `${pointer}/${low}`, detail: `must not be greater than ${high}` }]
    : faults;
}
