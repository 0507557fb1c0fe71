import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  filterKey,
  matches,
  retentionOf,
  wantsClass,
  type EventFilter,
} from '../../src/events/event-filter.js';
import type { GatewayEvent, LogLevel } from '../../src/events/event.js';

function event(opcode: string, logLevel?: LogLevel): GatewayEvent {
  const retention = retentionOf(opcode);
  return { number: 1, atMs: 0, hop: 'node', opcode, payload: '{}', retention, logLevel };
}

describe('event-filter', () => {
  test('only log lines have the class of log lines', () => {
    assert.equal(retentionOf('logBroadcast'), 'log');
    assert.equal(retentionOf('crashed'), 'other');
    assert.equal(retentionOf('gateway.state'), 'other');
  });

  test('no filter lets everything pass', () => {
    assert.ok(matches({}, event('setup')));
    assert.ok(matches({}, event('logBroadcast', 'Info')));
  });

  test('opcodes let pass what they name', () => {
    const filter = { opcodes: new Set(['crashed']) };
    assert.ok(matches(filter, event('crashed')));
    assert.ok(!matches(filter, event('setup')));
    assert.ok(!matches(filter, event('logBroadcast', 'Error')));
  });

  test('a level lets pass log lines that are as severe or more', () => {
    const passing = (minLogLevel: LogLevel): LogLevel[] =>
      (['Error', 'Warn', 'Info'] as const).filter((level) =>
        matches({ minLogLevel }, event('logBroadcast', level)),
      );
    assert.deepEqual(passing('Error'), ['Error']);
    assert.deepEqual(passing('Warn'), ['Error', 'Warn']);
    assert.deepEqual(passing('Info'), ['Error', 'Warn', 'Info']);
  });

  test('a level touches nothing but log lines, and no line whose level is unknown', () => {
    assert.ok(matches({ minLogLevel: 'Error' }, event('setup')));
    assert.ok(matches({ minLogLevel: 'Error' }, event('logBroadcast')));
  });

  test('the events of the gateway itself pass every filter', () => {
    const filter: EventFilter = { opcodes: new Set(['crashed']), minLogLevel: 'Error' };
    for (const own of ['state', 'gap', 'heartbeat', 'scan']) {
      assert.ok(matches(filter, event(`gateway.${own}`)));
    }
  });

  test('lost log lines matter only to who asked for log lines', () => {
    assert.ok(wantsClass({}, 'log'));
    assert.ok(wantsClass({ opcodes: new Set(['logBroadcast']) }, 'log'));
    assert.ok(!wantsClass({ opcodes: new Set(['crashed']) }, 'log'));
    assert.ok(wantsClass({ opcodes: new Set(['logBroadcast']) }, 'other'));
  });

  test('the key is the same for equal filters and different for others', () => {
    const key = (opcodes: string[], minLogLevel?: LogLevel): string =>
      filterKey({ opcodes: new Set(opcodes), minLogLevel });
    assert.equal(key(['a', 'b']), key(['b', 'a']));
    assert.notEqual(key(['a', 'b']), key(['a,b']));
    assert.notEqual(key([]), filterKey({}));
    assert.notEqual(key(['a']), key(['a'], 'Warn'));
  });
});
