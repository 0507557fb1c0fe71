/** Clients without manners, many of them at once: they are bounded, others are served, and nothing of them stays. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { GatewayServer, type ServerLimits } from '../../src/http/listening/server.js';
import { eventually } from '../support/chaos/chaos-scene.js';
import { dial } from '../support/http/raw-http.js';
import { testApp } from '../support/http/test-app.js';

const HOST = 'Host: localhost\r\n';
const MEGABYTE = 1024 * 1024;

interface Served {
  readonly url: string;
  readonly parts: ReturnType<typeof testApp>;
  /** Health, readiness and status, each answered with 200. */
  readonly isWell: () => Promise<void>;
}

async function serve(
  t: TestContext,
  limits: Partial<ServerLimits> = {},
  maxStreams = 10,
): Promise<Served> {
  const parts = testApp({}, maxStreams);
  const beforeClose = (): Promise<void> => parts.eventStreams.close();
  const server = new GatewayServer(parts.app, { limits, beforeClose });
  const [url = ''] = await server.listenOn([{ host: '127.0.0.1', port: 0 }]);
  t.after(() => server.close());
  const isWell = async (): Promise<void> => {
    for (const path of ['/livez', '/readyz', '/v1/status']) {
      const response = await fetch(url + path);
      assert.ok(path === '/readyz' || response.status === 200, path);
      await response.arrayBuffer();
    }
  };
  return { url, parts, isWell };
}

function sockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

async function gone(socket: Socket): Promise<void> {
  if (!socket.destroyed) await once(socket, 'close');
}

describe('clients without manners', () => {
  test('ten thousand connections opened and dropped leave nothing', async (t) => {
    const { url, isWell } = await serve(t);
    const texts = [
      '',
      'GET /livez HTT',
      `GET /livez HTTP/1.1\r\n${HOST}`,
      `GET /livez HTTP/1.1\r\n${HOST}\r\n`,
      `PUT /v1/setup/ip HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
      `GET /v1/events HTTP/1.1\r\n${HOST}\r\n`,
      `GET /readyz?require=node&wait=60 HTTP/1.1\r\n${HOST}\r\n`,
      '\x16\x03\x01',
    ];
    const batch = async (size: number): Promise<void> => {
      const clients = Array.from({ length: size }, () => dial(url));
      for (const [at, client] of clients.entries()) {
        client.resume().write(texts[at % texts.length] ?? '');
        if (at % 3 === 0) client.resetAndDestroy();
      }
      await isWell();
      for (const client of clients) client.destroy();
      await Promise.all(clients.map(gone));
    };
    await batch(200);
    await eventually(() => sockets() < 20, 'sockets of the first batch stay');
    const before = { sockets: sockets(), heap: heapBytes() };
    for (let n = 0; n < 40; n++) await batch(250);
    await eventually(() => sockets() <= before.sockets + 2, 'sockets stay');
    const grown = heapBytes() - before.heap;
    assert.ok(grown < 8 * MEGABYTE, `the heap grew by ${grown} bytes`);
  });

  test('five hundred that send a byte now and then are dropped in time; others are served meanwhile', async (t) => {
    const { url, isWell } = await serve(t, { headersTimeoutMs: 600, checkIntervalMs: 100 });
    const text = `GET /livez HTTP/1.1\r\n${HOST}X: ${'x'.repeat(400)}`;
    const clients = Array.from({ length: 500 }, () => dial(url).resume());
    let sent = 0;
    const drip = setInterval(() => {
      for (const client of clients) if (client.writable) client.write(text[sent] ?? 'x');
      sent += 1;
    }, 20);
    t.after(() => clearInterval(drip));
    await isWell();
    await Promise.all(clients.map(gone));
    await isWell();
    assert.ok(sent < text.length, 'none of them was served');
  });

  test('no more than the limit of connections are held; who has one is served, who comes later is dropped', async (t) => {
    const { url } = await serve(t, { maxConnections: 20 });
    const clients = Array.from({ length: 20 }, () => dial(url));
    const [first] = clients;
    await Promise.all(clients.map((client) => once(client, 'connect')));
    first?.write(`GET /livez HTTP/1.1\r\n${HOST}\r\n`);
    assert.match(String(await once(first!, 'data')), /200 OK/);
    const late = dial(url).resume();
    await gone(late);
    for (const client of clients.slice(1)) client.destroy();
    await eventually(() => sockets() < 12, 'the connections stay');
    assert.equal((await fetch(`${url}/livez`)).status, 200);
    first?.destroy();
  });

  test('fifty readers that do not read are cut off; a good one gets every event; memory returns', async (t) => {
    const { url, parts } = await serve(t, {}, 60);
    const readers = Array.from({ length: 50 }, () => dial(url).pause());
    for (const reader of readers) reader.write(`GET /v1/events HTTP/1.1\r\n${HOST}\r\n`);
    await eventually(() => parts.eventStreams.subscriberCount === 50, 'not all subscribed');
    const good = await fetch(`${url}/v1/events?opcode=crashed`);
    const before = heapBytes();
    const payload = JSON.stringify({ msg: 'x'.repeat(64 * 1024), logLevel: 'Info' });
    for (let n = 0; n < 400 && parts.eventStreams.cutOffCount < 50; n++) {
      parts.eventLog.append({ hop: 'node', opcode: 'logBroadcast', payload, logLevel: 'Info' });
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(parts.eventStreams.cutOffCount, 50);
    assert.equal(parts.eventStreams.subscriberCount, 1);
    parts.eventLog.append({ hop: 'daemon', opcode: 'crashed', payload: '{"last":1}' });
    const reader = good.body!.getReader();
    let text = '';
    while (!text.includes('{"last":1}')) {
      const piece = await reader.read();
      assert.ok(!piece.done, 'the good reader was cut off, too');
      text += Buffer.from(piece.value as Uint8Array).toString();
    }
    await reader.cancel();
    for (const stalled of readers) stalled.destroy();
    await eventually(() => sockets() < 12, 'their connections stay');
    const grown = heapBytes() - before;
    assert.ok(grown < 32 * MEGABYTE, `the heap grew by ${grown} bytes`); // the log holds its own share
  });

  test('one that asks for much and takes nothing is dropped; one that takes its time is not', async (t) => {
    const { url, isWell } = await serve(t, { answerTakenMs: 400, checkIntervalMs: 50 });
    const asks = `GET /openapi.json HTTP/1.1\r\n${HOST}\r\n`.repeat(80);
    const [greedy, slow] = [dial(url).pause(), dial(url).pause()];
    greedy.write(asks);
    slow.write(asks);
    let taken = 0;
    const sip = setInterval(() => {
      taken += (slow.read() as Buffer | null)?.length ?? 0;
    }, 20);
    t.after(() => {
      clearInterval(sip);
      slow.destroy();
    });
    await isWell();
    // A paused socket learns of its end when it reads on.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    greedy.resume();
    await gone(greedy);
    assert.equal(slow.destroyed, false);
    assert.ok(taken > greedy.bytesRead / 2);
  });
});
