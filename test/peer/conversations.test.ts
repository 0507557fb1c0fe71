import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Conversations } from '../../src/peer/links/conversations.js';

describe('the table of open conversations', () => {
  test('counts contextIds from 1 and finds a conversation by contextId and opcode', () => {
    const table = new Conversations<{ opcode: string }>();
    const first = { opcode: 'descriptor' };
    assert.equal(table.open(first), 1);
    assert.equal(table.open({ opcode: 'scan' }), 2);
    assert.equal(table.match(1, 'descriptor'), first);
    assert.equal(table.match(1, 'scan'), undefined);
    assert.deepEqual(table.dropped, { late: 0, unknown: 1 });
  });

  test('tells late and doubled answers from those that were never asked for', () => {
    const table = new Conversations<{ opcode: string }>();
    table.close(table.open({ opcode: 'descriptor' }));
    for (const contextId of [1, 1, 2, 0]) table.match(contextId, 'descriptor');
    assert.deepEqual(table.dropped, { late: 2, unknown: 2 });
  });

  test('gives no contextId twice, not even after a drop', () => {
    const table = new Conversations<{ opcode: string }>();
    table.open({ opcode: 'a' });
    assert.deepEqual(table.drop(), [{ opcode: 'a' }]);
    assert.deepEqual(table.drop(), []);
    table.skipTo(9);
    table.skipTo(3);
    assert.equal(table.open({ opcode: 'b' }), 10);
  });

  test('takes a setup for the broadcast unless its contextId is that of a setup request of ours', () => {
    const table = new Conversations<{ opcode: string }>();
    const kindOf = (contextId: number): string =>
      table.classify({ kind: 'reply', opcode: 'setup', contextId, payload: '{}' }).kind;
    const setup = table.open({ opcode: 'setup' });
    const probe = table.open({ opcode: 'descriptor' });
    assert.deepEqual([setup, probe, 7, 2 ** 64].map(kindOf), [
      'reply',
      'broadcast',
      'broadcast',
      'broadcast',
    ]);
    table.close(setup);
    assert.equal(kindOf(setup), 'reply', 'a doubled reply is late, and not published');
  });
});
