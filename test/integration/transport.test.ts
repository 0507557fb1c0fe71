/** Opening and closing sockets for real. */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import {
  openTransport,
  type Transport,
  type TransportOptions,
} from '../../src/peer/links/transport.js';
import type { HandshakeFailure } from '../../src/peer/links/links.js';
import { quickTimings } from '../support/peers/link-diary.js';
import { ChaosProxy } from '../support/chaos/chaos-proxy.js';
import { ScriptedPeer } from '../support/peers/scripted-peer.js';
import { frame } from '../support/peers/ws-frames.js';

function open(
  port: number,
  options: Partial<TransportOptions> = {},
): Promise<Transport | HandshakeFailure> {
  return new Promise((resolve) => {
    openTransport(
      port,
      { onOpen: resolve, onFailed: resolve },
      { timings: quickTimings, ...options },
    );
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Only the failure: a transport that ends does so within closeLimitMs and what a busy machine adds. */
const STILL_OPEN_MS = 20_000;

describe('an opening handshake', () => {
  test('says that nobody listens', async () => {
    assert.equal(await open(await freePort()), 'refused');
  });

  test('destroys a socket whose two ends are the same port', async () => {
    const port = await freePort();
    assert.equal(await open(port, { localPort: port }), 'self-connect');
  });

  test('refuses a peer that speaks another subprotocol', async (t) => {
    const peer = await ScriptedPeer.listen(undefined, { subprotocol: 'MASQNode-UI' });
    t.after(() => peer.close());
    assert.equal(await open(peer.port), 'not-uiv2');
  });

  test('refuses who is no WebSocket server', async (t) => {
    const server = createServer((raw) => {
      raw.on('error', () => undefined);
      raw.end('220 mail.example ESMTP\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    assert.equal(await open((server.address() as AddressInfo).port), 'not-uiv2');
  });

  test('does not wait for ever', async (t) => {
    const peer = await ScriptedPeer.listen();
    peer.deaf = true;
    t.after(() => peer.close());
    assert.equal(await open(peer.port), 'timed-out');
  });

  test('tells nothing once it is aborted', async (t) => {
    const peer = await ScriptedPeer.listen();
    peer.deaf = true;
    t.after(() => peer.close());
    let told = 0;
    const tell = (): number => (told += 1);
    const abort = openTransport(
      peer.port,
      { onOpen: tell, onFailed: tell },
      { timings: quickTimings },
    );
    abort();
    await new Promise((resolve) => setTimeout(resolve, quickTimings.handshakeLimitMs * 1.5));
    assert.equal(told, 0);
  });
});

describe('a transport', () => {
  test('closes with a handshake, tells it once and writes nothing more', async (t) => {
    const peer = await ScriptedPeer.listen();
    t.after(() => peer.close());
    const transport = await open(peer.port);
    assert.ok(typeof transport === 'object');
    let closed = 0;
    transport.listen({ onText: () => undefined, onClosed: () => (closed += 1) });
    await Promise.all([transport.close(), transport.close()]);
    assert.equal(closed, 1);
    assert.equal(transport.send('{}'), false);
    await peer.until(() => peer.open === 0);
  });

  test('ends the hard way when the peer does not answer the closing handshake', async (t) => {
    const peer = await ScriptedPeer.listen();
    t.after(() => peer.close());
    const transport = await open(peer.port);
    assert.ok(typeof transport === 'object');
    peer.freeze();
    const begunAtMs = performance.now();
    await transport.close();
    assert.ok(performance.now() - begunAtMs >= quickTimings.closeLimitMs - 2);
  });

  const lastWords = [
    { what: 'breaks the protocol', bytes: Buffer.from('no frame') },
    { what: 'says goodbye', bytes: frame('', { opcode: 8 }) },
  ];
  for (const { what, bytes } of lastWords) {
    test(`ends in time when the peer ${what} and then hears nothing any more`, async (t) => {
      const peer = await ScriptedPeer.listen();
      const proxy = await ChaosProxy.open(peer.port);
      t.after(() => Promise.all([proxy.close(), peer.close()]));
      const transport = await open(proxy.port);
      assert.ok(typeof transport === 'object');
      const closed = new Promise<void>((resolve) =>
        transport.listen({ onText: () => undefined, onClosed: resolve }),
      );
      proxy.daemon.hold('requests');
      proxy.daemon.inject(bytes);
      const late = new Promise((_resolve, reject) => {
        setTimeout(() => reject(new Error('still open')), STILL_OPEN_MS).unref();
      });
      await Promise.race([closed, late]);
    });
  }
});
