/** Open scans: one of each kind, their timers and log lines, and what is told when their callers have gone. */
import { scanOpen } from '../../problems/faults.js';
import { opcodes, staleAfter } from '../../protocol/opcodes.js';
import type { LogLine } from '../../protocol/log-line.js';
import type { ScanListener } from '../links/links.js';
import type { PeerContext } from './peer-context.js';
import type { CallOptions, ScanResult, ScanType } from '../peers.js';
import {
  newScan,
  stepScan,
  type ScanAction,
  type ScanEvent,
  type ScanState,
} from './scan-machine.js';
import { limitOf } from '../timings.js';

/** A log line that tells why a scan will not be answered. */
type Silence = Extract<LogLine, { readonly kind: 'scan-silent' }>;

/** All scans of ours. */
export class Scans {
  readonly #context: PeerContext;
  readonly #open = new Map<ScanType, Scan>();
  readonly #idleWaiters = new Set<() => void>();

  constructor(context: PeerContext) {
    this.#context = context;
  }

  /** True while a Payables scan of ours may still move money. */
  get open(): boolean {
    return this.#open.has('Payables');
  }

  /** Resolves when no Payables scan of ours is open. */
  idle(): Promise<void> {
    return this.open ? new Promise((resolve) => this.#idleWaiters.add(resolve)) : Promise.resolve();
  }

  /**
   * Scans; resolves with what came of it within the caller's wait.
   * @throws GatewayError scan-under-way, no-consuming-wallet, and what keeps from reaching the Node; PeerError (SCAN).
   */
  async run(scanType: ScanType, options: CallOptions): Promise<ScanResult> {
    this.#refuseSecond(scanType);
    const limitMs = limitOf(opcodes.scan, this.#context.timings);
    const rest = await this.#context.access.prepare(limitMs, options);
    this.#refuseSecond(scanType);
    const scan = new Scan(this.#context, scanType, () => this.#closed(scanType));
    this.#open.set(scanType, scan);
    return scan.run(rest);
  }

  /** A log line of the Node that tells why a scan will not be answered. */
  onSilence({ scan, why }: Silence): void {
    this.#open.get(scan)?.take({ kind: 'silence', why });
  }

  /** Forgets all scans and ends their timers. */
  close(): void {
    for (const scan of [...this.#open.values()]) scan.take({ kind: 'forgotten' });
  }

  #refuseSecond(scanType: ScanType): void {
    if (this.#open.has(scanType)) throw scanOpen(scanType);
  }

  #closed(scanType: ScanType): void {
    this.#open.delete(scanType);
    if (this.open) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters.clear();
  }
}

/** One scan, from its acceptance until it is over. */
class Scan {
  readonly #context: PeerContext;
  readonly #onOver: () => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  #state: ScanState;
  #callerTimer: NodeJS.Timeout | undefined;
  #settle: { resolve(result: ScanResult): void; reject(error: Error): void } | undefined;
  #forget: (() => void) | undefined;
  #leave: (() => void) | undefined;

  constructor(context: PeerContext, scanType: ScanType, onOver: () => void) {
    this.#context = context;
    this.#state = newScan(scanType);
    this.#onOver = onOver;
  }

  run(options: CallOptions): Promise<ScanResult> {
    const { nodeLink, now, timings } = this.#context;
    const waitMs = options.waitMs ?? timings.scanWaitMs;
    const deadlineMs = now() + waitMs;
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#waitUntil(deadlineMs);
      this.#watchCaller(options.signal);
      if (this.#isOver()) return;
      const payload = JSON.stringify({ scanType: this.#state.scanType });
      const listener: ScanListener = {
        onWritten: (contextId) => {
          this.#written(deadlineMs);
          options.onWritten?.(contextId);
        },
        onReply: () => this.take({ kind: 'reply' }),
        onError: (error) => this.take({ kind: 'error', error }),
        onMarker: () => this.take({ kind: 'marker' }),
        onEnded: (error) => this.take({ kind: 'ended', error }),
      };
      this.#forget = nodeLink.scan(payload, listener, waitMs);
      // A link may refuse at once, before its disposer is known.
      if (this.#isOver()) this.#forget();
    });
  }

  take(event: ScanEvent): void {
    const before = this.#state.phase;
    const { state, actions } = stepScan(this.#state, event);
    this.#state = state;
    for (const action of actions) this.#do(action);
    if (before !== 'over' && state.phase === 'over') this.#end(before);
  }

  #isOver(): boolean {
    return this.#state.phase === 'over';
  }

  #do(action: ScanAction): void {
    switch (action.kind) {
      case 'answer':
        return this.#settle?.resolve(action.result);
      case 'reject':
        return this.#settle?.reject(action.error);
      case 'event':
        return this.#context.publish({
          hop: 'gateway',
          opcode: 'gateway.scan',
          payload: JSON.stringify(action.event),
        });
      case 'hold':
        return this.#after(this.#context.timings.payablesHoldMs, { kind: 'hold-over' });
    }
  }

  #written(deadlineMs: number): void {
    const { now, timings, touch } = this.#context;
    this.take({ kind: 'written' });
    // A longer wait is for the queue only.
    this.#waitUntil(Math.min(deadlineMs, now() + timings.scanWaitMs));
    this.#after(timings.scanOpenMostMs, { kind: 'forgotten' });
    touch(staleAfter('scan'));
  }

  #end(before: ScanState['phase']): void {
    clearTimeout(this.#callerTimer);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#leave?.();
    this.#forget?.();
    if (before !== 'waiting') this.#context.touch(staleAfter('scan'));
    this.#onOver();
  }

  #waitUntil(deadlineMs: number): void {
    clearTimeout(this.#callerTimer);
    this.#callerTimer = setTimeout(
      () => this.take({ kind: 'caller-gone' }),
      Math.max(0, deadlineMs - this.#context.now()),
    );
  }

  #after(delayMs: number, event: ScanEvent): void {
    this.#timers.add(setTimeout(() => this.take(event), delayMs));
  }

  #watchCaller(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const left = (): void => this.take({ kind: 'caller-gone' });
    signal.addEventListener('abort', left);
    this.#leave = () => signal.removeEventListener('abort', left);
    if (signal.aborted) left();
  }
}
