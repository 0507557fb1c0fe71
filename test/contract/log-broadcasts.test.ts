import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { openPeer, type PeerUnderTest } from '../support/peers/peer-under-test.js';
import type { UiClient } from '../support/peers/ui-client.js';

describe('log broadcasts of a Node', () => {
  let peer: PeerUnderTest;
  let port: number;
  let ui: UiClient;

  before(async () => {
    peer = await openPeer();
    ({ ui, port } = await peer.startNode());
  });
  after(() => peer.close());

  function line(text: string, level = 'Info'): Promise<string> {
    const payload = JSON.stringify({ msg: text, logLevel: level });
    const frame = `{"opcode": "logBroadcast", "payload": ${payload}}`;
    return ui.broadcast('logBroadcast', (found) => found === frame);
  }

  test('the coming and going of another UI is told, with its address', async () => {
    const other = await peer.otherUi(port);
    await line(`UI connected at 127.0.0.1:${other.localPort}`);
    await other.ask('descriptor');
    await other.close();
    await ui.broadcast(
      'logBroadcast',
      (text) =>
        text.includes(`"UI at 127.0.0.1:${other.localPort} (client ID `) &&
        text.includes(`) disconnected from port ${port}"`),
    );
  });

  test('a ping is told to all and answered by nobody', async () => {
    ui.ping();
    await line(`UI at 127.0.0.1:${ui.localPort} sent unexpected ping message; ignoring`);
  });

  test('a binary message is told and ignored', async () => {
    ui.sendBinary(Buffer.from('x'));
    await line(`UI at 127.0.0.1:${ui.localPort} sent unexpected binary message; ignoring`);
  });

  test('a bare TCP connection to the UI port is told', async () => {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end());
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.resume();
    });
    await ui.broadcast('logBroadcast', (text) =>
      text.includes('"Unsuccessful connection to UI port detected: '),
    );
  });

  test('a UI that went without a closing handshake is missed at the next line', async () => {
    const other = await peer.otherUi(port);
    await other.ask('descriptor');
    const from = ui.frames.length;
    other.terminate();
    await other.closed;
    const dropped = ui.broadcast(
      'logBroadcast',
      (text) =>
        /"Client \d+ hit a fatal flush error: BrokenPipe, dropping the client","logLevel":"Warn"/.test(
          text,
        ),
      from,
    );
    // The first line after the end still goes into the dead socket without complaint.
    ui.ping();
    await ui.ask('descriptor');
    ui.ping();
    await dropped;
    assert.equal(
      ui.frames.slice(from).some((text) => text.includes(`${other.localPort} (client ID`)),
      false,
    );
  });

  test('a refused subprotocol is told with what was offered', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, ['a', 'b']);
    await new Promise((resolve) => socket.once('error', resolve));
    await line('UI attempted connection without protocol MASQNode-UIv2: ["a", "b"]');
  });

  test('a bad message is told to every UI with its whole text, secrets included', async () => {
    const other = await peer.otherUi(port);
    await other.ask('descriptor');
    other.write('{"opcode":"checkPassword","contextId":5,"payload":"secret"}');
    await ui.broadcast(
      'logBroadcast',
      (text) =>
        /"msg":"Bad message from client \d+ at 127\.0\.0\.1:\d+: Error unmarshalling 'checkPassword' message: /.test(
          text,
        ) && text.includes('secret'),
    );
    assert.match(await other.waitFor((text) => text.includes('"error"')), /"contextId": 5/);
    await other.close();
  });
});
