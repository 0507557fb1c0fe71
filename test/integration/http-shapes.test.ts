/** Requests that two readers could take for different things, and bytes that are no requests: one problem document, no peer asked. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MAX_PIPELINED_REQUESTS } from '../../src/http/listening/connection.js';
import { GatewayServer } from '../../src/http/listening/server.js';
import { assertProblem } from '../support/http/openapi-check.js';
import { dial, exchange, readAll, responsesIn } from '../support/http/raw-http.js';
import { testApp } from '../support/http/test-app.js';

const HOST = 'Host: localhost\r\n';
const END = 'Connection: close\r\n\r\n';
const START = `POST /v1/node/start HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
const CHUNKED = `${START}Transfer-Encoding: chunked\r\n`;
const CHUNKS = '2\r\n{}\r\n0\r\n\r\n';

interface Shape {
  readonly name: string;
  readonly bytes: string | Buffer;
  readonly status: number;
  readonly code: string;
}

const refused = (name: string, bytes: string | Buffer): Shape => ({
  name,
  bytes,
  status: 400,
  code: 'invalid-request',
});

const shapes: readonly Shape[] = [
  refused('Content-Length and Transfer-Encoding', `${CHUNKED}Content-Length: 4\r\n\r\n${CHUNKS}`),
  refused(
    'the same the other way round, a second request behind it',
    `${START}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\n${HOST}\r\n`,
  ),
  refused('two lengths', `${START}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`),
  refused('the same length twice', `${START}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`),
  refused('a list of lengths', `${START}Content-Length: 2, 2\r\n\r\n{}`),
  refused('a length with a sign', `${START}Content-Length: +2\r\n\r\n{}`),
  refused('a negative length', `${START}Content-Length: -2\r\n\r\n{}`),
  refused('a space before the colon', `${START}Content-Length : 2\r\n\r\n{}`),
  refused('a folded header', `GET /livez HTTP/1.1\r\n${HOST}X-A: 1\r\n 2\r\n${END}`),
  refused('a folded Transfer-Encoding', `${START}Transfer-Encoding:\r\n chunked\r\n\r\n${CHUNKS}`),
  refused('bare line feeds', 'GET /livez HTTP/1.1\nHost: localhost\n\n'),
  refused('one bare line feed', `GET /livez HTTP/1.1\r\nHost: localhost\nX: 1\r\n${END}`),
  refused('a bare carriage return', `GET /livez HTTP/1.1\r\nHost: localhost\rX: 1\r\n${END}`),
  refused('a NUL in a header', `GET /livez HTTP/1.1\r\n${HOST}X: a\0b\r\n${END}`),
  refused('a coding that nobody knows', `${START}Transfer-Encoding: xchunked\r\n\r\n${CHUNKS}`),
  refused('chunked not last', `${START}Transfer-Encoding: chunked, identity\r\n\r\n${CHUNKS}`),
  refused('chunked twice', `${CHUNKED}Transfer-Encoding: chunked\r\n\r\n${CHUNKS}`),
  refused('a chunk size that is no number', `${CHUNKED}\r\nxyz\r\n{}\r\n0\r\n\r\n`),
  refused('a chunk size beyond 64 bits', `${CHUNKED}\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n`),
  refused('chunks with bare line feeds', `${CHUNKED}\r\n2\n{}\n0\n\n`),
  refused('a chunk longer than its size', `${CHUNKED}\r\n1\r\n{}\r\n0\r\n\r\n`),
  refused('an address of elsewhere', `GET http://evil.example/livez HTTP/1.1\r\n${HOST}${END}`),
  refused('a tunnel', `CONNECT evil.example:80 HTTP/1.1\r\n${HOST}\r\n`),
  refused('two hosts', `GET /livez HTTP/1.1\r\n${HOST}Host: evil.example\r\n${END}`),
  refused('a method that nobody knows', `FOO /livez HTTP/1.1\r\n${HOST}${END}`),
  refused('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  refused('the greeting of TLS', Buffer.from('160301020001', 'hex')),
  {
    name: 'no host',
    bytes: `GET /livez HTTP/1.1\r\n${END}`,
    status: 421,
    code: 'host-refused',
  },
  {
    name: 'no host, as HTTP/1.0 allows it',
    bytes: 'GET /livez HTTP/1.0\r\n\r\n',
    status: 421,
    code: 'host-refused',
  },
  {
    name: 'an origin behind more headers than Node keeps by itself',
    bytes: `GET /livez HTTP/1.1\r\n${HOST}${'a:\r\n'.repeat(2_100)}Origin: http://evil.example\r\n${END}`,
    status: 431,
    code: 'headers-too-large',
  },
  {
    name: 'a compressed body by its Transfer-Encoding',
    bytes: `${START}Transfer-Encoding: gzip, chunked\r\n${END}${CHUNKS}`,
    status: 415,
    code: 'unsupported-media-type',
  },
  {
    name: 'a compressed body by its Content-Encoding',
    bytes: `${START}Content-Encoding: gzip\r\nContent-Length: 2\r\n${END}{}`,
    status: 415,
    code: 'unsupported-media-type',
  },
  {
    name: 'a body beyond 1 MiB, in chunks',
    bytes: `${CHUNKED}\r\n200000\r\n"${'x'.repeat(0x200000 - 1)}\r\n0\r\n\r\n`,
    status: 413,
    code: 'too-large',
  },
  {
    name: 'chunk extensions beyond 16 KiB',
    bytes: `${CHUNKED}\r\n2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    status: 413,
    code: 'too-large',
  },
  {
    name: 'headers beyond 16 KiB',
    bytes: `GET /livez HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`,
    status: 431,
    code: 'headers-too-large',
  },
  {
    name: 'a flood of small headers',
    bytes: `GET /livez HTTP/1.1\r\n${HOST}${'a:\r\n'.repeat(200)}\r\n`,
    status: 431,
    code: 'headers-too-large',
  },
  {
    name: 'a request line beyond 16 KiB',
    bytes: `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`,
    status: 431,
    code: 'headers-too-large',
  },
  { name: 'nothing at all', bytes: '', status: 408, code: 'request-timeout' },
  {
    name: 'headers that never end',
    bytes: `POST /v1/node/start HTTP/1.1\r\n${HOST}`,
    status: 408,
    code: 'request-timeout',
  },
  {
    name: 'a body that never ends',
    bytes: `${START}Content-Length: 20\r\n\r\n{}`,
    status: 408,
    code: 'request-timeout',
  },
];

describe('a request of odd shape', { concurrency: true }, () => {
  const parts = testApp();
  let server: GatewayServer;
  let url = '';

  before(async () => {
    const limits = { headersTimeoutMs: 300, requestTimeoutMs: 500, checkIntervalMs: 50 };
    server = new GatewayServer(parts.app, { limits });
    [url = ''] = await server.listenOn([{ host: '127.0.0.1', port: 0 }]);
  });
  after(() => server.close());

  for (const { name, bytes, status, code } of shapes) {
    test(`${name}: ${status} ${code}, and the connection ends`, async () => {
      const responses = responsesIn(await exchange(url, bytes));
      assert.equal(responses.length, 1);
      const [{ status: got, headers, body }] = responses as [(typeof responses)[0]];
      assert.equal(got, status, body);
      assertProblem(got, headers.get('content-type') ?? '', body);
      assert.match(body, new RegExp(`"code":"${code}"`));
      assert.equal(headers.get('x-request-id')?.length, 36);
      assert.deepEqual(parts.peers.asked, []);
    });
  }

  test('an expectation that nobody knows is ignored', async () => {
    const bytes = `GET /livez HTTP/1.1\r\n${HOST}Expect: the-unexpected\r\n${END}`;
    assert.deepEqual(
      responsesIn(await exchange(url, bytes)).map(({ status }) => status),
      [200],
    );
  });

  test('a wish for another protocol is ignored', async () => {
    const upgrade = 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nConnection: close\r\n\r\n';
    const text = await exchange(url, `GET /livez HTTP/1.1\r\n${HOST}${upgrade}`);
    assert.match(text, /^HTTP\/1\.1 200 /);
  });
});

describe('requests behind each other on one connection', () => {
  const READY = `GET /readyz?require=node&wait=30 HTTP/1.1\r\n${HOST}\r\n`;

  async function served(
    body: (url: string, parts: ReturnType<typeof testApp>) => Promise<void>,
  ): Promise<void> {
    const parts = testApp();
    const server = new GatewayServer(parts.app);
    const [url = ''] = await server.listenOn([{ host: '127.0.0.1', port: 0 }]);
    try {
      await body(url, parts);
    } finally {
      await server.close();
    }
  }

  test('are answered in their order', () =>
    served(async (url) => {
      const get = (path: string, end = '\r\n'): string => `GET ${path} HTTP/1.1\r\n${HOST}${end}`;
      const text = await exchange(url, get('/livez') + get('/nothing') + get('/livez', END));
      assert.deepEqual(
        responsesIn(text).map(({ status }) => status),
        [200, 404, 200],
      );
    }));

  test('garbage behind an open one is refused after it has been answered, then the connection ends', () =>
    served(async (url, { peers }) => {
      const started = new Promise<(reply: string) => void>((resolve) => {
        peers.replies.set('startNode', () => new Promise<string>((reply) => resolve(reply)));
      });
      const text = exchange(url, `${START}Content-Length: 2\r\n\r\n{}GARBAGE\r\n\r\n`);
      (await started)('{"newProcessId":1,"redirectUiPort":2}');
      assert.deepEqual(
        responsesIn(await text).map(({ status }) => status),
        [200, 400],
      );
    }));

  test('more than the limit of open ones end the connection', () =>
    served(async (url) => {
      assert.equal(await exchange(url, READY.repeat(MAX_PIPELINED_REQUESTS + 1)), '');
      const socket = dial(url);
      socket.write(READY.repeat(MAX_PIPELINED_REQUESTS));
      const alive = await fetch(`${url}/livez`);
      assert.equal(alive.status, 200);
      assert.equal(socket.destroyed, false);
      socket.destroy();
      await readAll(socket).catch(() => undefined);
    }));
});
