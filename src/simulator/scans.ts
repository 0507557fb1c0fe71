/** Scans: what the Accountant and the BlockchainBridge make of a scan order, silences included. */
import { peerCodes } from '../protocol/error-codes.js';
import type { Ledger } from './accountant.js';
import { lastBlockOf, lookForDelinquents } from './deadly-values.js';
import type { NodeRequest, NodeState } from './node-request.js';
import type { Timers } from './timers.js';

export type ScanType = 'Payables' | 'Receivables' | 'PendingPayables';

/**
 * How a scan ends once it has begun. `auto`: by the ledger and the wallets; `reply`: success; `error`: the chain service
 * cannot be reached; `range-too-large`: it names the longest range that it serves, which the Node keeps; `double`: success, then an
 * error on the same contextId; `nothing`: nothing to process; `hang`: never.
 */
export type ScanOutcome =
  'auto' | 'reply' | 'error' | 'range-too-large' | 'double' | 'nothing' | 'hang';

/** How scans of each kind end, and how long they take; both can change while a Node runs. */
export interface ScanBehaviour {
  readonly outcomes: Record<ScanType, ScanOutcome>;
  durationMs: number;
}

const UNREACHABLE =
  'QueryFailed("Transport error: Error(Connect, Os { code: 111, kind: ConnectionRefused, message: \\"Connection refused\\" })")';

const RANGE_TOO_LARGE =
  'Error while retrieving transactions: QueryFailed("RPC error: Error { code: ServerError(-32005), message: \\"eth_getLogs block range too large, range: 200000, max: 3500\\", data: None }")';
/** The longest range of blocks that {@link RANGE_TOO_LARGE} names. */
const LONGEST_RANGE = 3500n;

const failures: Readonly<Record<ScanType, string>> = {
  Payables: `ReportAccountsPayable: Blockchain error: ${UNREACHABLE}`,
  Receivables: `Error while retrieving transactions: ${UNREACHABLE}`,
  PendingPayables: `Blockchain error: ${UNREACHABLE}`,
};

/** The scans of one Node: one open per kind. */
export class Scans {
  readonly #state: NodeState;
  readonly #behaviour: ScanBehaviour;
  readonly #ledger: () => Ledger;
  readonly #timers: Timers;
  readonly #openSince = new Map<ScanType, Date>();

  constructor(state: NodeState, behaviour: ScanBehaviour, ledger: () => Ledger, timers: Timers) {
    this.#state = state;
    this.#behaviour = behaviour;
    this.#ledger = ledger;
    this.#timers = timers;
  }

  begin(request: NodeRequest, kind: ScanType): void {
    const { ui } = this.#state;
    if (kind !== 'Receivables' && this.#state.consumingWallet === undefined) {
      ui.log('Info', `Cannot initiate ${kind} scan because no consuming wallet was found.`);
      return;
    }
    const since = this.#openSince.get(kind);
    if (since !== undefined) {
      ui.log(
        'Info',
        `${kind} scan was already initiated at ${timestamp(since)}. Hence, this scan request will be ignored.`,
      );
      return;
    }
    this.#openSince.set(kind, new Date());
    this.#announce(kind);
    if (kind === 'Receivables') this.#compute();
    this.#run(request, kind, this.#outcomeOf(kind));
  }

  /** What kills a Node whose database holds numbers beyond its arithmetic. */
  #compute(): void {
    const { paymentThresholds, startBlock, maxBlockCount } = this.#state.database;
    lookForDelinquents(
      paymentThresholds,
      this.#ledger().receivables.map(({ ageS }) => ageS),
    );
    lastBlockOf(startBlock, maxBlockCount);
  }

  #outcomeOf(kind: ScanType): ScanOutcome {
    const wanted = this.#behaviour.outcomes[kind];
    if (wanted !== 'auto') return wanted;
    const { payables } = this.#ledger();
    switch (kind) {
      case 'Receivables':
        return 'reply';
      case 'Payables':
        return payables.some(({ pendingHash }) => pendingHash === undefined) ? 'reply' : 'nothing';
      case 'PendingPayables':
        return payables.some(({ pendingHash }) => pendingHash !== undefined) ? 'reply' : 'nothing';
    }
  }

  #announce(kind: ScanType): void {
    const { ui } = this.#state;
    if (kind === 'Payables') ui.log('Info', 'Scanning for payables');
    if (kind === 'PendingPayables') ui.log('Info', 'Scanning for pending payable');
    if (kind === 'Receivables') {
      ui.log('Info', `Scanning for receivables to ${this.#state.earningWallet}`);
      ui.log('Info', 'Scanning for delinquencies');
    }
  }

  #run(request: NodeRequest, kind: ScanType, outcome: ScanOutcome): void {
    if (outcome === 'hang') return;
    if (outcome === 'nothing') {
      this.#end(kind);
      this.#state.ui.log('Info', `There was nothing to process during ${kind} scan.`);
      return;
    }
    this.#timers.after(this.#behaviour.durationMs, () => {
      if (outcome === 'error') return this.#fail(request, kind, failures[kind]);
      if (outcome === 'range-too-large') {
        this.#state.database.maxBlockCount = LONGEST_RANGE;
        return this.#fail(request, kind, RANGE_TOO_LARGE);
      }
      this.#succeed(request, kind);
      if (outcome === 'double') this.#fail(request, kind, failures[kind]);
    });
  }

  #succeed(request: NodeRequest, kind: ScanType): void {
    const { ui } = this.#state;
    if (kind === 'Receivables') {
      ui.log('Info', 'No newly received payments were detected during the scanning process.');
    }
    this.#end(kind);
    ui.reply(request, '{}');
  }

  #fail(request: NodeRequest, kind: ScanType, reason: string): void {
    const { ui } = this.#state;
    const { clientId, contextId } = request;
    const message = `${kind} scan failed: '${reason}'`;
    ui.log('Warn', reason);
    ui.log(
      'Error',
      `Received ScanError: ScanError { scan_type: ${kind}, response_skeleton_opt: Some(ResponseSkeleton { client_id: ${clientId}, context_id: ${contextId.toString()} }), msg: ${JSON.stringify(reason)} }`,
    );
    if (this.#openSince.has(kind)) this.#end(kind);
    ui.log(
      'Error',
      `Sending UiScanResponse: NodeToUiMessage { target: ClientId(${clientId}), body: MessageBody { opcode: "scan", path: Conversation(${contextId.toString()}), payload: Err((${peerCodes.SCAN}, ${JSON.stringify(message)})) } }`,
    );
    ui.refuse(request, 'SCAN', message);
  }

  #end(kind: ScanType): void {
    const begun = this.#openSince.get(kind)?.getTime() ?? Date.now();
    this.#openSince.delete(kind);
    this.#state.ui.log('Info', `The ${kind} scan ended in ${Date.now() - begun}ms.`);
  }
}

function timestamp(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}
