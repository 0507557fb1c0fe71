/** The Accountant: financials and the door to the scans (node/src/accountant/mod.rs). */
import { i64, Misfit, u16, u64, type Fields, type IntegerRange } from './fields.js';
import {
  ACTOR_MS,
  requestOf,
  type Actor,
  type NodeMessage,
  type NodeState,
} from './node-request.js';
import { Refusal } from './panic.js';
import type { Scans, ScanType } from './scans.js';

/** One debt of ours or of others; amounts in gwei, ages in seconds at the Node's start. */
export interface Account {
  readonly wallet: string;
  readonly ageS: bigint;
  readonly balanceGwei: bigint;
  /** Of payables with a payment under way. */
  readonly pendingHash?: string;
}

/** The money of one Node. */
export interface Ledger {
  readonly payables: readonly Account[];
  readonly receivables: readonly Account[];
  readonly totalPaidPayableGwei: bigint;
  readonly totalPaidReceivableGwei: bigint;
}

const MAX_I64 = i64.max;

interface Range {
  readonly minAgeS: bigint;
  readonly maxAgeS: bigint;
  readonly minAmountGwei: bigint;
  readonly maxAmountGwei: bigint;
}

/** Answers financials in the order of asking; hands scans on. */
export class Accountant implements Actor {
  readonly #state: NodeState;
  readonly #ledger: () => Ledger;
  readonly #scans: Scans;
  readonly #uptimeS: () => bigint;

  constructor(state: NodeState, ledger: () => Ledger, scans: Scans, uptimeS: () => bigint) {
    this.#state = state;
    this.#ledger = ledger;
    this.#scans = scans;
    this.#uptimeS = uptimeS;
  }

  serviceMs(): number {
    return ACTOR_MS;
  }

  handle(message: NodeMessage): void {
    const request = requestOf(message);
    if (request === undefined) return;
    try {
      if (request.opcode === 'financials') {
        this.#state.ui.reply(request, this.#financials(request.fields));
      } else if (request.opcode === 'scan') {
        this.#scans.begin(request, scanTypeOf(request.fields));
      }
    } catch (error) {
      if (error instanceof Refusal) this.#state.ui.refuse(request, error.code, error.message);
      else if (!(error instanceof Misfit)) throw error;
    }
  }

  #financials(fields: Fields): string {
    const isStatsWanted = fields.boolean('statsRequired');
    const top = topRecordsOf(fields.objectOpt('topRecordsOpt'));
    const custom = fields.objectOpt('customQueriesOpt');
    const ranges = {
      payable: rangeOf(custom?.objectOpt('payableOpt'), u64),
      receivable: rangeOf(custom?.objectOpt('receivableOpt'), i64),
    };
    if (!isStatsWanted && top === undefined && custom === undefined) {
      throw new Refusal(
        'REQUEST_WITH_NO_VALUES',
        'Empty requests with missing queries not to be processed',
      );
    }
    if (top !== undefined && custom !== undefined) {
      throw new Refusal(
        'MUTUALLY_EXCLUSIVE_PARAMS',
        'Requesting top records and the more customized subset of records is not allowed both at the same time',
      );
    }
    const stats = isStatsWanted ? statsText(this.#ledger()) : 'null';
    const results =
      top === undefined
        ? custom === undefined
          ? 'null'
          : this.#customText(ranges)
        : this.#topText(top);
    return `{"statsOpt":${stats},"queryResultsOpt":${results}}`;
  }

