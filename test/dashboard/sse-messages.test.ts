import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { Messages } from '../../src/dashboard/sse-messages.js';

const piece = fc.constantFrom(
  ...['data: a', 'data:b', 'data', ': comment', 'id: 1', 'event: x', 'other: y', 'data:  c'],
  ...['\n', '\r\n', '\r', '\n\n'],
);

/** What another implementation of the specification reads. */
function expected(text: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => found.push([event ?? 'message', data]),
  });
  parser.feed(text);
  return found;
}

test('reads what the specification says, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
      (pieces, cuts) => {
        // A last line feed, since a carriage return at the end of what has come may be half of a line's end.
        const text = `${pieces.join('')}\n`;
        const places = [
          0,
          ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b),
          text.length,
        ];
        const messages = new Messages();
        const found = places
          .slice(1)
          .flatMap((end, index) => messages.read(text.slice(places[index], end)));
        assert.deepEqual(
          found.map(({ event, data }) => [event, data]),
          expected(text),
        );
      },
    ),
  );
});

test('remembers the last id and what "retry:" asks for; neither ends a message', () => {
  const messages = new Messages();
  assert.deepEqual(messages.read('retry: 12\nretry: x\nid: a\n\n'), []);
  assert.equal(messages.retryMs, 12);
  assert.deepEqual(messages.read('data: b\n\n'), [{ id: 'a', event: 'message', data: 'b' }]);
});
