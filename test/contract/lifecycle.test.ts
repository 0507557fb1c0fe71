import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  openPeer,
  setupPayload,
  setupView,
  startReply,
  type PeerUnderTest,
} from '../support/peers/peer-under-test.js';
import { errorOf, payloadText, type UiClient } from '../support/peers/ui-client.js';

const NODE_LAUNCH = '9223372036854775809';
const NODE_NOT_RUNNING = '9223372036854775810';
const NODE_ALREADY_RUNNING = '9223372036854775811';
const LOWEST_NODE_PORT = 32_768;
const START_LIMIT_MS = 30_000;

describe('life of a Node', () => {
  let peer: PeerUnderTest;
  let daemonUi: UiClient;

  before(async () => {
    peer = await openPeer();
    daemonUi = await peer.otherUi();
    await daemonUi.ask('setup', setupPayload(peer.workingSetup));
  });
  after(() => peer.close());
  afterEach(() => peer.killNode());

  async function start(): Promise<{ processId: number; port: number; ui: UiClient }> {
    const reply = startReply(await daemonUi.ask('start', '{}', START_LIMIT_MS));
    const port = reply.redirectUiPort;
    return { processId: reply.newProcessId, port, ui: await peer.otherUi(port) };
  }

  async function crashed(processId: number): Promise<string> {
    const frame = await daemonUi.broadcast('crashed', (text) => text.includes(`:${processId},`));
    return payloadText(frame);
  }

  async function endOfNode(node: { processId: number; ui: UiClient }): Promise<string> {
    node.ui.post('shutdown');
    await node.ui.closed;
    return crashed(node.processId);
  }

  test('start names process and port; each start has a higher port', async () => {
    const first = await start();
    assert.ok(first.port >= LOWEST_NODE_PORT);
    await endOfNode(first);
    const second = await start();
    assert.ok(second.port > first.port);
    assert.notEqual(second.processId, first.processId);
    await endOfNode(second);
  });

  test('while it runs the Daemon redirects all but setup and start', async () => {
    const node = await start();
    const port = node.port;
    const redirects: readonly (readonly [string, string])[] = [
      [
        '{"opcode":"descriptor","contextId":3,"payload":{}}',
        `{"port":${port},"opcode":"descriptor","contextId":3,"payload":"{}"}`,
      ],
      [
        '{"opcode":"crash","payload":{"z":1,"a":"b"}}',
        `{"port":${port},"opcode":"crash","contextId":null,"payload":"{\\"a\\":\\"b\\",\\"z\\":1}"}`,
      ],
      [
        '{"opcode":"nonsense","contextId":4,"payload":{"a":1e30,"b":[1,2.5,3.0]}}',
        `{"port":${port},"opcode":"nonsense","contextId":4,"payload":"{\\"a\\":1e30,\\"b\\":[1,2.5,3.0]}"}`,
      ],
      [
        '{"opcode":"setup","contextId":5,"payload":{}}',
        `{"port":${port},"opcode":"setup","contextId":5,"payload":"{}"}`,
      ],
    ];
    for (const [request, payload] of redirects) {
      const from = daemonUi.frames.length;
      daemonUi.write(request);
      assert.equal(
        await daemonUi.waitFor(() => true, undefined, request, from),
        `{"opcode": "redirect", "payload": ${payload}}`,
      );
    }
    await endOfNode(node);
  });

  test('while it runs setup is frozen and a second start is refused', async () => {
    const node = await start();
    const setup = setupView(
      await daemonUi.ask('setup', setupPayload({ 'gas-price': '77', ip: 'x' })),
    );
    assert.equal(setup.running, true);
    assert.deepEqual(setup.errors, []);
    assert.equal(setup.line('ip'), '|Blank');
    assert.deepEqual(errorOf(await daemonUi.ask('start')), {
      code: NODE_ALREADY_RUNNING,
      message: 'Could not launch Node: already running',
    });
    await endOfNode(node);
    const later = setupView(await daemonUi.ask('setup', setupPayload({})));
    assert.equal(later.running, false);
    assert.notEqual(later.line('gas-price'), '77|Set');
  });

  test('shutdown has no reply: the socket goes, every UI of the Daemon hears of an end with exit code 0', async () => {
    const other = await peer.otherUi();
    await other.ask('descriptor');
    const node = await start();
    const contextId = node.ui.post('shutdown');
    await node.ui.closed;
    assert.equal(node.ui.hasAnswer('shutdown', contextId), false);
    const frame = `{"opcode": "crashed", "payload": {"processId":${node.processId},"crashReason":{"Unrecognized":""}}}`;
    assert.equal(await daemonUi.broadcast('crashed', (text) => text === frame), frame);
    await other.broadcast('crashed', (text) => text === frame);
    assert.equal(errorOf(await daemonUi.ask('descriptor')).code, NODE_NOT_RUNNING);
    await other.close();
  });

  test('a Node killed by a signal leaves no information', async () => {
    const node = await start();
    await peer.killNode();
    await node.ui.closed;
    assert.equal(
      await crashed(node.processId),
      `{"processId":${node.processId},"crashReason":"NoInformation"}`,
    );
  });

  test('a setup written behind a start is answered after it', async () => {
    const startId = daemonUi.post('start');
    const setupId = daemonUi.post('setup', setupPayload({}));
    const setup = setupView(await daemonUi.answerTo('setup', setupId, START_LIMIT_MS));
    assert.equal(daemonUi.hasAnswer('start', startId), true);
    assert.equal(setup.running, true);
    const { redirectUiPort, newProcessId } = startReply(await daemonUi.answerTo('start', startId));
    const ui = await peer.otherUi(redirectUiPort);
    await endOfNode({ processId: newProcessId, ui });
  });

  test('password and wallets outlive the Node; a good db-password gives it its wallet back', async () => {
    const node = await start();
    await node.ui.ask('changePassword', '{"newPassword":"pw"}');
    await node.ui.ask('generateWallets', '{"dbPassword":"pw"}');
    const addresses = payloadText(await node.ui.ask('walletAddresses', '{"dbPassword":"pw"}'));
    await endOfNode(node);

    const wrong = setupView(await daemonUi.ask('setup', setupPayload({ 'db-password': 'no' })));
    assert.deepEqual(wrong.errors, [['db-password', 'PasswordError']]);
    const right = setupView(await daemonUi.ask('setup', setupPayload({ 'db-password': 'pw' })));
    assert.deepEqual(right.errors, []);

    const again = await start();
    assert.equal(payloadText(await again.ui.ask('checkPassword')), '{"matches":false}');
    assert.equal(
      payloadText(await again.ui.ask('walletAddresses', '{"dbPassword":"pw"}')),
      addresses,
    );
    const from = again.ui.frames.length;
    again.ui.post('scan', '{"scanType":"Payables"}');
    await again.ui.broadcast(
      'logBroadcast',
      (text) => text.includes('There was nothing to process during Payables scan.'),
      from,
    );
    await endOfNode(again);
  });

  test('a key other than the stored one, and another earning wallet, are refused by setup', async () => {
    const key = setupView(
      await daemonUi.ask('setup', setupPayload({ 'consuming-private-key': '1'.repeat(64) })),
    );
    assert.deepEqual(key.errors, [
      [
        'consuming-private-key',
        'Cannot change to a private key different from that previously set',
      ],
    ]);
    // A clear alone would be undone by the other error: both are put right at once.
    const wallet = setupView(
      await daemonUi.ask(
        'setup',
        setupPayload({ 'consuming-private-key': null, 'earning-wallet': `0x${'1'.repeat(40)}` }),
      ),
    );
    assert.equal(wallet.errors[0]?.[0], 'earning-wallet');
    assert.match(
      wallet.errors[0][1],
      /^Cannot change to an address \(0x1{40}\) different from that/,
    );
    const cured = setupView(
      await daemonUi.ask(
        'setup',
        setupPayload({ 'consuming-private-key': null, 'earning-wallet': null }),
      ),
    );
    assert.deepEqual(cured.errors, []);
  });

  test('the database remembers the URL: once a Node has run, its absence is no error', async () => {
    const setup = setupView(
      await daemonUi.ask(
        'setup',
        setupPayload({ 'blockchain-service-url': null, 'neighborhood-mode': 'standard' }),
      ),
    );
    assert.deepEqual(setup.errors, []);
    assert.equal(setup.line('blockchain-service-url'), '|Required');
    await daemonUi.ask('setup', setupPayload(peer.workingSetup));
  });

  test('with a wrong db-password the Node dies at once, and no `crashed` comes', async () => {
    await daemonUi.ask('setup', setupPayload({ 'db-password': 'no' }));
    const before = daemonUi.broadcasts('crashed').length;
    const { code, message } = errorOf(await daemonUi.ask('start', '{}', START_LIMIT_MS));
    assert.equal(code, NODE_LAUNCH);
    assert.match(
      message,
      /^Could not launch Node: Node started in process \d+, but died immediately\.$/,
    );
    await daemonUi.ask('descriptor');
    assert.equal(daemonUi.broadcasts('crashed').length, before);
    await daemonUi.ask('setup', setupPayload({ 'db-password': 'pw' }));
  });
});

