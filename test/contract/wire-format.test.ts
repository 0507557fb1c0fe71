import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import { errorOf, type UiClient } from '../support/peers/ui-client.js';

const UNMARSHAL = '9223372036854775812';
const NODE_NOT_RUNNING = '9223372036854775810';

describe('wire format of the Daemon', () => {
  let peer: PeerUnderTest;
  let ui: UiClient;

  before(async () => {
    peer = await openPeer();
    ui = await peer.otherUi();
  });
  after(() => peer.close());

  async function answerTo(text: string): Promise<string> {
    const from = ui.frames.length;
    ui.write(text);
    return ui.waitFor(() => true, undefined, text, from);
  }

  test('a reply has opcode, contextId and error in this order and spacing', async () => {
    assert.equal(
      await answerTo('{"opcode":"descriptor","contextId":7,"payload":{}}'),
      '{"opcode": "descriptor", "contextId": 7, "error": {"code": 9223372036854775810, "message": "Cannot handle descriptor request: Node is not running"}}',
    );
  });

  test('a contextId of 2^64-1 and one of 0 come back exactly', async () => {
    const largest = await answerTo('{"opcode":"x","contextId":18446744073709551615,"payload":{}}');
    assert.match(largest, /"contextId": 18446744073709551615, /);
    assert.match(await answerTo('{"opcode":"x","contextId":0,"payload":{}}'), /"contextId": 0, /);
  });

  test('fire-and-forget for an absent Node is undelivered, without a contextId', async () => {
    assert.equal(
      await answerTo('{"opcode":"crash","payload":{}}'),
      '{"opcode": "undelivered", "payload": {"opcode":"crash"}}',
    );
  });

  test('unknown keys are ignored and of a doubled key the last one counts', async () => {
    const reply = await answerTo(
      '{"opcode":"y","opcode":"x","contextId":3,"future":[],"payload":{"a":1}}',
    );
    assert.equal(errorOf(reply).message, 'Cannot handle x request: Node is not running');
  });

  test('an odd opcode comes back unescaped, in the error message it is escaped', async () => {
    assert.equal(
      await answerTo('{"opcode":"x\\ny","contextId":4,"payload":{}}'),
      '{"opcode": "x\ny", "contextId": 4, "error": {"code": 9223372036854775810, "message": "Cannot handle x\\ny request: Node is not running"}}',
    );
  });

  const critical: readonly (readonly [string, string])[] = [
    ['garbage', `Couldn't parse text as JSON: Error("expected value", line: 1, column: 1)`],
    ['', `Couldn't parse text as JSON: Error("EOF while parsing a value", line: 1, column: 0)`],
    [
      '{"a":1',
      `Couldn't parse text as JSON: Error("EOF while parsing an object", line: 1, column: 6)`,
    ],
    [
      '{"opcode":"x",}',
      `Couldn't parse text as JSON: Error("trailing comma", line: 1, column: 15)`,
    ],
    ['[]', 'Root was not a JSON object:\n------\n[]\n------\n'],
    ['"abc"', 'Root was not a JSON object:\n------\n"abc"\n------\n'],
    ['{}', 'Required field was missing: opcode'],
    ['{"opcode":5}', "Field opcode should have been of type string, but was '5' instead"],
    ['{"opcode":"setup"}', 'Required field was missing: payload, error'],
    [
      '{"opcode":"setup","contextId":null}',
      "Field contextId should have been of type u64, but was 'null' instead",
    ],
    [
      '{"opcode":"setup","contextId":-1,"payload":{}}',
      "Field contextId should have been of type u64, but was '-1' instead",
    ],
    [
      '{"opcode":"setup","contextId":1.0,"payload":{}}',
      "Field contextId should have been of type u64, but was '1' instead",
    ],
    [
      '{"opcode":"x","contextId":18446744073709551616,"payload":{}}',
      "Field contextId should have been of type u64, but was '18446744073709552000' instead",
    ],
    [
      '{"opcode":"x","contextId":"5","payload":{}}',
      `Field contextId should have been of type u64, but was '"5"' instead`,
    ],
  ];
  for (const [text, message] of critical) {
    test(`${text === '' ? 'an empty text' : text} is an unmarshalError that echoes the text`, async () => {
      assert.equal(
        await answerTo(text),
        `{"opcode": "unmarshalError", "payload": ${JSON.stringify({ message, badData: text })}}`,
      );
    });
  }

  const nonCritical: readonly (readonly [string, string])[] = [
    ['{"opcode":"setup","contextId":5}', 'Required field was missing: payload, error'],
    [
      '{"opcode":"setup","contextId":5,"payload":null}',
      "Field payload should have been of type object, but was 'Null' instead",
    ],
    [
      '{"opcode":"setup","contextId":5,"payload":[1,"a",{"b":null}]}',
      `Field payload should have been of type object, but was 'Array([Number(1), String("a"), Object({"b": Null})])' instead`,
    ],
    [
      '{"opcode":"setup","contextId":5,"payload":1.50}',
      "Field payload should have been of type object, but was 'Number(1.5)' instead",
    ],
    ['{"opcode":"setup","contextId":5,"error":{"code":1}}', 'Required field was missing: message'],
    [
      '{"opcode":"setup","contextId":5,"error":5}',
      "Field error should have been of type object, but was '5' instead",
    ],
  ];
  for (const [text, message] of nonCritical) {
    test(`${text} is an error 8000_0000_0000_0004 on its contextId`, async () => {
      assert.deepEqual(errorOf(await answerTo(text)), { code: UNMARSHAL, message });
    });
  }

  test('an error body is redirected like any message: not running', async () => {
    const reply = await answerTo('{"opcode":"x","contextId":9,"error":{"code":1,"message":"m"}}');
    assert.equal(errorOf(reply).code, NODE_NOT_RUNNING);
  });

  const misfits = [
    '{}',
    '{"values":null}',
    '{"values":[{"value":"x"}]}',
    '{"values":[{"name":"ip","value":5}]}',
  ];
  for (const payload of misfits) {
    test(`setup with the misfit payload ${payload} counts as a message for the Node`, async () => {
      assert.deepEqual(errorOf(await ui.ask('setup', payload)), {
        code: NODE_NOT_RUNNING,
        message: 'Cannot handle setup request: Node is not running',
      });
    });
  }

  test('setup and start without a contextId are undelivered', async () => {
    assert.match(await answerTo('{"opcode":"start","payload":{}}'), /"undelivered"/);
    assert.match(await answerTo('{"opcode":"setup","payload":{"values":[]}}'), /"undelivered"/);
  });
});

