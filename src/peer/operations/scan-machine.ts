/** The course of one scan as a pure state machine: what its answers, silences and log lines come to. */
import type { GatewayError, Outcome, PeerError } from '../../errors.js';
import type { ScanSilence } from '../../protocol/log-line.js';
import { noConsumingWallet, noReply, notSentInTime, scanBusy } from '../../problems/faults.js';
import type { ScanResult, ScanType } from '../peers.js';

/** Where a scan stands. */
export interface ScanState {
  readonly scanType: ScanType;
  /** `held`: a Payables success that an error may still follow. */
  readonly phase: 'waiting' | 'written' | 'held' | 'over';
  /** The marker behind it was answered: a log line that comes now speaks of another scan. */
  readonly marked: boolean;
  /** Somebody still waits for the answer; else what comes becomes an event. */
  readonly awaited: boolean;
}

/** What happened to a scan. */
export type ScanEvent =
  | { readonly kind: 'written' }
  | { readonly kind: 'reply' }
  | { readonly kind: 'error'; readonly error: PeerError }
  | { readonly kind: 'marker' }
  /** A log line that names this kind of scan. */
  | { readonly kind: 'silence'; readonly why: ScanSilence }
  /** The link was lost, or the scan never got written. */
  | { readonly kind: 'ended'; readonly error: GatewayError }
  /** The caller's time is up, or he has left. */
  | { readonly kind: 'caller-gone' }
  /** No error came behind a Payables success. */
  | { readonly kind: 'hold-over' }
  /** Nothing was heard of it for too long. */
  | { readonly kind: 'forgotten' };

/** A later result, as the `gateway.scan` event tells it. */
interface ScanReport {
  readonly scanType: ScanType;
  readonly result: 'done' | 'failed' | 'nothing-to-do' | 'lost';
  readonly outcome?: Outcome;
  /** Exact u64 as a decimal string. */
  readonly peerCode?: string;
}

/** What is to be done. */
export type ScanAction =
  | { readonly kind: 'answer'; readonly result: ScanResult }
  | { readonly kind: 'reject'; readonly error: GatewayError | PeerError }
  | { readonly kind: 'event'; readonly event: ScanReport }
  /** Tell `hold-over` after the holding time. */
  | { readonly kind: 'hold' };

/** A scan that is about to wait for its writing. */
export function newScan(scanType: ScanType): ScanState {
  return { scanType, phase: 'waiting', marked: false, awaited: true };
}

/** Applies one event. */
export function stepScan(
  state: ScanState,
  event: ScanEvent,
): { readonly state: ScanState; readonly actions: readonly ScanAction[] } {
  if (state.phase === 'over') return { state, actions: [] };
  switch (event.kind) {
    case 'written':
      return { state: { ...state, phase: 'written' }, actions: [] };
    case 'marker':
      return { state: { ...state, marked: true }, actions: [] };
    case 'reply':
      // Payables may fail at the sending stage, after they have told success (blockchain_bridge.rs:283-316).
      return state.scanType === 'Payables'
        ? { state: { ...state, phase: 'held' }, actions: [{ kind: 'hold' }] }
        : over(state, { result: 'done' }, { kind: 'answer', result: 'done' });
    case 'hold-over':
      return over(state, { result: 'done' }, { kind: 'answer', result: 'done' });
    case 'error':
      return failed(state, event.error);
    case 'silence':
      return state.phase === 'written' && !state.marked
        ? silent(state, event.why)
        : { state, actions: [] };
    case 'ended':
      return ended(state, event.error);
    case 'forgotten':
      return over(
        state,
        { result: 'lost', outcome: 'unknown' },
        { kind: 'reject', error: noReply('node', 'scan', true) },
      );
    case 'caller-gone':
      return callerGone(state);
  }
}

type Step = ReturnType<typeof stepScan>;

function over(state: ScanState, event: Omit<ScanReport, 'scanType'>, answer: ScanAction): Step {
  const later: ScanAction = { kind: 'event', event: { scanType: state.scanType, ...event } };
  const action = state.awaited ? answer : later;
  return { state: { ...state, phase: 'over' }, actions: [action] };
}

function failed(state: ScanState, error: PeerError): Step {
  const outcome = state.scanType === 'Payables' ? 'unknown' : 'refused';
  return over(
    state,
    { result: 'failed', outcome, peerCode: error.peerCode },
    { kind: 'reject', error },
  );
}

function silent(state: ScanState, why: ScanSilence): Step {
  switch (why) {
    case 'nothing-to-process':
      return over(state, { result: 'nothing-to-do' }, { kind: 'answer', result: 'nothing-to-do' });
    case 'no-consuming-wallet':
      return refused(state, noConsumingWallet());
    case 'already-initiated':
      return refused(state, scanBusy());
  }
}

function refused(state: ScanState, error: GatewayError): Step {
  return over(state, { result: 'failed', outcome: 'refused' }, { kind: 'reject', error });
}

function ended(state: ScanState, error: GatewayError): Step {
  return over(state, { result: 'lost', outcome: error.outcome }, { kind: 'reject', error });
}

function callerGone(state: ScanState): Step {
  if (!state.awaited) return { state, actions: [] };
  if (state.phase === 'waiting') {
    return over(state, { result: 'lost' }, { kind: 'reject', error: notSentInTime('node') });
  }
  return {
    state: { ...state, awaited: false },
    actions: [{ kind: 'answer', result: 'accepted' }],
  };
}
