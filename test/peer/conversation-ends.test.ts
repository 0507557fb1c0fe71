import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { ConversationEnds } from '../../src/peer/links/conversation-ends.js';
import type { EndedConversation } from '../../src/peer/peers.js';

/** The table in a time that stands still until it is told to go on. */
function inTime(title: string, body: (world: World) => void): void {
  test(title, () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      body(new World());
    } finally {
      mock.timers.reset();
    }
  });
}

class World {
  nowMs = 0;
  readonly told: EndedConversation[] = [];
  readonly ends = new ConversationEnds({
    hop: 'node',
    now: () => this.nowMs,
    emit: (event) => {
      if (event.kind === 'conversation-ended') this.told.push(event.ended);
    },
  });

  pass(ms: number): void {
    this.nowMs += ms;
    mock.timers.tick(ms);
  }

  written(contextId: number, opcode: string, limitMs = 5_000): void {
    this.ends.written(contextId, { opcode, purpose: 'call', limitMs });
  }
}

const end = (opcode: string, how: EndedConversation['end'], durationMs: number): unknown => ({
  hop: 'node',
  opcode,
  purpose: 'call',
  end: how,
  durationMs,
});

describe('the end of a written conversation', () => {
  inTime('is told once, with the time since its writing', (world) => {
    world.written(1, 'descriptor');
    world.pass(30);
    world.ends.ended(1, 'replied');
    world.ends.ended(1, 'error');
    world.ends.linkLost();
    assert.deepEqual(world.told, [end('descriptor', 'replied', 30)]);
  });

  inTime('comes at its own limit, and an answer after that changes nothing', (world) => {
    world.written(1, 'descriptor');
    world.pass(4_999);
    assert.deepEqual(world.told, []);
    world.pass(1);
    world.ends.ended(1, 'replied');
    assert.deepEqual(world.told, [end('descriptor', 'unanswered', 5_000)]);
  });

  inTime('never comes by itself where there is no limit', (world) => {
    world.written(1, 'scan', Infinity);
    world.pass(1_000_000);
    assert.deepEqual(world.told, []);
  });

  inTime('is the loss of the link, but for a shutdown, which is done then', (world) => {
    world.written(1, 'descriptor');
    world.written(2, 'shutdown', Infinity);
    world.pass(7);
    world.ends.linkLost();
    world.pass(10_000);
    assert.deepEqual(world.told, [end('descriptor', 'lost', 7), end('shutdown', 'silent', 7)]);
  });

  inTime('is its writing where nobody answers', (world) => {
    world.ends.told('crash');
    assert.deepEqual(world.told, [end('crash', 'silent', 0)]);
  });
});
