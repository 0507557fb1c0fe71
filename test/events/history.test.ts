import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventLog } from '../../src/events/event-log.js';
import { historyJson } from '../../src/events/history.js';

const startedAtMs = 1_800_000_000_000;

function setUp(): EventLog {
  const log = new EventLog({
    startedAtMs,
    now: () => startedAtMs + 1,
    onListenerError: (error) => assert.fail(String(error)),
  });
  log.append({ hop: 'daemon', opcode: 'setup', payload: '{"n":18446744073709551615}' });
  const payload = '{"msg":"x","logLevel":"Info"}';
  log.append({ hop: 'node', opcode: 'logBroadcast', payload, logLevel: 'Info' });
  log.append({ hop: 'gateway', opcode: 'gateway.state', payload: '{}' });
  return log;
}

describe('history', () => {
  test('is one document whose payloads keep every digit', () => {
    const log = setUp();
    const at = '2027-01-15T08:00:00.001Z';
    assert.equal(
      historyJson(log, { since: `${log.epoch}-0`, limit: 1 }),
      `{"events":[{"id":"${log.epoch}-1","at":"${at}","hop":"daemon","opcode":"setup",` +
        `"payload":{"n":18446744073709551615}}],"next":"${log.epoch}-1","gap":null}`,
    );
  });

  test('without a cursor it gives the latest, and the cursor to go on with', () => {
    const log = setUp();
    const { events, next } = JSON.parse(historyJson(log, { limit: 2 })) as {
      events: { opcode: string }[];
      next: string;
    };
    assert.deepEqual(
      events.map(({ opcode }) => opcode),
      ['logBroadcast', 'gateway.state'],
    );
    assert.equal(next, log.newestId);
  });

  test('filters as the stream does', () => {
    const log = setUp();
    const opcodesOf = (text: string): string[] =>
      (JSON.parse(text) as { events: { opcode: string }[] }).events.map(({ opcode }) => opcode);
    assert.deepEqual(opcodesOf(historyJson(log, { limit: 9, opcodes: new Set(['setup']) })), [
      'setup',
      'gateway.state',
    ]);
    assert.deepEqual(opcodesOf(historyJson(log, { limit: 9, minLogLevel: 'Warn' })), [
      'setup',
      'gateway.state',
    ]);
  });

  test('a useless cursor is answered with a gap', () => {
    const { gap } = JSON.parse(historyJson(setUp(), { since: 'x', limit: 1 })) as { gap: unknown };
    assert.deepEqual(Object.keys(gap as object), ['reason', 'hop', 'class', 'from', 'to']);
  });

  test('an empty log is an empty list', () => {
    const log = new EventLog({ startedAtMs, now: () => 0, onListenerError: () => undefined });
    assert.equal(
      historyJson(log, { limit: 5 }),
      `{"events":[],"next":"${log.epoch}-0","gap":null}`,
    );
  });
});
