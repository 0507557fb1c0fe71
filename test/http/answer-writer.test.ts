import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { test } from 'node:test';
import { endWithOthers } from '../../src/http/answers/answer-writer.js';

const REQUEST = 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n';

test('bodies of one turn go out in the order in which they came, whole', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': 2, connection: 'keep-alive' });
    endWithOthers(response, 'ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(REQUEST.repeat(3));
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  while (heard.split('\r\n\r\nok').length < 4) await once(socket, 'data');
  assert.equal(heard.match(/HTTP\/1\.1 200 OK/g)?.length, 3);
  socket.destroy();
  server.close();
});

test('a response that was broken off meanwhile is left alone, and those behind it are ended', async () => {
  const ended: string[] = [];
  const response = (name: string, destroyed: boolean): ServerResponse =>
    ({ destroyed, end: () => ended.push(name) }) as unknown as ServerResponse;
  endWithOthers(response('gone', true), '');
  endWithOthers(response('there', false), '');
  assert.deepEqual(ended, [], 'not in this turn');
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(ended, ['there']);
});