  #topText({ count, orderedBy }: TopRecords): string {
    const pick = (accounts: readonly Account[]): readonly Account[] =>
      accounts
        .filter(({ balanceGwei }) => balanceGwei >= 1n)
        .sort(orderedBy === 'Age' ? byAge : byBalance)
        .slice(0, Number(count));
    const { payables, receivables } = this.#ledger();
    return resultsText(
      pick(payables).map((account) => this.#payableText(account)),
      pick(receivables).map((account) => this.#receivableText(account)),
    );
  }

  #customText(ranges: {
    readonly payable: Range | undefined;
    readonly receivable: Range | undefined;
  }): string {
    checkLimits('payable', ranges.payable);
    checkLimits('receivable', ranges.receivable);
    const { payables, receivables } = this.#ledger();
    return resultsText(
      this.#inRange(payables, ranges.payable)?.map((account) => this.#payableText(account)),
      this.#inRange(receivables, ranges.receivable)?.map((account) =>
        this.#receivableText(account),
      ),
    );
  }

  #inRange(accounts: readonly Account[], range: Range | undefined): readonly Account[] | undefined {
    if (range === undefined) return undefined;
    const found = accounts
      .filter((account) => {
        const age = this.#ageOf(account);
        return (
          account.balanceGwei !== 0n &&
          age >= range.minAgeS &&
          age <= range.maxAgeS &&
          account.balanceGwei >= range.minAmountGwei &&
          account.balanceGwei <= range.maxAmountGwei
        );
      })
      .sort(byBalance);
    return found.length === 0 ? undefined : found;
  }

  #ageOf(account: Account): bigint {
    return (account.ageS + this.#uptimeS()) & u64.max;
  }

  #payableText(account: Account): string {
    const hash = account.pendingHash === undefined ? 'null' : JSON.stringify(account.pendingHash);
    return `{"wallet":"${account.wallet}","ageS":${this.#ageOf(account).toString()},"balanceGwei":${account.balanceGwei.toString()},"pendingPayableHashOpt":${hash}}`;
  }

  #receivableText(account: Account): string {
    return `{"wallet":"${account.wallet}","ageS":${this.#ageOf(account).toString()},"balanceGwei":${account.balanceGwei.toString()}}`;
  }
}

function scanTypeOf(fields: Fields): ScanType {
  const scanType = fields.string('scanType');
  if (scanType === 'Payables' || scanType === 'Receivables' || scanType === 'PendingPayables') {
    return scanType;
  }
  throw new Misfit('scanType');
}

interface TopRecords {
  readonly count: bigint;
  readonly orderedBy: 'Age' | 'Balance';
}

function topRecordsOf(fields: Fields | undefined): TopRecords | undefined {
  if (fields === undefined) return undefined;
  const orderedBy = fields.string('orderedBy');
  if (orderedBy !== 'Age' && orderedBy !== 'Balance') throw new Misfit('orderedBy');
  return { count: fields.integer('count', u16), orderedBy };
}

function rangeOf(fields: Fields | undefined, amounts: IntegerRange): Range | undefined {
  if (fields === undefined) return undefined;
  return {
    minAgeS: fields.integer('minAgeS', u64),
    maxAgeS: fields.integer('maxAgeS', u64),
    minAmountGwei: fields.integer('minAmountGwei', amounts),
    maxAmountGwei: fields.integer('maxAmountGwei', amounts),
  };
}

function checkLimits(table: string, range: Range | undefined): void {
  if (range === undefined) return;
  const limited: readonly (readonly [string, bigint])[] = [
    ['Min age', range.minAgeS],
    ['Max age', range.maxAgeS],
    ['Min amount', range.minAmountGwei],
    ['Max amount', range.maxAmountGwei],
  ];
  const excess = limited.find(([, value]) => value > MAX_I64);
  if (excess === undefined) return;
  throw new Refusal(
    'VALUE_EXCEEDS_ALLOWED_LIMIT',
    `Range query for ${table}: ${excess[0]} requested too big. Should be less than or equal to ${MAX_I64.toString()}, not: ${excess[1].toString()}`,
  );
}

function byBalance(left: Account, right: Account): number {
  return (
    Number(right.balanceGwei > left.balanceGwei) - Number(right.balanceGwei < left.balanceGwei)
  );
}

function byAge(left: Account, right: Account): number {
  const order = Number(right.ageS > left.ageS) - Number(right.ageS < left.ageS);
  return order === 0 ? byBalance(left, right) : order;
}

function sum(accounts: readonly Account[]): bigint {
  return accounts.reduce((total, { balanceGwei }) => total + balanceGwei, 0n);
}

function statsText(ledger: Ledger): string {
  const unpaidPayable = BigInt.asUintN(64, sum(ledger.payables));
  const unpaidReceivable = BigInt.asIntN(64, sum(ledger.receivables));
  return (
    `{"totalUnpaidAndPendingPayableGwei":${unpaidPayable.toString()},"totalPaidPayableGwei":${ledger.totalPaidPayableGwei.toString()},` +
    `"totalUnpaidReceivableGwei":${unpaidReceivable.toString()},"totalPaidReceivableGwei":${ledger.totalPaidReceivableGwei.toString()}}`
  );
}

function resultsText(
  payables: readonly string[] | undefined,
  receivables: readonly string[] | undefined,
): string {
  const list = (rows: readonly string[] | undefined): string =>
    rows === undefined ? 'null' : `[${rows.join(',')}]`;
  return `{"payableOpt":${list(payables)},"receivableOpt":${list(receivables)}}`;
}
