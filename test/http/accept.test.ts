import assert from 'node:assert/strict';
import { test } from 'node:test';
import { negotiate } from '../../src/http/requests/accept.js';

const json = ['application/json'];
const page = ['application/json', 'text/html', 'text/plain'];

test('whoever asks for nothing gets the favourite', () => {
  assert.equal(negotiate(undefined, page), 'application/json');
  assert.equal(negotiate('*/*', page), 'application/json');
});

test('the best wish that is offered wins', () => {
  assert.equal(negotiate('text/html,application/xhtml+xml,*/*;q=0.8', page), 'text/html');
  assert.equal(negotiate('text/*;q=0.5, application/json;q=0.4', page), 'text/html');
  assert.equal(negotiate('application/json;integers=string', json), 'application/json');
  assert.equal(negotiate('application/json; charset=utf-8 ; q=0.5, */*;q=0.1', page), page[0]);
});

test('among types of equal weight the one that the client names first or most exactly wins', () => {
  assert.equal(negotiate('text/html, application/json', page), 'text/html');
  assert.equal(negotiate('text/plain, */*', page), 'text/plain');
});

test('what is ruled out is not given', () => {
  assert.equal(negotiate('text/event-stream', json), undefined);
  assert.equal(negotiate('application/json;q=0, */*', json), undefined);
  assert.equal(negotiate('text/html;q=0, */*', ['text/html', 'text/plain']), 'text/plain');
  assert.equal(negotiate('nonsense', json), undefined);
});