describe('a Node and Daemons that do not know it', () => {
  let peer: PeerUnderTest;

  before(async () => {
    peer = await openPeer();
  });
  after(() => peer.close());
  afterEach(() => peer.killNode());

  test('a new Daemon denies the Node of the old one; its start launches a second one, which dies', async () => {
    const node = await peer.startNode();
    await peer.killDaemon();
    assert.match(await node.ui.ask('descriptor'), /nodeDescriptorOpt/);
    await peer.restartDaemon();
    const ui = await peer.otherUi();
    assert.equal(errorOf(await ui.ask('descriptor')).code, NODE_NOT_RUNNING);
    const setup = setupView(await ui.ask('setup', setupPayload(peer.workingSetup)));
    assert.equal(setup.running, false);
    assert.deepEqual(setup.errors, []);
    const { message } = errorOf(await ui.ask('start', '{}', START_LIMIT_MS));
    assert.match(message, /, but died immediately\.$/);
    assert.match(await node.ui.ask('descriptor'), /nodeDescriptorOpt/);
    node.ui.post('shutdown');
    await node.ui.closed;
    await ui.ask('descriptor');
    assert.equal(ui.broadcasts('crashed').length, 0);
  });

  test('a Node started by hand answers its own opcodes; setup and start get silence', async () => {
    await peer.killDaemon();
    const ui = await peer.otherUi(await peer.startNodeByHand());
    assert.match(await ui.ask('descriptor'), /nodeDescriptorOpt/);
    const setupId = ui.post('setup', setupPayload({}));
    const startId = ui.post('start');
    await ui.ask('checkPassword');
    await ui.ask('connectionStatus');
    await ui.ask('financials', '{"statsRequired":true}');
    assert.equal(ui.hasAnswer('setup', setupId), false);
    assert.equal(ui.hasAnswer('start', startId), false);
    await peer.killNode();
    await peer.restartDaemon();
  });

  test('setup finds fault with a password for a database that has none; start sets it', async () => {
    const first = await peer.startNode();
    first.ui.post('shutdown');
    await first.ui.closed;
    const ui = await peer.otherUi();
    const setup = setupView(await ui.ask('setup', setupPayload({ 'db-password': 'pw' })));
    assert.deepEqual(setup.errors, [['db-password', 'PasswordError']]);
    const { redirectUiPort } = startReply(await ui.ask('start', '{}', START_LIMIT_MS));
    const node = await peer.otherUi(redirectUiPort);
    assert.equal(
      payloadText(await node.ask('checkPassword', '{"dbPasswordOpt":"pw"}')),
      '{"matches":true}',
    );
  });
});
