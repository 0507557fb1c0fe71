import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSetupMessage } from '../../src/protocol/setup-reply.js';

const KEY = `${'ab12'.repeat(16)}f`;
const setup = (...errors: readonly (readonly [string, string])[]): string =>
  `{"running":false,"values":[{"name":"chain","value":"dev","status":"Set"}],"errors":${JSON.stringify(errors)}}`;

describe('what is shown of a setup', () => {
  test('is the very same text where no complaint is about a secret', () => {
    const text = setup(
      ['gas-price', 'Invalid value: unleaded'],
      ['db-password', 'PasswordError'],
      [
        'consuming-private-key',
        'Cannot change to a private key different from that previously set',
      ],
      ['<unknown>', 'Unfamiliar message: The following required argument was not provided: --x'],
    );
    assert.equal(readSetupMessage(text).text, text);
    for (const odd of ['{}', '[]', '{"errors":7}', '{"errors":[7,[1],["a",2]]}', 'no JSON']) {
      assert.equal(readSetupMessage(odd).text, odd);
    }
  });

  test('is no key that was mistyped, and no password in a complaint', () => {
    const { text } = readSetupMessage(
      setup(
        ['consuming-private-key', `Invalid value: ${KEY}`],
        ['db-password', 'DatabaseError("hunter2")'],
        ['gas-price', 'Invalid value: unleaded'],
      ),
    );
    assert.ok(!text.includes(KEY) && !text.includes('hunter2'));
    assert.match(text, /"values":\[\{"name":"chain","value":"dev","status":"Set"\}\]/);
    assert.match(text, /\["consuming-private-key","The words of the Daemon are left out/);
    assert.match(text, /\["gas-price","Invalid value: unleaded"\]/);
  });

  test('is nothing that the command-line parser quotes without saying of whom', () => {
    const { text } = readSetupMessage(
      setup(
        [
          '<unknown>',
          "Unfamiliar message: error: Found argument '--it's secret' which wasn't expected, or isn't valid in this context",
        ],
        ['<unknown>', `Unfamiliar message: error: ${KEY}\nx isn't a valid value for '--a <b>'`],
      ),
    );
    assert.ok(!text.includes('secret') && !text.includes(KEY));
    assert.match(text, /Found argument '…' which wasn't expected/);
    assert.match(text, /error: … isn't a valid value for '--a <b>'/);
  });
});

describe('what is read of a setup', () => {
  test('reads a reply of the Daemon', () => {
    assert.deepEqual(
      readSetupMessage(
        '{"running":false,"values":[{"name":"chain","value":"dev","status":"Set"}],"errors":[["gas-price","Invalid value: x"]]}',
      ).reply,
      {
        running: false,
        values: [{ name: 'chain', value: 'dev', status: 'Set' }],
        errors: [['gas-price', 'Invalid value: x']],
      },
    );
  });

  test('takes nothing else for one', () => {
    for (const text of [
      '',
      '[]',
      '{}',
      '{"running":1,"values":[],"errors":[]}',
      '{"running":true,"values":{},"errors":[]}',
      '{"running":true,"values":[{"name":"a","value":null,"status":"Set"}],"errors":[]}',
      '{"running":true,"values":[{"name":"a","value":"","status":"set"}],"errors":[]}',
      '{"running":true,"values":[],"errors":[["a"]]}',
      '{"running":true,"values":[null],"errors":[]}',
    ]) {
      assert.equal(readSetupMessage(text).reply, undefined, text);
    }
  });

  test('is whether a Node runs even if the rest cannot be read', () => {
    const running = (text: string): boolean | undefined => readSetupMessage(text).running;
    assert.deepEqual(
      [running('{"running":true,"values":[]}'), running('{"running":false}'), running('{}')],
      [true, false, undefined],
    );
  });

  test('holds no complaint that may not be shown', () => {
    const { reply } = readSetupMessage(setup(['consuming-private-key', `Invalid value: ${KEY}`]));
    assert.equal(reply?.errors.length, 1);
    assert.ok(!JSON.stringify(reply).includes(KEY));
  });
});
