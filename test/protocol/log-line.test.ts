import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  classifyLogLine,
  readLogMessage,
  redactLogLine,
  readLogBroadcast,
} from '../../src/protocol/log-line.js';

const broadcast = (msg: string): string => `{"msg":${JSON.stringify(msg)},"logLevel":"Error"}`;

describe('classifyLogLine', () => {
  test('tells the three reasons why a scan stays silent, with its kind', () => {
    for (const scan of ['Payables', 'Receivables', 'PendingPayables'] as const) {
      const lines = [
        [`There was nothing to process during ${scan} scan.`, 'nothing-to-process'],
        [
          `Cannot initiate ${scan} scan because no consuming wallet was found.`,
          'no-consuming-wallet',
        ],
        [
          `${scan} scan was already initiated at 2026-11-23 00:10:24.307. Hence, this scan request will be ignored.`,
          'already-initiated',
        ],
      ] as const;
      for (const [line, why] of lines)
        assert.deepEqual(classifyLogLine(line), { kind: 'scan-silent', scan, why });
    }
  });

  test('takes a line that only quotes such a reason for what it is: something else', () => {
    for (const line of [
      'Someone said: There was nothing to process during Payables scan.',
      'There was nothing to process during Other scan.',
      'Scanning for payables',
      '',
    ]) {
      assert.deepEqual(classifyLogLine(line), { kind: 'other' }, line);
    }
  });

  test('tells a shutdown order and its client', () => {
    assert.deepEqual(
      classifyLogLine('Received shutdown order from client 12: shutting down hard'),
      { kind: 'shutdown-order', clientId: '12' },
    );
  });

  test('tells a panic by its location', () => {
    for (const line of [
      "node/src/ui_gateway/mod.rs:181:18 - UiGateway's NodeFromUiMessage recipient #4 has died.",
      'C:\\masq\\node\\src\\a.rs:1:2 - x',
      '/rustc/90c5/library/core/src/option.rs:1:2 - called\nmore',
      '<unknown location> - <message indecipherable>',
    ]) {
      assert.deepEqual(classifyLogLine(line), { kind: 'panic' }, line);
    }
    for (const line of [
      'Error: node/src/a.rs:1:2 - x',
      'node/src/a.rs:1 - x',
      'a.rs:1:2 and - x',
    ]) {
      assert.deepEqual(classifyLogLine(line), { kind: 'other' }, line);
    }
  });
});

describe('redaction', () => {
  test('keeps of a bad message who sent it, and nothing that was in it', () => {
    const told = 'Bad message from client 3 at 127.0.0.1:54321';
    assert.equal(redactLogLine(`${told}: Critical error:\n{"dbPassword":"tell-no-one"}\n`), told);
    assert.equal(
      redactLogLine('Bad message from client 3 at [::1]:5: x'),
      'Bad message from client 3 at [::1]:5',
    );
    assert.equal(redactLogLine('Bad message from client tell-no-one'), 'Bad message from client');
  });

  test('keeps of a panic where it happened', () => {
    assert.equal(
      redactLogLine(
        'node/src/x.rs:1:2 - bad hex value for consuming wallet private key: tell-no-one',
      ),
      'node/src/x.rs:1:2',
    );
    assert.equal(redactLogLine('<unknown location> - tell-no-one'), '<unknown location>');
  });

  test('hides addresses of the web: that of the blockchain service often holds a key', () => {
    assert.equal(
      redactLogLine("scan failed: 'HTTPS://u:tell@no.one/tell-no-one?k=tell-no-one' (wss://x/y)"),
      "scan failed: 'HTTPS://…' (wss://…",
    );
    assert.equal(redactLogLine('masq://dev:k@1.2.3.4:5 lives'), 'masq://dev:k@1.2.3.4:5 lives');
  });

  test('never lets through what follows, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (rest) => {
        const { shown: payload } = readLogBroadcast(
          broadcast(`Bad message from client 3 at 127.0.0.1:5: ${rest}`),
        );
        assert.equal(payload, broadcast('Bad message from client 3 at 127.0.0.1:5'));
      }),
    );
  });

  test('leaves the rest of the payload, and every other payload, as it stands', () => {
    assert.equal(
      readLogBroadcast(
        '{ "logLevel":"Error", "msg" : "Bad message from client 0 at 1.2.3.4:5: s", "extra":1.10}',
      ).shown,
      '{ "logLevel":"Error", "msg" : "Bad message from client 0 at 1.2.3.4:5", "extra":1.10}',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (msg) => {
        assert.equal(readLogBroadcast(broadcast(`x${msg}`)).shown, broadcast(`x${msg}`));
      }),
    );
    for (const text of ['', '{}', '{"msg":1}', 'garbage'])
      assert.equal(readLogBroadcast(text).shown, text);
  });
});

test('reads a log line once: what may be shown, its level, and what it says', () => {
  assert.deepEqual(
    readLogBroadcast(
      '{"msg":"Received shutdown order from client 12: shutting down hard","logLevel":"Info"}',
    ),
    {
      shown:
        '{"msg":"Received shutdown order from client 12: shutting down hard","logLevel":"Info"}',
      logLevel: 'Info',
      line: { kind: 'shutdown-order', clientId: '12' },
    },
  );
  for (const shown of ['{"msg":"a"}', '{"msg":"a","logLevel":"Debug"}', '{"msg":5}', 'x']) {
    assert.deepEqual(readLogBroadcast(shown), { shown, logLevel: undefined, line: undefined });
  }
});

test('exactly one line of the Node reports the end of a scan', () => {
  for (const scan of ['Payables', 'Receivables', 'PendingPayables'] as const) {
    assert.deepEqual(classifyLogLine(`The ${scan} scan ended in 17ms.`), {
      kind: 'scan-ended',
      scan,
    });
  }
  for (const msg of [
    'The Other scan ended in 17ms.',
    'Somebody says: The Payables scan ended in 17ms.',
    'The Payables scan ended in 17ms. Really',
  ]) {
    assert.deepEqual(classifyLogLine(msg), { kind: 'other' }, msg);
  }
});

test('readLogMessage reads message and level, and nothing else', () => {
  assert.deepEqual(readLogMessage('{"msg":"a\\nb","logLevel":"Info"}'), {
    msg: 'a\nb',
    logLevel: 'Info',
  });
  for (const text of [
    '{"msg":"a"}',
    '{"msg":"a","logLevel":"Debug"}',
    '{"logLevel":"Info"}',
    'x',
  ]) {
    assert.equal(readLogMessage(text), undefined, text);
  }
});

test('of a backtrace only its first frame is shown', () => {
  const msg = '   0: node_lib::run\n             at src/lib.rs:1\n   1: core::ops\n';
  assert.deepEqual(classifyLogLine(msg), { kind: 'backtrace' });
  assert.equal(redactLogLine(msg), '   0: node_lib::run');
});
