import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { spanWords, statusLine, statusTable } from '../../src/cli/output/hop-words.js';
import { eventLine } from '../../src/cli/commands/events-command.js';
import { printable } from '../../src/cli/output/terminal.js';
import { aStatus } from '../support/http/a-status.js';

describe('words', () => {
  test('a span has one unit', () => {
    const spans = [0, 59.9, 60, 3599, 3600, 86_399, 86_400, 1e7].map(spanWords);
    assert.deepEqual(spans, ['0 s', '59 s', '1 min', '59 min', '1 h', '23 h', '1 d', '115 d']);
  });

  test('a status is one line, or one line for each hop', () => {
    assert.equal(
      statusLine(aStatus()),
      'Daemon up for 2 h, Node running for 1 h, stage RouteFound',
    );
    const table = statusTable(aStatus({ daemonState: 'absent' }), 'http://127.0.0.1:5334');
    assert.match(table, /^overall +ok$/m);
    assert.match(table, /^Daemon +absent, a Node listens on its port for 2 h, link open$/m);
    assert.match(table, /^Node +running for 1 h, link open, port 32768, process 4711$/m);
  });

  test('other people’s text moves no cursor', () => {
    assert.equal(printable('a\u001b[2Jb\r\n\u202e'), 'a\\u001b[2Jb\\u000d\\u000a\\u202e');
  });
});

describe('the line of an event', () => {
  const head = '"id":"a-1","at":"2026-11-23T01:02:03.004Z"';
  for (const [envelope, line] of [
    [
      `{${head},"hop":"node","opcode":"logBroadcast","payload":{"msg":"Bad\\u001b[31m","source":"x","logLevel":"Warn"}}`,
      '2026-11-23T01:02:03.004Z node logBroadcast Warn: Bad\\u001b[31m',
    ],
    [
      `{${head},"hop":"gateway","opcode":"gateway.gap","payload":{"reason":"cursor"}}`,
      '2026-11-23T01:02:03.004Z gateway gateway.gap something may have been missed: {"reason":"cursor"}',
    ],
    [
      `{${head},"hop":"node","opcode":"newPassword","payload":{}}`,
      '2026-11-23T01:02:03.004Z node newPassword',
    ],
    [
      `{${head},"hop":"daemon","opcode":"crashed","payload":{"processId":18446744073709551615}}`,
      '2026-11-23T01:02:03.004Z daemon crashed {"processId":18446744073709551615}',
    ],
  ] as const) {
    test(line, () => assert.equal(eventLine(envelope), line));
  }
});