describe('handshake', () => {
  let peer: PeerUnderTest;

  before(async () => {
    peer = await openPeer();
  });
  after(() => peer.close());

  function handshake(protocolHeader: string): Promise<string> {
    const request =
      'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${protocolHeader}\r\n`;
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(peer.daemonPort, '127.0.0.1', () => socket.write(request));
      socket.on('data', (data) => {
        answer += data.toString('latin1');
        if (answer.startsWith('HTTP/1.1 101') && answer.includes('\r\n\r\n')) socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });
  }

  for (const header of [
    '',
    'Sec-WebSocket-Protocol: masqnode-uiv2\r\n',
    'Sec-WebSocket-Protocol: MASQNode-UIv1\r\n',
  ]) {
    test(`${header.trim() || 'no subprotocol'} is refused with 400, an empty body and the end of the socket`, async () => {
      const [status, ...rest] = (await handshake(header)).split('\r\n');
      assert.match(status ?? '', /^HTTP\/1\.1 400 /);
      assert.equal(rest.at(-1), '');
    });
  }

  test('of several subprotocols only MASQNode-UIv2 is echoed', async () => {
    const answer = await handshake('Sec-WebSocket-Protocol: other, MASQNode-UIv2\r\n');
    assert.match(answer, /^HTTP\/1\.1 101 /);
    assert.match(answer, /sec-websocket-protocol: MASQNode-UIv2\r\n/i);
    assert.doesNotMatch(answer, /sec-websocket-extensions/i);
  });
});
