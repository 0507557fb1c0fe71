import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { watchDelivery } from '../../src/http/responses/delivery.js';

const WATCH_MS = 300;

describe('whether an answer reached its caller', () => {
  let server: Server;
  let asked: Promise<ServerResponse>;
  let client: Socket;

  beforeEach(async () => {
    server = createServer();
    asked = new Promise((resolve) => {
      server.once('request', (_request, response) => resolve(response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  });
  afterEach(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const finished = (response: ServerResponse): Promise<void> =>
    new Promise((resolve) => response.once('finish', resolve));

  test('it did where the caller read it and closed', async () => {
    const response = await asked;
    client.once('data', () => client.end());
    const delivered = watchDelivery(response, 60_000);
    response.end('words');
    assert.equal(await delivered, true);
  });

  test('it did where the caller stays connected', async () => {
    const response = await asked;
    client.resume();
    const delivered = watchDelivery(response, WATCH_MS);
    response.end('words');
    assert.equal(await delivered, true);
  });

  test('it did not where the caller ends with the answer unread, though it had left the process', async () => {
    const response = await asked;
    client.pause();
    const delivered = watchDelivery(response, 60_000);
    const left = finished(response);
    response.end('words');
    await left;
    client.resetAndDestroy();
    assert.equal(await delivered, false);
  });

  test('it did not where the caller leaves before it', async () => {
    const response = await asked;
    const delivered = watchDelivery(response, 60_000);
    client.destroy();
    assert.equal(await delivered, false);
  });

  test('it did not where the caller had left already', async () => {
    const response = await asked;
    const gone = new Promise((resolve) => response.once('close', resolve));
    client.destroy();
    await gone;
    assert.equal(await watchDelivery(response), false);
  });
});
