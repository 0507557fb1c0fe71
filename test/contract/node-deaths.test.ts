import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  openPeer,
  setupPayload,
  startReply,
  type PeerUnderTest,
  type StartedNode,
} from '../support/peers/peer-under-test.js';
import { payloadText, type UiClient } from '../support/peers/ui-client.js';

const ADDRESS = '0x0123456789012345678901234567890123456789';
const CHANGE = '{"oldPasswordOpt":"pw","newPassword":"pw"}';
const SURVIVABLE = 14;
const DEADLY = 40;
const SILENCE_MS = 1_000;

describe('what kills a Node', () => {
  let peer: PeerUnderTest;

  before(async () => {
    peer = await openPeer();
  });
  after(() => peer.close());
  afterEach(() => peer.killNode());

  async function startWithPassword(): Promise<StartedNode> {
    const node = await peer.startNode();
    if (payloadText(await node.ui.ask('checkPassword')) === '{"matches":true}') {
      await node.ui.ask('changePassword', '{"newPassword":"pw"}');
    }
    return node;
  }

  async function diesOf(node: StartedNode, cause: () => void): Promise<void> {
    const daemonUi = await peer.otherUi();
    await daemonUi.ask('setup', setupPayload({}));
    cause();
    await node.ui.closed;
    assert.equal(
      payloadText(await daemonUi.broadcast('crashed')),
      `{"processId":${node.processId},"crashReason":{"Unrecognized":""}}`,
    );
    await daemonUi.close();
  }

  test(`a password change and ${SURVIVABLE} messages behind it do not`, async () => {
    const { ui } = await startWithPassword();
    const change = ui.post('changePassword', CHANGE);
    for (let count = 0; count < SURVIVABLE; count += 1) ui.post('descriptor');
    assert.equal(payloadText(await ui.answerTo('changePassword', change)), '{}');
    await ui.ask('checkPassword');
    assert.equal(ui.isOpen, true);
  });

  test('an actor that panics names file, line and reason to all UIs; an overflow says nothing', async () => {
    const node = await peer.startNode({ 'crash-point': 'message' });
    const other = await peer.otherUi(node.port);
    await other.ask('descriptor');
    await diesOf(node, () => node.ui.tell('crash', '{"actor":"DISPATCHER","panicMessage":"m"}'));
    for (const ui of [node.ui, other]) {
      await ui.broadcast('logBroadcast', (text) =>
        /"msg":"src\/[a-z_/]+\.rs:\d+:\d+ - m \(processed with: [a-z_:]+\)","logLevel":"Error"/.test(
          text,
        ),
      );
    }
    const silent = await startWithPassword();
    const from = silent.ui.frames.length;
    await diesOf(silent, () => {
      silent.ui.post('changePassword', CHANGE);
      for (let count = 0; count < DEADLY; count += 1) silent.ui.post('descriptor');
    });
    assert.equal(
      silent.ui.frames.slice(from).some((text) => text.includes('.rs:')),
      false,
    );
  });

  for (const opcode of ['descriptor', 'nonsense']) {
    test(`a password change and ${DEADLY} × ${opcode} behind it`, async () => {
      const node = await startWithPassword();
      await diesOf(node, () => {
        node.ui.post('changePassword', CHANGE);
        for (let count = 0; count < DEADLY; count += 1) node.ui.post(opcode);
      });
    });
  }

  test('the messages of several UIs together', async () => {
    const node = await startWithPassword();
    const others = await Promise.all([1, 2, 3, 4].map(() => peer.otherUi(node.port)));
    await Promise.all(others.map((other) => other.ask('checkPassword')));
    await diesOf(node, () => {
      node.ui.post('changePassword', CHANGE);
      for (const other of others) {
        for (let count = 0; count < DEADLY / others.length; count += 1) other.post('descriptor');
      }
    });
  });

  const crashOrders: readonly (readonly [string, string])[] = [
    ['crash', '{"actor":"DISPATCHER","panicMessage":"m"}'],
    ['crash', '{"actor":"CONFIGURATOR","panicMessage":"m"}'],
    ['anything', '{"actor":"UIGATEWAY","panicMessage":"m"}'],
  ];
  for (const [opcode, payload] of crashOrders) {
    test(`${opcode} ${payload} where the crash point is message`, async () => {
      const node = await peer.startNode({ 'crash-point': 'message' });
      await diesOf(node, () => node.ui.tell(opcode, payload));
    });
  }

  test('a crash order for an actor that it does not know has no effect', async () => {
    const { ui } = await peer.startNode({ 'crash-point': 'message' });
    ui.tell('crash', '{"actor":"Dispatcher","panicMessage":"m"}');
    await ui.ask('descriptor');
    await ui.ask('checkPassword');
    assert.equal(ui.isOpen, true);
  });
});

describe('keys that kill a Node', () => {
  let peer: PeerUnderTest;
  let daemonUi: UiClient;

  before(async () => {
    peer = await openPeer();
    daemonUi = await peer.otherUi();
  });
  after(() => peer.close());

  function recovery(key: string): string {
    return `{"dbPassword":"pw","consumingPrivateKeyOpt":"${key}","earningAddressOpt":"${ADDRESS}"}`;
  }

  async function startAgain(): Promise<UiClient> {
    await peer.killNode();
    await daemonUi.ask('descriptor');
    const { redirectUiPort } = startReply(await daemonUi.ask('start', '{}', 30_000));
    return peer.otherUi(redirectUiPort);
  }

  test('a key of two bytes, and after a restart every use of the wallets again', async () => {
    await daemonUi.ask(
      'setup',
      setupPayload({ ...peer.workingSetup, 'data-directory': `${peer.home}/short` }),
    );
    const { redirectUiPort } = startReply(await daemonUi.ask('start', '{}', 30_000));
    const ui = await peer.otherUi(redirectUiPort);
    await ui.ask('changePassword', '{"newPassword":"pw"}');
    const contextId = ui.post('recoverWallets', recovery('abcd'));
    await ui.closed;
    assert.equal(ui.hasAnswer('recoverWallets', contextId), false);
    await daemonUi.broadcast('crashed');
    const again = await startAgain();
    again.post('walletAddresses', '{"dbPassword":"pw"}');
    await again.closed;
  });

  test('a key of zero is taken; the next configuration with the password kills', async () => {
    await daemonUi.ask('setup', setupPayload({ 'data-directory': `${peer.home}/zero` }));
    const ui = await startAgain();
    await ui.ask('changePassword', '{"newPassword":"pw"}');
    assert.equal(payloadText(await ui.ask('recoverWallets', recovery('0'.repeat(64)))), '{}');
    ui.post('configuration', '{"dbPasswordOpt":"pw"}');
    await ui.closed;
  });
});

describe('a reader that stalls', () => {
  const ECHO_BYTES = 16_000_000;
  let peer: PeerUnderTest;

  before(async () => {
    peer = await openPeer();
  });
  after(() => peer.close());

  test('wedges the Node for every UI and for good; the process lives on', async () => {
    const { ui, port } = await peer.startNode();
    const stalled = await peer.otherUi(port);
    await stalled.ask('descriptor');
    stalled.pause();
    // Bad messages are echoed in full: the answers pile up at the reader that does not read.
    for (let count = 0; count < 2; count += 1) stalled.write('x'.repeat(ECHO_BYTES));
    await assert.rejects(async () => {
      for (;;) await ui.ask('descriptor', '{}', SILENCE_MS);
    }, /nothing within/);
    stalled.terminate();
    await assert.rejects(ui.ask('descriptor', '{}', SILENCE_MS), /nothing within/);
    assert.equal(ui.isOpen, true);
  });
});
