import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayError } from '../../src/errors.js';
import { readQuery } from '../../src/http/requests/request-query.js';

const shape = { ensure: 'flag', top: 'count', orderedBy: 'text', opcode: 'list' } as const;

function faults(url: string): readonly { pointer: string; detail: string }[] {
  try {
    readQuery(url, shape, 'refused');
  } catch (error) {
    assert.ok(error instanceof GatewayError);
    return error.errors;
  }
  return [];
}

test('known parameters are read by their kind', () => {
  const query = readQuery(
    '/x?ensure=true&top=20&orderedBy=age&opcode=a,b&opcode=c',
    shape,
    'refused',
  );
  assert.deepEqual(query, { ensure: true, top: 20, orderedBy: 'age', opcode: ['a', 'b', 'c'] });
  assert.deepEqual(readQuery('/x?ensure', shape, 'refused'), { ensure: true });
  assert.deepEqual(readQuery('/x?', shape, 'refused'), {});
});

test('an unknown parameter is refused with the one that was meant', () => {
  const [fault] = faults('/x?ensrue=true');
  assert.equal(fault?.pointer, '?ensrue');
  assert.match(fault.detail, /Did you mean "ensure"/);
});

test('an unknown parameter is passed over where monitors add some', () => {
  assert.deepEqual(readQuery('/x?_=1699&top=3', shape, 'ignored'), { top: 3 });
});

test('names of every object are unknown parameters', () => {
  assert.equal(faults('/x?constructor=1&__proto__=2').length, 2);
});

test('values of the wrong kind and repeated ones are refused', () => {
  for (const query of [
    'ensure=yes',
    'top=-1',
    'top=1.5',
    'top=',
    'top=1&top=2',
    'ensure=toString',
  ]) {
    assert.equal(faults(`/x?${query}`).length, 1, query);
  }
});

test('a refusal does not repeat the value', () => {
  assert.doesNotMatch(JSON.stringify(faults('/x?top=hunter2')), /hunter2/);
});
