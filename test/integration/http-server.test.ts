import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer as createHttpServer, get, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, test } from 'node:test';
import express from 'express';
import { GatewayServer, type ServerOptions } from '../../src/http/listening/server.js';
import { StartError } from '../../src/http/listening/start-error.js';
import { testApp } from '../support/http/test-app.js';

const HERE = { host: '127.0.0.1', port: 0 } as const;
const HERE_V6 = { host: '::1', port: 0 } as const;
const hasV6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

async function serving(
  app: ReturnType<typeof express>,
  options: ServerOptions,
  body: (url: string, server: GatewayServer) => Promise<void>,
): Promise<void> {
  const server = new GatewayServer(app, options);
  const [url = ''] = await server.listenOn([HERE]);
  try {
    await body(url, server);
  } finally {
    await server.close();
  }
}

async function responseTo(url: string): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  return response;
}

/** Sends raw bytes and reads until the other side closes. */
async function exchange(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('connections that pollers keep', () => {
  test('are promised more than the minute at which they come back, and used again', () =>
    serving(testApp().app, {}, async (url) => {
      const agent = new Agent({ keepAlive: true });
      const ports: (number | undefined)[] = [];
      for (let round = 0; round < 2; round += 1) {
        const [response] = (await once(get(`${url}/livez`, { agent }), 'response')) as [
          IncomingMessage,
        ];
        ports.push(response.socket.localPort);
        const promise = String(response.headers['keep-alive']);
        assert.ok(Number(/^timeout=(\d+)$/.exec(promise)?.[1]) > 60, promise);
        response.resume();
        await once(response, 'end');
        await new Promise(setImmediate);
      }
      agent.destroy();
      assert.equal(new Set(ports).size, 1);
    }));
});

describe('listening', () => {
  test(
    'serves the application on both loopback addresses, on one port',
    { skip: !hasV6 },
    async () => {
      const server = new GatewayServer(testApp().app);
      const urls = await server.listenOn([HERE, HERE_V6]);
      try {
        assert.equal(urls.length, 2);
        assert.equal(new URL(urls[0] ?? '').port, new URL(urls[1] ?? '').port);
        for (const url of urls) assert.equal((await fetch(`${url}/livez`)).status, 200, url);
      } finally {
        await server.close();
      }
    },
  );
  for (const host of [
    '0.0.0.0',
    '::',
    '192.168.0.1',
    '::ffff:192.168.0.1',
    'localhost',
    '127.0.0.1.example',
    '',
  ]) {
    test(`${JSON.stringify(host)} is refused before anything is opened`, async () => {
      const server = new GatewayServer(express());
      await assert.rejects(
        server.listenOn([HERE, { host, port: 0 }]),
        (error) => error instanceof StartError && error.code === 'not-loopback',
      );
    });
  }
  test('a taken port is told, and nothing stays open', async () => {
    const other = createHttpServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = new GatewayServer(express());
    await assert.rejects(
      server.listenOn([HERE, { host: '127.0.0.1', port }]),
      (error) =>
        error instanceof StartError &&
        error.code === 'in-use' &&
        error.message.includes(String(port)),
    );
    other.close();
  });
});

describe('requests', () => {
  test('are made with the application’s own prototypes, so that Express changes none', async () => {
    const app = express();
    let same = false;
    app.use((request, response) => {
      same =
        Object.getPrototypeOf(request) === app.request &&
        Object.getPrototypeOf(response) === app.response &&
        Object.hasOwn(app.request, 'constructor');
      response.json({ path: request.path });
    });
    await serving(app, {}, async (url) => {
      assert.deepEqual(await (await fetch(`${url}/x`)).json(), { path: '/x' });
      assert.ok(same);
    });
  });
  test('without Content-Type but with a body are 415', () =>
    serving(testApp().app, {}, async (url) => {
      const head = 'POST /v1/node/start HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
      assert.match(await exchange(url, `${head}Content-Length: 2\r\n\r\n{}`), /^HTTP\/1\.1 415 /);
      const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`;
      assert.match(await exchange(url, chunked), /^HTTP\/1\.1 415 /);
    }));
  test('for a whole address are refused: the gateway is no proxy', () =>
    serving(testApp().app, {}, async (url) => {
      const text =
        'GET http://evil.example/livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
      assert.match(await exchange(url, text), /^HTTP\/1\.1 400 /);
    }));
  test('with too large headers are 431', () =>
    serving(testApp().app, { limits: { maxHeaderBytes: 2048 } }, async (url) => {
      const text = `GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(4096)}\r\n\r\n`;
      assert.match(await exchange(url, text), /^HTTP\/1\.1 431 /);
    }));
  test('whose headers never end are dropped', () =>
    serving(
      testApp().app,
      { limits: { headersTimeoutMs: 50, checkIntervalMs: 20 } },
      async (url) => {
        assert.match(
          await exchange(url, 'GET /livez HTTP/1.1\r\nHost: localhost\r\n'),
          /^HTTP\/1\.1 408 /,
        );
      },
    ));
  test('whose body is too large get their answer and no second request on that connection', () =>
    serving(testApp().app, {}, async (url) => {
      const text =
        'POST /v1/node/start HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{';
      const answer = await exchange(url, text);
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.match(answer, /connection: close/i);
    }));
  test('that hang up end the caller’s wait', async () => {
    const parts = testApp();
    const aborted = new Promise<void>((resolve) => {
      parts.peers.replies.set('startNode', () => {
        const { signal } = parts.peers.asked[0]!.options;
        signal!.addEventListener('abort', () => resolve());
        hangUp();
        return new Promise<string>(() => undefined);
      });
    });
    let hangUp = (): void => undefined;
    await serving(parts.app, {}, async (url) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      hangUp = () => socket.destroy();
      socket.write('POST /v1/node/start HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await aborted;
    });
  });
});

describe('closing', () => {
  test('ends streams first and finishes at once', async () => {
    const { app, eventStreams } = testApp();
    const server = new GatewayServer(app, { beforeClose: () => eventStreams.close() });
    const [url = ''] = await server.listenOn([HERE]);
    const stream = await responseTo(`${url}/v1/events`);
    stream.resume();
    const ended = once(stream, 'end');
    const before = performance.now();
    await server.close();
    await ended;
    assert.ok(performance.now() - before < 2000);
    await server.close();
    await assert.rejects(fetch(`${url}/livez`));
  });
  test('waits for an answer under way', async () => {
    const parts = testApp();
    const asked = new Promise<(reply: string) => void>((resolve) => {
      parts.peers.replies.set('restartNode', () => new Promise<string>((reply) => resolve(reply)));
    });
    await serving(parts.app, {}, async (url, server) => {
      const answer = fetch(`${url}/v1/node/restart`, { method: 'POST' });
      const reply = await asked;
      const closed = server.close();
      reply('{"newProcessId":1,"redirectUiPort":2}');
      const before = performance.now();
      assert.equal((await answer).status, 200);
      await closed;
      assert.ok(performance.now() - before < 2000, 'no longer than that');
    });
  });
  test('does not wait beyond its deadline', async () => {
    const app = express();
    const asked = new Promise<void>((resolve) => app.use(() => resolve()));
    await serving(app, { limits: { closeDeadlineMs: 50 } }, async (url, server) => {
      const answer = fetch(url);
      await asked;
      await server.close();
      await assert.rejects(answer);
    });
  });
});
