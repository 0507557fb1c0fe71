/** Every grammar that the gateway reads takes linear time for unterminated, nested and repeated shapes: four times the text, at most six times the work. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCursor } from '../src/events/cursor.js';
import { presentedToken } from '../src/http/access/credentials.js';
import { decide } from '../src/http/access/guard.js';
import { readIdempotencyKey } from '../src/http/idempotency/idempotency-key.js';
import { acceptsGzip, negotiate } from '../src/http/requests/accept.js';
import { readJson } from '../src/http/requests/json-reader.js';
import { preferredWaitS } from '../src/http/requests/prefer.js';
import { readQuery } from '../src/http/requests/request-query.js';
import { readTraceParent } from '../src/http/requests/trace-parent.js';
import { decodeFrame } from '../src/protocol/codec.js';
import { parseDot } from '../src/protocol/dot.js';
import { itemSpans, memberSpans } from '../src/protocol/json-text.js';
import { classifyLogLine, readLogBroadcast } from '../src/protocol/log-line.js';
import { readSetupMessage } from '../src/protocol/setup-reply.js';
import { setupFaults } from '../src/protocol/setup-rules.js';
import { dashboardModule } from './support/dashboard-module.js';

const { parseExact } = await dashboardModule<{ readonly parseExact: (text: string) => unknown }>(
  'exact-json.js',
);

const CHARACTERS = 16_384;
const MOST_GROWTH = 6;
/** Below this, compiling and collecting garbage is measured. A quadratic reader needs a second or more for the long text. */
const NOISE_MS = 50;
const ROUNDS = 5;

/** A text of a size; `head` and `unit` again and again, `tail` at the end. */
type Shape = readonly [head: string, unit: string, tail?: string];

function textOf([head, unit, tail = '']: Shape, characters: number): string {
  return head + unit.repeat(Math.ceil(characters / unit.length)) + tail;
}

/** Processor time, which does not count while other programs have their turn. */
function leastMs(read: (text: string) => unknown, text: string): number {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage();
    try {
      read(text);
    } catch {
      // A refusal must be as quick as an answer.
    }
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const jsonShapes: readonly Shape[] = [
  ['{"a":"', '\\"'],
  ['{"a":"', '\\\\'],
  ['"', '"'],
  ['{"a":', '{"a":'],
  ['[', '['],
  ['[', '[]', ']'],
  ['[1', ',1', ']'],
  ['{"a":1', ',"a":1', '}'],
  ['{"a":"', 'x', '"}'],
  ['{', ' ', '}'],
  ['', ','],
  ['', '-'],
  ['1', '0'],
  ['1.', '0', 'x'],
];
const inFrame = (text: string): string => `{"opcode": "x", "contextId": 1, "payload": ${text}}`;
const asSetup = (reason: string): string =>
  JSON.stringify({ running: false, values: [], errors: [['<unknown>', reason]] });
const asLog = (msg: string): string => JSON.stringify({ msg, logLevel: 'Info' });
const listShapes: readonly Shape[] = [
  ['', ','],
  ['', ';'],
  ['', ' '],
  ['', ', ;'],
  ['wait', ' '],
  ['wait=', '1'],
  [', wait="', ' wait="'],
  ['text/html;q=0.', '1,;q='],
  ['gzip', ';q=', '0'],
  ['', '"'],
  ['bearer', ' '],
  ['bearer a', '=', ' x'],
  ['', '-'],
  ['', '0'],
  [`00-${'0'.repeat(32)}-${'0'.repeat(16)}-00-`, 'a', '\n'],
  ['', '['],
  ['a:', '1'],
];
const logShapes: readonly Shape[] = [
  ['Bad message from client 1 at ', '1.'],
  ['', 'x', '.rs:1:1'],
  ['', 'http://'],
  ['', ' '],
  ['', "error: Found argument '"],
  ["error: Found argument '", "' which"],
];

const grammars: Readonly<Record<string, readonly [(text: string) => unknown, readonly Shape[]]>> = {
  'a JSON body': [readJson, jsonShapes],
  'a frame of a peer': [decodeFrame, [...jsonShapes, ['{"opcode": "', 'x']]],
  'the payload of a frame': [(text) => decodeFrame(inFrame(text)), jsonShapes],
  'the members of an object': [memberSpans, jsonShapes],
  'the items of an array': [itemSpans, jsonShapes],
  'JSON in the dashboard': [parseExact, jsonShapes],
  'a setup reply': [readSetupMessage, jsonShapes],
  'a complaint of the Daemon': [(text) => readSetupMessage(asSetup(text)), logShapes],
  'a log line': [classifyLogLine, logShapes],
  'the payload of a log line': [(text) => readLogBroadcast(asLog(text)), logShapes],
  'the neighborhood graph': [
    parseDot,
    [
      ['digraph {"', '\\"'],
      ['', '/*'],
      ['', '/**/'],
      ['', '//\n', 'digraph{}'],
      ['digraph ', '{'],
      ['digraph {', '<'],
      ['digraph {a', '->a', '}'],
      ['digraph {a [', 'b=c,', ']}'],
      ['digraph {a', ':a', '}'],
      ['digraph {"', '\\n', '"}'],
      ['', ' '],
    ],
  ],
  'a cursor': [
    parseCursor,
    [
      ['', '0'],
      ['0-', '0'],
      ['', '-'],
      ['2026-01-01T00:00:00.', '0'],
    ],
  ],
  'a query': [
    (text) => readQuery(`/v1/events?${text}`, { opcode: 'list', limit: 'count' }, 'refused'),
    [
      ['', '&'],
      ['', 'a&'],
      ['opcode=', ','],
      ['limit=', '1'],
      ['', '%'],
      ['', 'opcode&'],
    ],
  ],
  'a setup value': [
    (text) =>
      ['neighbors', 'ip', 'dns-servers', 'real-user', 'rate-pack'].map((name) =>
        setupFaults([{ name, value: text }], { allowConfigFile: false }),
      ),
    [
      ['', ','],
      ['masq://', '@'],
      ['', ':'],
      ['', '|'],
      ['', '0'],
      ['', '*', 'x'],
      ['1:1:', '/'],
    ],
  ],
  Accept: [(text) => negotiate(text, ['application/json', 'text/html']), listShapes],
  'Accept-Encoding': [acceptsGzip, listShapes],
  Prefer: [preferredWaitS, listShapes],
  Authorization: [presentedToken, listShapes],
  traceparent: [readTraceParent, listShapes],
  'Idempotency-Key': [readIdempotencyKey, listShapes],
  'Host and Origin': [
    (text) =>
      decide(
        { host: text, origin: text, fetchSite: text },
        { allowedHosts: [], allowedOrigins: [] },
      ),
    listShapes,
  ],
};

describe('time is linear in the text, whatever its shape', () => {
  for (const [name, [read, shapes]] of Object.entries(grammars)) {
    test(`for ${name}`, () => {
      for (const shape of shapes) {
        const shortMs = leastMs(read, textOf(shape, CHARACTERS));
        const longMs = leastMs(read, textOf(shape, 4 * CHARACTERS));
        const shown = JSON.stringify(shape);
        assert.ok(
          longMs <= MOST_GROWTH * shortMs + NOISE_MS,
          `${shown}: ${shortMs.toFixed(2)} ms, four times as long ${longMs.toFixed(2)} ms`,
        );
      }
    });
  }
});
