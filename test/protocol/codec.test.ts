import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isolatedOpcodes } from '../../src/protocol/opcodes.js';
import { answerHead, decodeFrame, encodeRequest, memberReader } from '../../src/protocol/codec.js';

describe('encodeRequest', () => {
  test('writes a conversation, and a fire-and-forget without contextId', () => {
    assert.equal(
      encodeRequest('descriptor', 0, '{}'),
      '{"opcode":"descriptor","contextId":0,"payload":{}}',
    );
    assert.equal(encodeRequest('crash', undefined, '{}'), '{"opcode":"crash","payload":{}}');
  });
});

describe('decodeFrame', () => {
  test('takes the payload out of a reply as it stands, digits and spacing included', () => {
    const payload = '{"gasPrice":18446744073709551615, "x":[1.10]}';
    const expected = { kind: 'reply', opcode: 'configuration', contextId: 9, payload };
    assert.deepEqual(
      decodeFrame(`{"opcode": "configuration", "contextId": 9, "payload": ${payload}}`),
      expected,
    );
    assert.deepEqual(
      decodeFrame(`{"payload":${payload},"extra":null,"contextId":9 , "opcode":"configuration"} `),
      expected,
    );
  });

  test('takes an opcode that it does not know for a broadcast if it has no contextId, and contextId 0 for a conversation', () => {
    assert.equal(decodeFrame('{"opcode": "somethingNew", "payload": {}}').kind, 'broadcast');
    assert.equal(decodeFrame('{"opcode": "start", "contextId": 0, "payload": {}}').kind, 'reply');
  });

  const anyContextId = ['', '0', '7', '18446744073709551615', 'null', '-1', '1.0', '"7"'].map(
    (token) => (token === '' ? '' : `"contextId": ${token}, `),
  );

  test('knows isolated messages by their opcode, whatever contextId they carry', () => {
    const payloads: Readonly<Record<string, string>> = {
      redirect: '{"port":32768,"opcode":"descriptor","contextId":3,"payload":"{}"}',
      undelivered: '{"opcode":"crash"}',
      unmarshalError: '{"message":"m","badData":"{\\"contextId\\":3}"}',
    };
    for (const [opcode, { kind, alsoReply }] of Object.entries(isolatedOpcodes)) {
      const payload = payloads[opcode] ?? '{"a":1}';
      const bare = decodeFrame(`{"opcode": "${opcode}", "payload": ${payload}}`);
      assert.equal(bare.kind === 'broadcast', kind === 'broadcast', opcode);
      for (const contextId of anyContextId) {
        const frame = decodeFrame(`{"opcode": "${opcode}", ${contextId}"payload": ${payload}}`);
        if (!alsoReply) assert.deepEqual(frame, bare, `${opcode} ${contextId}`);
      }
    }
  });

  test('leaves it to the contextId whether a setup is a reply: without one, or with 0, it is the broadcast', () => {
    const kindOf = (contextId: string): string =>
      decodeFrame(`{"opcode": "setup", ${contextId}"payload": {}}`).kind;
    assert.deepEqual(anyContextId.slice(0, 4).map(kindOf), [
      'broadcast',
      'broadcast',
      'reply',
      'reply',
    ]);
  });

  test('reads an error with its exact code', () => {
    assert.deepEqual(
      decodeFrame(
        '{"opcode": "start", "contextId": 2, "error": {"code": 9223372036854775811, "message": "a \\"b\\""}}',
      ),
      {
        kind: 'error',
        opcode: 'start',
        contextId: 2,
        code: '9223372036854775811',
        message: 'a "b"',
      },
    );
  });

  test('takes the payload where there is an error beside it, as the peers do', () => {
    const frame = decodeFrame(
      '{"opcode":"start","contextId":2,"error":{"code":1,"message":"x"},"payload":{}}',
    );
    assert.equal(frame.kind, 'reply');
  });

  test('reads a redirect of a conversation, of a fire-and-forget, and refuses one without a good port', () => {
    const redirect = (port: string, contextId: string): unknown =>
      decodeFrame(
        `{"opcode": "redirect", "payload": {"port":${port},"opcode":"descriptor","contextId":${contextId},"payload":"{\\"a\\":1}"}}`,
      );
    assert.deepEqual(redirect('32768', '3'), {
      kind: 'redirect',
      port: 32768,
      opcode: 'descriptor',
      contextId: 3,
    });
    assert.deepEqual(redirect('32768', 'null'), {
      kind: 'redirect',
      port: 32768,
      opcode: 'descriptor',
      contextId: undefined,
    });
    for (const port of ['0', '65536', '-1', '"80"', 'null', '1.5']) {
      assert.deepEqual(redirect(port, '3'), { kind: 'unparsable' }, port);
    }
  });

  test('reads an undelivered', () => {
    assert.deepEqual(decodeFrame('{"opcode": "undelivered", "payload": {"opcode":"crash"}}'), {
      kind: 'undelivered',
      opcode: 'crash',
    });
  });

  test('finds the conversation of an unmarshalError in the text that came back, and gives nothing else of it away', () => {
    fc.assert(
      fc.property(fc.nat(), fc.dictionary(fc.string(), fc.jsonValue()), (contextId, payload) => {
        const badData = encodeRequest(
          'setup',
          contextId,
          JSON.stringify({ payload, contextId: -1 }),
        );
        const frame = decodeFrame(
          `{"opcode": "unmarshalError", "payload": {"message":"m","badData":${JSON.stringify(badData)}}}`,
        );
        assert.deepEqual(frame, { kind: 'unmarshal-error', contextId });
      }),
    );
    for (const badData of ['', '{}', 'hello', '{"contextId":-1}', '{"contextId":"1"}']) {
      assert.deepEqual(
        decodeFrame(
          `{"opcode": "unmarshalError", "payload": {"message":"m","badData":${JSON.stringify(badData)}}}`,
        ),
        { kind: 'unmarshal-error', contextId: undefined },
      );
    }
  });

  test('of what is no JSON as a whole it reads whose answer it was meant to be', () => {
    const head = '{"opcode": "scan", "contextId": 7, ';
    assert.deepEqual(answerHead(`${head}"error": {"message": "\u0007"}}`), {
      opcode: 'scan',
      contextId: 7,
    });
    assert.deepEqual(answerHead(`${head}"payload": x`), { opcode: 'scan', contextId: 7 });
    for (const text of [`${head}"x": `, `x${head}"payload": `, '{"opcode": "scan", "payload": {']) {
      assert.equal(answerHead(text), undefined, text);
    }
  });

  test('takes opcodes and messages that the peers did not escape for unparsable', () => {
    for (const text of [
      '{"opcode": "a"b", "payload": {}}',
      '{"opcode": "a", "contextId": 1, "error": {"code": 1, "message": "bell \u0007"}}',
      '{"opcode": "a\nb", "contextId": 1, "payload": {}}',
      '{"opcode": 1, "payload": {}}',
      '{"opcode": "a", "contextId": null, "payload": {}}',
      '{"opcode": "a", "contextId": 1, "payload": null}',
      '{"opcode": "a", "contextId": 1, "payload": {}',
      '{"opcode": "a", "contextId": 1, "payload": {}} trailing',
      '{"opcode": "a", "contextId": 1}',
      '',
    ]) {
      assert.deepEqual(decodeFrame(text), { kind: 'unparsable' }, text);
    }
  });

  test('never throws, whatever comes', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '"opcode": ',
      '"redirect"',
      '"unmarshalError"',
      '"payload": ',
      '"contextId": ',
      '"badData":',
      '"error": ',
      '"code":',
      '7',
      ', ',
      '"',
      '\\',
      '\u0000',
      '[',
      '{"port":',
      '\ud800',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          assert.equal(typeof decodeFrame(text).kind, 'string');
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('is the inverse of how the peers write', () => {
    fc.assert(
      fc.property(fc.nat(), fc.dictionary(fc.string(), fc.jsonValue()), (contextId, object) => {
        const payload = JSON.stringify(object);
        assert.deepEqual(
          decodeFrame(`{"opcode": "financials", "contextId": ${contextId}, "payload": ${payload}}`),
          {
            kind: 'reply',
            opcode: 'financials',
            contextId,
            payload,
          },
        );
      }),
    );
  });
});

test('memberReader finds nothing in what is no object', () => {
  assert.equal(memberReader('[1]')('0'), undefined);
  assert.equal(memberReader('{"a": 1.10 }')('a'), '1.10');
  assert.equal(memberReader('{}')('toString'), undefined);
});
