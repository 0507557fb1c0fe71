import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayError, PeerError } from '../../src/errors.js';
import {
  newScan,
  stepScan,
  type ScanAction,
  type ScanEvent,
  type ScanState,
} from '../../src/peer/operations/scan-machine.js';
import type { ScanType } from '../../src/peer/peers.js';
import { peerCodes } from '../../src/protocol/error-codes.js';

const peerError = new PeerError({
  hop: 'node',
  opcode: 'scan',
  peerCode: peerCodes.SCAN,
  peerMessage: 'x',
});
const linkLost = new GatewayError({
  code: 'link-lost',
  hop: 'node',
  outcome: 'unknown',
  detail: 'x',
});
const written: ScanEvent = { kind: 'written' };
const reply: ScanEvent = { kind: 'reply' };
const error: ScanEvent = { kind: 'error', error: peerError };
const marker: ScanEvent = { kind: 'marker' };
const callerGone: ScanEvent = { kind: 'caller-gone' };
const ended: ScanEvent = { kind: 'ended', error: linkLost };
const nothing: ScanEvent = { kind: 'silence', why: 'nothing-to-process' };
const under: ScanEvent = { kind: 'silence', why: 'already-initiated' };
const noWallet: ScanEvent = { kind: 'silence', why: 'no-consuming-wallet' };

function run(scanType: ScanType, ...events: ScanEvent[]): { state: ScanState; told: unknown[] } {
  let state = newScan(scanType);
  const told: unknown[] = [];
  for (const event of events) {
    const step = stepScan(state, event);
    state = step.state;
    told.push(...step.actions.map(brief));
  }
  return { state, told };
}

function brief(action: ScanAction): unknown {
  switch (action.kind) {
    case 'answer':
      return action.result;
    case 'hold':
      return 'hold';
    case 'event':
      return action.event;
    case 'reject':
      return action.error instanceof GatewayError
        ? `${action.error.code}/${action.error.outcome}`
        : action.error.peerCode;
  }
}

const told = (scanType: ScanType, ...events: ScanEvent[]): unknown[] =>
  run(scanType, ...events).told;

describe('while its caller waits, a scan', () => {
  test('is done by its reply', () => {
    assert.deepEqual(told('Receivables', written, reply), ['done']);
  });

  test('fails by the error of the Node', () => {
    assert.deepEqual(told('PendingPayables', written, error), [peerCodes.SCAN]);
  });

  test('is explained by a log line between its writing and the reply to its marker', () => {
    assert.deepEqual(told('Payables', written, nothing, marker), ['nothing-to-do']);
    assert.deepEqual(told('Payables', written, noWallet), ['no-consuming-wallet/refused']);
    assert.deepEqual(told('Receivables', written, under), ['scan-under-way/refused']);
  });

  test('takes no log line for its own before it is written or after its marker', () => {
    for (const line of [nothing, noWallet, under]) {
      const { state, told: said } = run('Payables', line, written, marker, line);
      assert.deepEqual(said, []);
      assert.equal(state.phase, 'written');
    }
  });

  test('of Payables holds its success back until no error can follow', () => {
    assert.deepEqual(told('Payables', written, reply), ['hold']);
    assert.deepEqual(told('Payables', written, reply, { kind: 'hold-over' }), ['hold', 'done']);
    assert.deepEqual(told('Payables', written, reply, error), ['hold', peerCodes.SCAN]);
    assert.deepEqual(told('Payables', written, reply, ended), ['hold', 'link-lost/unknown']);
  });

  test('that is not written in time is not sent', () => {
    assert.deepEqual(told('Payables', callerGone, written, reply), ['not-sent-in-time/not-sent']);
  });

  test('ends with its link', () => {
    assert.deepEqual(told('Receivables', written, ended), ['link-lost/unknown']);
  });
});

describe('when its caller has gone, a scan', () => {
  const later = (scanType: ScanType, ...events: ScanEvent[]): unknown =>
    told(scanType, written, callerGone, ...events);

  test('is accepted, once', () => {
    assert.deepEqual(later('Receivables', callerGone), ['accepted']);
  });

  test('tells its results as events', () => {
    const scanType = 'Receivables';
    assert.deepEqual(later(scanType, reply), ['accepted', { scanType, result: 'done' }]);
    assert.deepEqual(later(scanType, nothing), ['accepted', { scanType, result: 'nothing-to-do' }]);
    assert.deepEqual(later(scanType, under), [
      'accepted',
      { scanType, result: 'failed', outcome: 'refused' },
    ]);
    assert.deepEqual(later(scanType, error), [
      'accepted',
      { scanType, result: 'failed', outcome: 'refused', peerCode: peerCodes.SCAN },
    ]);
    for (const loss of [ended, { kind: 'forgotten' } as const]) {
      assert.deepEqual(later(scanType, loss), [
        'accepted',
        { scanType, result: 'lost', outcome: 'unknown' },
      ]);
    }
  });

  test('of Payables that fails leaves open whether money has moved', () => {
    assert.deepEqual(later('Payables', error), [
      'accepted',
      { scanType: 'Payables', result: 'failed', outcome: 'unknown', peerCode: peerCodes.SCAN },
    ]);
  });
});

test('a scan that is over tells nothing more', () => {
  const endings: ScanEvent[] = [reply, error, nothing, ended];
  for (const ending of endings) {
    const { state, told: said } = run('Receivables', written, ending, reply, error, under, ended);
    assert.equal(state.phase, 'over');
    assert.equal(said.length, 1);
  }
});
