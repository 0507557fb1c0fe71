import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import fc from 'fast-check';
import { envelopeJson, gapJson, type IdentifiedEvent } from '../../src/events/envelope.js';
import { EVENT_STREAM_HEADERS, formatEvent, formatRetry } from '../../src/events/sse-format.js';

const event: IdentifiedEvent = {
  id: 'abc-12',
  atMs: Date.UTC(2026, 10, 23, 0, 10, 24, 307),
  hop: 'daemon',
  opcode: 'crashed',
  payload: '{"processId":4711,"crashReason":{"Unrecognized":""}}',
};

function parse(text: string): EventSourceMessage[] {
  const events: EventSourceMessage[] = [];
  createParser({ onEvent: (parsed) => events.push(parsed) }).feed(text);
  return events;
}

describe('sse-format', () => {
  test('an event is its id, its opcode and its untouched payload', () => {
    assert.equal(
      formatEvent(event, 'plain'),
      `id: abc-12\nevent: crashed\ndata: ${event.payload}\n\n`,
    );
  });

  test('the envelope says all there is to know in one line', () => {
    assert.equal(
      formatEvent(event, 'envelope'),
      'id: abc-12\nevent: crashed\ndata: {"id":"abc-12","at":"2026-11-23T00:10:24.307Z","hop":"daemon",' +
        `"opcode":"crashed","payload":${event.payload}}\n\n`,
    );
  });

  test('numbers beyond 2^53 pass through digit by digit', () => {
    const payload = '{"n":18446744073709551615,"x":1.10}';
    assert.ok(formatEvent({ ...event, payload }, 'plain').includes(payload));
    assert.ok(envelopeJson({ ...event, payload }).includes(payload));
  });

  test('line breaks between the tokens of a payload cannot end the event', () => {
    const payload = '{"a":1,\r\n"b":2,\r"c":3,\n\n"d":4}';
    const [plain, ...others] = parse(formatEvent({ ...event, payload }, 'plain'));
    assert.deepEqual(others, []);
    assert.deepEqual(JSON.parse(plain?.data ?? ''), { a: 1, b: 2, c: 3, d: 4 });
    assert.ok(!/[\r\n]/.test(envelopeJson({ ...event, payload })));
  });

  test('an opcode with control characters cannot forge a field', () => {
    const opcode = 'x\nid: evil-1\r\ndata: {}\u0000';
    for (const form of ['plain', 'envelope'] as const) {
      const [parsed, ...others] = parse(formatEvent({ ...event, opcode }, form));
      assert.deepEqual(others, []);
      assert.equal(parsed?.id, 'abc-12');
    }
  });

  test('what is formatted reads back the same, whatever the peer wrote', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (payload, opcode) => {
        const events = parse(formatEvent({ ...event, payload, opcode }, 'envelope'));
        assert.equal(events.length, 1);
        const read = JSON.parse(events[0]!.data) as { opcode: string; payload: unknown };
        assert.equal(read.opcode, opcode);
        assert.deepEqual(read.payload, JSON.parse(payload));
      }),
    );
  });

  test('retry is whole milliseconds', () => {
    assert.equal(formatRetry(1999.6), 'retry: 2000\n\n');
  });

  test('the head forbids caching and buffering', () => {
    assert.deepEqual(EVENT_STREAM_HEADERS, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
  });

  test('a gap always has all its keys', () => {
    assert.equal(
      gapJson({ to: null, from: null, class: null, hop: 'node', reason: 'link' }),
      '{"reason":"link","hop":"node","class":null,"from":null,"to":null}',
    );
  });
});
